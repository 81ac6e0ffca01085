import type { Json } from '../../model/json.ts';
import type { PageOperation } from '../rst/operation.ts';
import { formatLocation, type PageNote } from '../rst/source-location.ts';
import { credentialsOf } from './credentials.ts';
import type { DraftContext, DraftOptions, ExistingOperation, JsonObject, Unknowns } from './draft-context.ts';
import { camelCase, fragmentOf, freeName } from './names.ts';
import { parametersOf } from './parameters.ts';
import { requestBodyOf } from './request-body.ts';
import { responsesOf } from './responses.ts';

export interface Draft {
  readonly document: JsonObject;
  /** What the pages do not say: a reader must find it out. */
  readonly unknown: readonly string[];
  /** Ids of the operations in the document. */
  readonly operations: readonly string[];
  /** Pages whose operation exists already, so that it was left out. */
  readonly left: readonly string[];
}

/**
 * A first OpenAPI 3.1 document from pages of the reference. It is marked as a draft and lists what the pages
 * do not say; gaps are never filled with guesses.
 */
export function draftOf(
  pages: readonly [PageOperation, ...PageOperation[]],
  { faults, existing }: DraftOptions,
): Draft {
  const general: Unknowns = [];
  const credentials = credentialsOf(pages, general);
  const known = existing?.operations ?? [];
  const making: DraftContext = {
    faults,
    schemas: new Map(),
    names: new Set(existing?.schemas),
    credentials: new Set(credentials.map(({ scheme }) => scheme.name.toLowerCase())),
    ids: new Set(known.flatMap(({ id }) => (id === undefined ? [] : [id]))),
    unknown: general,
  };
  const paths = new Map<string, Record<string, Json>>();
  const unknown: string[] = [];
  const left: string[] = [];
  const operations: string[] = [];
  for (const page of drawable(pages, general)) {
    const same = known.find((one) => isThere(one, page));
    if (same) {
      left.push(`${formatLocation(page.place)}: ${same.id ?? page.title} is there already, at ${same.key}`);
      continue;
    }
    const own: Unknowns = [];
    const key = keyOf(page, pages, known, paths);
    const { id, operation } = operationOf(page, pages, { ...making, unknown: own });
    unknown.push(...own);
    operations.push(id);
    const item = paths.get(key) ?? {};
    item[page.method.toLowerCase()] = { ...operation, 'x-unknown': own };
    paths.set(key, item);
  }
  general.push(...alwaysUnknown);
  return {
    document: documentOf(pages[0].title, paths, credentials, making),
    unknown: [...unknown, ...general],
    operations,
    left,
  };
}

function documentOf(
  title: string,
  paths: ReadonlyMap<string, Record<string, Json>>,
  credentials: ReturnType<typeof credentialsOf>,
  { schemas, unknown }: DraftContext,
): JsonObject {
  return {
    openapi: '3.1.0',
    info: {
      title,
      version: '0.0.0-draft',
      description: [
        'A draft, generated from pages of the reference. Review it before use: examples are assumed to be typical,',
        'and x-unknown lists what the pages do not say.',
      ].join(' '),
    },
    'x-unknown': unknown,
    ...(credentials.length > 0 && { security: credentials.map(({ id }) => ({ [id]: [] })) }),
    paths: Object.fromEntries(paths),
    components: {
      ...(credentials.length > 0 && {
        securitySchemes: Object.fromEntries(credentials.map(({ id, scheme }) => [id, scheme])),
      }),
      schemas: Object.fromEntries(schemas),
    },
  };
}

/** What pages of this kind never say. */
const alwaysUnknown = [
  'info.version, servers, license: no page states them',
  'x-resource-parameter: which path parameter names the resource of the operation',
  'which other codes may answer a faulty request: 404 is assumed for an unknown value in the path, 400 for an invalid body (x-unknown-values, x-invalid and their tolerates)',
  'x-requirements, requirement ids and ambiguities: state them, then cite them',
  'strings that must not be empty, numbers that must be positive, enumerations: examples do not show them',
];

const documented = new Set(['get', 'head', 'put', 'post', 'delete', 'patch', 'options', 'trace']);

const drawable = (pages: readonly PageOperation[], unknown: Unknowns): readonly PageOperation[] =>
  pages.filter(({ method, path }) => {
    const known = documented.has(method.toLowerCase());
    if (!known) unknown.push(`${method} ${path} is left out: OpenAPI has no operation with this method`);
    return known;
  });

/** Whether a document has the operation of a page: the target of the page decides, then the id. */
function isThere({ page, id, key, method }: ExistingOperation, own: PageOperation): boolean {
  if (page !== undefined) return own.anchors.includes(page);
  return (
    id === camelCase(own.title) ||
    (own.anchors.length === 0 && method === own.method.toLowerCase() && key === own.path)
  );
}

/** The key of the path: operations that share method and path have a fragment each. */
function keyOf(
  page: PageOperation,
  pages: readonly PageOperation[],
  known: readonly ExistingOperation[],
  paths: ReadonlyMap<string, Record<string, Json>>,
): string {
  const { path, title, anchors } = page;
  const method = page.method.toLowerCase();
  const isShared =
    pages.some((one) => one !== page && isSibling(one, page)) ||
    known.some((one) => one.method === method && one.key.split('#')[0] === path);
  if (!isShared) return path;
  const taken = new Set([
    ...known.filter((one) => one.method === method).map(({ key }) => key),
    ...[...paths].flatMap(([key, item]) => (method in item ? [key] : [])),
  ]);
  return freeName(`${path}#${fragmentOf(anchors[0] ?? title, method, path)}`, taken);
}

const isSibling = (one: PageOperation, { method, path }: PageOperation): boolean =>
  one.method === method && one.path === path;

function operationOf(
  page: PageOperation,
  pages: readonly PageOperation[],
  making: DraftContext,
): { id: string; operation: JsonObject } {
  const { title, method, anchors, place } = page;
  const id = freeName(camelCase(title) || method.toLowerCase(), making.ids);
  const siblings = pages.filter((one) => isSibling(one, page));
  making.unknown.push(...notesOf(page));
  const body = requestBodyOf(id, page, siblings, making);
  const [anchor] = anchors;
  const operation = {
    operationId: id,
    summary: title,
    ...(anchor !== undefined && { 'x-page': anchor }),
    'x-citation': `${title} (${formatLocation(place)})`,
    parameters: parametersOf(page, making),
    ...(body && { requestBody: body }),
    responses: responsesOf(id, page, making),
  };
  return { id, operation };
}

/** What the reader read over, or did not read. */
function notesOf({
  notes,
  requests,
  responses,
  otherTables,
  otherCode,
  otherSections,
}: PageOperation): string[] {
  const said = ({ place, what }: PageNote) => `${formatLocation(place)}: ${what}`;
  return [
    ...notes.map(said),
    ...[...requests, ...responses].flatMap(({ faults }) => faults).map(said),
    ...otherTables.map(({ place }) => said({ place, what: 'a table of unknown purpose, not read' })),
    ...otherCode.map(({ place }) =>
      said({ place, what: 'code that is neither an HTTP message nor JSON, not read' }),
    ),
    ...otherSections.flatMap(({ blocks: [first] }) =>
      first ? [said({ place: first.place, what: 'a section that describes no operation, not read' })] : [],
    ),
  ];
}
