import { type Module, parseSync } from '@swc/core';

/**
 * Who may import whom (decision 0007). Every room may also import itself, `src/util`, and the types of `src/model`;
 * `src/reference` may import nothing but itself.
 */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src/model': [],
  'src/util': [],
  'src/openapi': ['src/model'],
  'src/catalogue': ['src/openapi', 'src/model'],
  'contracts/provider-states': [],
  'contracts/cases': [
    'src/catalogue/case',
    'src/catalogue/catalogue',
    'contracts/provider-states',
    'contracts/instance-statuses',
  ],
  'contracts/invariants': ['src/checks/invariants'],
  'contracts/observations': ['src/checks/observation'],
  'contracts/relations': ['src/checks/relations', 'contracts/invariants/reading'],
  'contracts/instance-statuses': [],
  'contracts/resources': ['src/checks/resource', 'contracts/instance-statuses'],
  'src/checks': ['src/openapi'],
  'src/secrets': ['src/model'],
  'src/http': ['src/model', 'src/secrets'],
  'src/provider-states': ['contracts/provider-states', 'src/model'],
  'src/provider-states/reference': ['src/reference', 'src/provider-states', 'src/model'],
  'src/evaluation': ['src/model', 'src/openapi', 'src/catalogue', 'src/checks', 'src/secrets', 'src/http'],
  'src/runner': [
    'src/model',
    'src/openapi',
    'src/catalogue',
    'src/checks',
    'src/provider-states',
    'src/secrets',
    'src/http',
    'src/evaluation',
  ],
  'src/pact': [
    'src/model',
    'src/openapi',
    'src/catalogue',
    'src/checks',
    'src/provider-states',
    'src/secrets',
    'src/http',
    'src/evaluation',
    'src/runner',
  ],
  'src/auth': [
    'src/model',
    'src/http',
    'src/secrets',
    'src/config/kinds',
    'src/config/option',
    'src/config/raw-option',
  ],
  'src/config': [
    'src/model',
    'src/catalogue',
    'src/http',
    'src/secrets',
    'src/auth',
    'src/provider-states',
    // The type of what a broker is asked with.
    'src/pact/broker',
    'src/reporters/index',
    'contracts/provider-states',
    'spec/waivers.schema.json',
  ],
  'src/completion': ['src/config'],
  'src/pages/rst': ['src/model'],
  'src/pages': ['src/openapi', 'src/model'],
  'src/reporters': [],
  'src/compare': ['src/model', 'src/catalogue', 'src/evaluation', 'src/reporters'],
  'src/reference': [],
  // `*` is every room, `!` leaves one out: the library needs no command line.
  'src/app': ['*', '!src/cli'],
  'src/cli': ['*'],
  'src/index': ['*', '!src/cli'],
};

export interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

/** The most specific rule's folder that a module path (without ending) belongs to. */
export function folderOf(module: string): string | undefined {
  return Object.keys(mayImport)
    .filter((folder) => module === folder || module.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];
}

/** Why an import is not allowed; undefined when it is. */
export function forbidden({ from, to, typeOnly }: Import): string | undefined {
  const folder = folderOf(from);
  if (folder === undefined) return `${from} belongs to no folder of the table`;
  const allowed = mayImport[folder] ?? [];
  const within = (prefix: string) => to === prefix || to.startsWith(`${prefix}/`);
  const leftOut = allowed.some((entry) => entry.startsWith('!') && within(entry.slice(1)));
  if (!leftOut && (allowed.includes('*') || within(folder) || allowed.some(within))) return undefined;
  if (folder !== 'src/reference' && (within('src/util') || (typeOnly && within('src/model'))))
    return undefined;
  return `${from} imports ${to}, which ${folder} may not`;
}

/** The relative imports of a module, static and dynamic, as paths from the root without ending. */
export function importsOf(from: string, source: string): Import[] {
  const found: Import[] = [];
  visit(parsed(source), (node) => {
    const add = (specifier: unknown, typeOnly: boolean) => {
      if (typeof specifier === 'string' && specifier.startsWith('.')) {
        found.push({ from, to: resolved(from, specifier), typeOnly });
      }
    };
    if (node.type === 'ImportDeclaration') add(literalOf(node.source), isTypeOnly(node));
    if (node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') {
      add(literalOf(node.source), isTypeOnly(node));
    }
    if (node.type === 'CallExpression' && isNode(node.callee) && node.callee.type === 'Import') {
      const [argument]: unknown[] = Array.isArray(node.arguments) ? node.arguments : [];
      if (typeof argument === 'object' && argument !== null && 'expression' in argument) {
        add(literalOf(argument.expression), false);
      }
    }
  });
  return found;
}

