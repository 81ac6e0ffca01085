import type { Json } from '../../../model/json.ts';
import type { Schema } from '../../../openapi/operations.ts';
import { target } from '../../../openapi/resolved.ts';
import { pointerTo } from '../../../util/json-pointer.ts';
import { isPlainObject } from '../../../util/plain-object.ts';
import { matchRows } from '../../match-rows.ts';
import { isStandardHeader } from '../../rst/http-message.ts';
import { jsonTypeOf } from '../../rst/json-type.ts';
import type { PageOperation } from '../../rst/operation.ts';
import type { ParameterKind, ParameterRow } from '../../rst/table-rows.ts';
import { type DocumentContent, type DocumentOperation, notOnPage, schemaPointer } from '../document.ts';
import {
  type DriftFinding,
  driftFinding,
  noteFinding,
  nowOnPage,
  type PageComparison,
  quoted,
} from '../finding.ts';

/** A parameter, or a property of a body, in the document. */
interface Known {
  readonly name: string;
  readonly pointer: string;
  readonly types: readonly unknown[];
  /** True if the table of the page must have it. */
  readonly expected: boolean;
  readonly required?: boolean;
  /** Why the page does not have it. */
  readonly notOnPage?: string;
}

const nouns: Readonly<Record<ParameterKind, string>> = {
  path: 'path parameter',
  query: 'query parameter',
  header: 'header parameter',
  body: 'property of the request body',
  'response-body': 'property of the answer',
};

/** Every parameter in the tables of the page, its type, and whether it is required, on both sides. */
export const parameters: PageComparison = {
  id: 'parameters',
  run({ operation, pages }) {
    const rows = pages.flatMap((page) => page.parameters);
    return (['path', 'query', 'header', 'body', 'response-body'] as const).flatMap((kind) => {
      const own = rows.filter((row) => row.kind === kind);
      // Only path and query parameters are always in a table; a page may show bodies only in examples.
      if (own.length === 0 && kind !== 'path' && kind !== 'query') return [];
      const known = knownOf(kind, operation, pages);
      const named = namedBy(own, known);
      return [
        ...own.flatMap((row) => onPage(row, named.get(row), operation)),
        ...onlyInDocument(kind, own, known, new Set(named.values()), pages),
      ];
    });
  },
};

/** The parameter that each row is about. Tables leave out the path to a member of a body. */
function namedBy(rows: readonly ParameterRow[], known: readonly Known[]): ReadonlyMap<ParameterRow, Known> {
  const isHeader = rows.some(({ kind }) => kind === 'header');
  const letters = (name: string) => (isHeader ? name.toLowerCase() : name);
  const members = known.map(({ name }) => ({ path: letters(name).split('.') }));
  const cased = rows.map((row) => ({ ...row, name: letters(row.name) }));
  const matched = matchRows(cased, members);
  const found = new Map<ParameterRow, Known>();
  for (const [index, row] of rows.entries()) {
    const own = cased[index];
    const path = [...matched.rows].find(
      ([, one]) => one.name === own?.name && one.within === own.within,
    )?.[0];
    const parameter = known.find(({ name }) => letters(name) === path);
    if (parameter) found.set(row, parameter);
  }
  return found;
}

function onPage(row: ParameterRow, found: Known | undefined, { pointer }: DocumentOperation): DriftFinding[] {
  const noun = nouns[row.kind];
  // A document describes these elsewhere: OpenAPI ignores header parameters with such names.
  if (!found && row.kind === 'header' && isStandardHeader(row.name)) return [];
  if (!found)
    return [
      driftFinding(
        'parameter-not-in-document',
        row.place,
        pointer,
        `The document has no ${noun} ${quoted(row.name)}.`,
      ),
    ];
  const { pointer: at, notOnPage: reason } = found;
  if (reason !== undefined) return [nowOnPage(row.place, at, `the ${noun} ${quoted(row.name)}`, reason)];
  return [...typeFindings(row, found), ...requiredFindings(row, found)];
}

function onlyInDocument(
  kind: ParameterKind,
  rows: readonly ParameterRow[],
  known: readonly Known[],
  named: ReadonlySet<Known>,
  pages: readonly [PageOperation, ...PageOperation[]],
): DriftFinding[] {
  const place = rows[0]?.place ?? pages[0].place;
  // A table may list only what is special; an example shows the rest.
  const shown = new Set(pages.flatMap((page) => shownIn(kind, page)));
  return known
    .filter((one) => one.expected && one.notOnPage === undefined && !named.has(one) && !shown.has(one.name))
    .map(({ name, pointer }) =>
      driftFinding(
        'parameter-not-on-page',
        place,
        pointer,
        `The page has no ${nouns[kind]} ${quoted(name)}.`,
      ),
    );
}

