interface Template {
  readonly segments: readonly string[];
  readonly methods: Set<string>;
}

/**
 * The methods of each path, wherever a document has them: under another key of the same path, in a path item by reference,
 * or under a template that matches the path as well.
 */
export class DocumentedMethods {
  /** By the number of segments: only paths of one length match each other. */
  readonly #paths = new Map<number, Map<string, Template>>();
  readonly #found = new Map<string, readonly string[]>();

  /** @param method in the letters in which it is sent */
  add(path: string, method: string): void {
    this.#found.clear();
    const segments = path.split('/');
    const those = this.#paths.get(segments.length) ?? new Map<string, Template>();
    this.#paths.set(segments.length, those);
    const template = those.get(path) ?? { segments, methods: new Set() };
    those.set(path, template);
    template.methods.add(method);
  }

  of(path: string): readonly string[] {
    const known = this.#found.get(path);
    if (known) return known;
    const segments = path.split('/');
    const found = new Set<string>();
    for (const template of this.#paths.get(segments.length)?.values() ?? [])
      if (mayStandFor(template, segments)) for (const method of template.methods) found.add(method);
    this.#found.set(path, [...found]);
    return [...found];
  }
}

const mayStandFor = (template: Template, segments: readonly string[]): boolean =>
  template.segments.every((part, index) => part === segments[index] || part.includes('{'));