/** Uses of what only the command line may touch: the process, the console, files written. */
export function edgeUses(source: string): string[] {
  const found = new Set<string>();
  const writing = /^(writeFile|appendFile|createWriteStream|mkdir|rm|unlink|rename|open)(Sync)?$/;
  visit(parsed(source), (node) => {
    if (node.type === 'MemberExpression' && isNode(node.object) && node.object.type === 'Identifier') {
      const { value } = node.object;
      if (value === 'process' || value === 'console') found.add(value);
    }
    if (node.type === 'ImportDeclaration' && /^node:(fs|process)/.test(String(literalOf(node.source)))) {
      for (const specifier of Array.isArray(node.specifiers) ? node.specifiers : []) {
        const name = isNode(specifier) && isNode(specifier.local) ? String(specifier.local.value) : '';
        if (writing.test(name) || String(literalOf(node.source)) === 'node:process') found.add(name);
      }
    }
  });
  return [...found];
}

/** The circles of an import graph: each is a list of modules that reach one another. Types count as well. */
export function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const reachable = (from: string): Set<string> => {
    const seen = new Set<string>();
    const queue = [...(graph.get(from) ?? [])];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(...(graph.get(next) ?? []));
    }
    return seen;
  };
  const reach = new Map([...graph.keys()].map((module) => [module, reachable(module)]));
  const inCircle = [...graph.keys()].filter((module) => reach.get(module)?.has(module));
  const together = (a: string, b: string) => reach.get(a)?.has(b) && reach.get(b)?.has(a);
  const circles = inCircle.map((module) => inCircle.filter((other) => together(module, other)));
  return [...new Map(circles.map((circle) => [circle.join(' '), circle])).values()];
}

/** The functions and methods of a module that have so many lines or more: their first line, and how many. */
export function longFunctions(source: string, lines: number): string[] {
  const bytes = Buffer.from(source);
  const found: string[] = [];
  visit(parsed(source), (node) => {
    const isFunction = node.type === 'ClassMethod' || ('body' in node && 'params' in node);
    if (!isFunction || !isSpan(node.span)) return;
    // Spans count bytes from 1.
    const text = bytes.subarray(node.span.start - 1, node.span.end - 1).toString();
    const count = text.split('\n').length;
    if (count >= lines) found.push(`${text.slice(0, text.indexOf('\n'))} (${count} lines)`);
  });
  return found;
}

const isSpan = (value: unknown): value is { readonly start: number; readonly end: number } =>
  typeof value === 'object' && value !== null && 'start' in value && 'end' in value;

type Node = { readonly type: string } & Readonly<Record<string, unknown>>;

const modulesParsed = new Map<string, Module>();

/** A module's syntax tree. Several rules read the same module, and parsing takes longer than they do. */
export function parsed(source: string): Module {
  const known = modulesParsed.get(source);
  if (known !== undefined) return known;
  const module = parseSync(source, { syntax: 'typescript', target: 'es2022' });
  modulesParsed.set(source, module);
  return module;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function literalOf(node: unknown): unknown {
  return isNode(node) ? node.value : undefined;
}

function isTypeOnly(node: Node): boolean {
  if (node.typeOnly === true) return true;
  const specifiers: unknown[] = Array.isArray(node.specifiers) ? node.specifiers : [];
  return (
    specifiers.length > 0 &&
    specifiers.every((specifier) => isNode(specifier) && specifier.isTypeOnly === true)
  );
}

export function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see);
  else if (typeof value === 'object' && value !== null) {
    if (isNode(value)) see(value);
    for (const [name, item] of Object.entries(value))
      if (typeof item === 'object' && name !== 'span') visit(item, see);
  }
}

function resolved(from: string, specifier: string): string {
  return new URL(specifier, `file:///${from}`).pathname.slice(1).replace(/\.ts$/, '');
}