/** The members of the bodies of examples, as `Known` names them. */
function shownIn(kind: ParameterKind, { requests, responses }: PageOperation): string[] {
  const examples = kind === 'body' ? requests : kind === 'response-body' ? responses : [];
  return examples.flatMap(({ body }) => (body ? namesIn(body.value, '') : []));
}

function namesIn(value: Json, above: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => namesIn(item, above));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = above === '' ? name : `${above}.${name}`;
    return [path, ...namesIn(inner, path)];
  });
}

function typeFindings({ place, name, type }: ParameterRow, { pointer, types }: Known): DriftFinding[] {
  if (type === '' || types.length === 0) return [];
  const named = jsonTypeOf(type);
  if (named === undefined)
    return [
      noteFinding(
        'type-unknown',
        place,
        pointer,
        `The type ${quoted(type)} of ${quoted(name)} on the page is unknown.`,
      ),
    ];
  // Every integer is a number.
  if (types.includes(named) || (named === 'integer' && types.includes('number'))) return [];
  const message = `The page gives ${quoted(name)} the type ${quoted(type)}, the document ${types.join(' or ')}.`;
  return [driftFinding('parameter-type', place, pointer, message)];
}

function requiredFindings(row: ParameterRow, { pointer, required }: Known): DriftFinding[] {
  if (row.required === undefined || required === undefined || row.required === required) return [];
  const [page, document] = row.required ? ['required', 'optional'] : ['optional', 'required'];
  const message = `The page says that ${quoted(row.name)} is ${page}, the document that it is ${document}.`;
  return [driftFinding('parameter-required', row.place, pointer, message)];
}

function knownOf(
  kind: ParameterKind,
  operation: DocumentOperation,
  pages: readonly PageOperation[],
): readonly Known[] {
  const { parameters: all, body, responses } = operation;
  if (kind === 'body') return body ? propertiesOf(body) : [];
  if (kind === 'response-body') {
    const success = responses.find(({ code }) => code >= 200 && code < 300);
    return success ? propertiesOf(success) : [];
  }
  const own = all
    .filter((parameter) => parameter.in === kind)
    .map(({ name, pointer, schema, required, notOnPage: reason }) => ({
      name,
      pointer,
      ...(reason !== undefined && { notOnPage: reason }),
      types: typesOf(schema),
      // A parameter in the path of the page needs no row.
      expected: kind !== 'path' || !pages.some(({ path }) => path.includes(`{${name}}`)),
      required,
    }));
  // Pages may list the credential with the other header fields, or describe it on another page.
  const credentials = kind === 'header' ? operation.credentials : [];
  return [...own, ...credentials.map((one) => ({ ...one, types: ['string'], expected: false }))];
}

function propertiesOf(content: DocumentContent): Known[] {
  const { schema } = content;
  return schema ? below(schema, schemaPointer(content), '', { root: schema, open: new Set() }) : [];
}

interface Walk {
  /** Holds what schemas refer to. */
  readonly root: Schema;
  /** The schemas around this one. */
  readonly open: ReadonlySet<unknown>;
}

/** All properties at any depth; those without properties of their own are expected on the page. */
function below(part: unknown, pointer: string, above: string, { root, open }: Walk): Known[] {
  const schema = isPlainObject(part) ? target(part, root) : undefined;
  if (!schema || open.has(schema)) return [];
  const walk = { root, open: new Set([...open, schema]) };
  const required = Array.isArray(schema.required) ? schema.required : [];
  const own = Object.entries(isPlainObject(schema.properties) ? schema.properties : {}).flatMap(
    ([name, property]) => {
      const path = above === '' ? name : `${above}.${name}`;
      const at = pointerTo(pointer, 'properties', name);
      const deeper = below(property, at, path, walk);
      const types = isPlainObject(property) ? typesOf(target(property, root)) : [];
      return [
        {
          name: path,
          pointer: at,
          types,
          expected: deeper.length === 0,
          required: required.includes(name),
          ...notOnPage(property),
        },
        ...deeper,
      ];
    },
  );
  const parts = Array.isArray(schema.allOf) ? schema.allOf : [];
  return [
    ...own,
    ...parts.flatMap((inner, index) => below(inner, pointerTo(pointer, 'allOf', String(index)), above, walk)),
    ...below(schema.items, pointerTo(pointer, 'items'), above, walk),
  ];
}

const typesOf = (schema: Readonly<Record<string, unknown>>): readonly unknown[] =>
  schema.type === undefined ? [] : [schema.type].flat();
