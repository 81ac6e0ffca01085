import { pointerTo } from '../../../util/json-pointer.ts';
import { isPlainObject } from '../../../util/plain-object.ts';
import { isStandardHeader } from '../../rst/http-message.ts';
import { jsonTypeOf } from '../../rst/json-type.ts';
import type { PageOperation } from '../../rst/operation.ts';
import type { ParameterKind, ParameterRow } from '../../rst/table-rows.ts';
import { type DocumentContent, type DocumentOperation, schemaPointer } from '../document.ts';
import { type DriftFinding, driftFinding, noteFinding, type PageComparison, quoted } from '../finding.ts';

/** A parameter, or a property of a body, in the document. */
interface Known {
  readonly name: string;
  readonly pointer: string;
  readonly types: readonly unknown[];
  /** True if the table of the page must have it. */
  readonly expected: boolean;
  readonly required?: boolean;
}

const nouns: Readonly<Record<ParameterKind, string>> = {
  path: 'path parameter',
  query: 'query parameter',
  header: 'header parameter',
  body: 'property of the request body',
  'response-body': 'property of the answer',
};

/** Whether a row is about the property with this name; pages may omit the path to a property. */
const isNamed = (row: ParameterRow, name: string): boolean =>
  row.kind === 'header'
    ? name.toLowerCase() === row.name.toLowerCase()
    : name === row.name || name.endsWith(`.${row.name}`);

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
      return [
        ...own.flatMap((row) => onPage(row, known, operation)),
        ...onlyInDocument(kind, own, known, pages),
      ];
    });
  },
};

function onPage(row: ParameterRow, known: readonly Known[], { pointer }: DocumentOperation): DriftFinding[] {
  const found = known.find(({ name }) => isNamed(row, name));
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
  return [...typeFindings(row, found), ...requiredFindings(row, found)];
}

function onlyInDocument(
  kind: ParameterKind,
  rows: readonly ParameterRow[],
  known: readonly Known[],
  [page]: readonly [PageOperation, ...PageOperation[]],
): DriftFinding[] {
  const place = rows[0]?.place ?? page.place;
  return known
    .filter(({ name, expected }) => expected && !rows.some((row) => isNamed(row, name)))
    .map(({ name, pointer }) =>
      driftFinding(
        'parameter-not-on-page',
        place,
        pointer,
        `The page has no ${nouns[kind]} ${quoted(name)}.`,
      ),
    );
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
    .map(({ name, pointer, schema, required }) => ({
      name,
      pointer,
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
  return content.schema ? below(content.schema, schemaPointer(content), '', new Set()) : [];
}

/** All properties at any depth; those without properties of their own are expected on the page. */
function below(schema: unknown, pointer: string, above: string, open: ReadonlySet<unknown>): Known[] {
  if (!isPlainObject(schema) || open.has(schema)) return [];
  const inside = new Set([...open, schema]);
  const required = Array.isArray(schema.required) ? schema.required : [];
  const own = Object.entries(isPlainObject(schema.properties) ? schema.properties : {}).flatMap(
    ([name, property]) => {
      const path = above === '' ? name : `${above}.${name}`;
      const at = pointerTo(pointer, 'properties', name);
      const deeper = below(property, at, path, inside);
      const types = isPlainObject(property) ? typesOf(property) : [];
      return [
        { name: path, pointer: at, types, expected: deeper.length === 0, required: required.includes(name) },
        ...deeper,
      ];
    },
  );
  const parts = Array.isArray(schema.allOf) ? schema.allOf : [];
  return [
    ...own,
    ...parts.flatMap((part, index) => below(part, pointerTo(pointer, 'allOf', String(index)), above, inside)),
    ...below(schema.items, pointerTo(pointer, 'items'), above, inside),
  ];
}

const typesOf = (schema: Readonly<Record<string, unknown>>): readonly unknown[] =>
  schema.type === undefined ? [] : [schema.type].flat();
