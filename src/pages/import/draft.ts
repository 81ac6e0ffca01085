import type { Json } from '../../model/json.ts';
import type { PageOperation } from '../rst/operation.ts';
import { formatLocation } from '../rst/source-location.ts';
import { credentialsOf } from './credentials.ts';
import type { DraftContext, DraftOptions, JsonObject, Unknowns } from './draft-context.ts';
import { camelCase, freeName } from './names.ts';
import { parametersOf } from './parameters.ts';
import { requestBodyOf } from './request-body.ts';
import { responsesOf } from './responses.ts';

export interface Draft {
  readonly document: JsonObject;
  /** What the pages do not say: a reader must find it out. */
  readonly unknown: readonly string[];
}

/**
 * A first OpenAPI 3.1 document from pages of the reference. It is marked as a draft and lists what the pages
 * do not say; gaps are never filled with guesses.
 */
export function draftOf(
  pages: readonly [PageOperation, ...PageOperation[]],
  { faults }: DraftOptions,
): Draft {
  const unknown: Unknowns = [];
  const operations = groupsOf(pages, unknown);
  const credentials = credentialsOf(pages, unknown);
  const making: DraftContext = {
    faults,
    schemas: new Map(),
    credentials: new Set(credentials.map(({ scheme }) => scheme.name.toLowerCase())),
    ids: new Set(),
    unknown,
  };
  const paths = new Map<string, Record<string, Json>>();
  for (const group of operations) {
    const item = paths.get(group.path) ?? {};
    item[group.method.toLowerCase()] = operationOf(group, making);
    paths.set(group.path, item);
  }
  unknown.push(...alwaysUnknown);
  const [{ title }] = pages;
  const document: JsonObject = {
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
      schemas: Object.fromEntries(making.schemas),
    },
  };
  return { document, unknown };
}

/** What pages of this kind never say. */
const alwaysUnknown = [
  'info.version, servers, license: no page states them',
  'x-resource-parameter: which path parameter names the resource of the operation',
  'which other codes may answer a faulty request: 404 is assumed for an unknown value in the path, 400 for an invalid body (x-unknown-values, x-invalid and their tolerates)',
  'x-requirements, requirement ids and ambiguities: state them, then cite them',
  'strings that must not be empty, numbers that must be positive, enumerations: examples do not show them',
];

/** All pages about one method and path. */
interface Group {
  readonly method: string;
  readonly path: string;
  readonly pages: readonly [PageOperation, ...PageOperation[]];
}

function groupsOf(pages: readonly PageOperation[], unknown: Unknowns): Group[] {
  const groups = new Map<string, Group>();
  for (const page of pages) {
    const { method, path } = page;
    const key = `${method} ${path}`;
    const known = groups.get(key);
    groups.set(key, { method, path, pages: known ? [...known.pages, page] : [page] });
  }
  for (const [key, group] of groups)
    if (group.pages.length > 1)
      unknown.push(
        `${key} is described by ${group.pages.length} pages, combined here: what belongs together`,
      );
  return [...groups.values()].filter(({ method, path }) => {
    const known = documented.has(method.toLowerCase());
    if (!known) unknown.push(`${method} ${path} is left out: OpenAPI has no operation with this method`);
    return known;
  });
}

const documented = new Set(['get', 'head', 'put', 'post', 'delete', 'patch', 'options', 'trace']);

function operationOf({ method, path, pages }: Group, making: DraftContext): Json {
  const [page] = pages;
  const id = freeName(camelCase(page.title) || method.toLowerCase(), making.ids);
  const requests = pages.flatMap((one) => one.requests);
  const body = requestBodyOf(id, requests, pages, making);
  return {
    operationId: id,
    summary: page.title,
    'x-citation': pages.map((one) => `${one.title} (${formatLocation(one.place)})`).join('; '),
    parameters: parametersOf(path, pages, making),
    ...(body && { requestBody: body }),
    responses: responsesOf(id, pages, making),
  };
}
