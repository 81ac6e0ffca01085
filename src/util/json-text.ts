/**
 * Where a string of a JSON text ends that starts at `start`. A loop: a regular expression would try again at each
 * quote of a string that has no end.
 */
export function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

export interface JsonLimits {
  readonly levels: number;
  /** An array or object in another one counts twice. */
  readonly values: number;
}

/** Which limit a JSON text exceeds, in words; told without reading its values, which take far more memory. */
export function exceededLimit(text: string, limits: JsonLimits): string | undefined {
  let [levels, values] = [0, 1];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === ']' || character === '}') levels -= 1;
    else if (character === '[' || character === '{') {
      levels += 1;
      values += 1;
    } else if (character === ',') values += 1;
    if (levels > limits.levels) return `is nested deeper than ${limits.levels} levels`;
    if (values > limits.values) return `has more than ${limits.values} values`;
  }
  return undefined;
}
