import { isSameHeader } from '../../util/headers.ts';
import { isPlainObject } from '../../util/plain-object.ts';
import type { Example, PageOperation } from '../rst/operation.ts';
import { applyToRequest, applyToResponse } from './apply-table-rows.ts';
import type { JsonObject, Unknowns } from './draft-context.ts';
import { widened, withFreeMaps, withoutFormats } from './free-maps.ts';
import { inferSchema, type Sample } from './infer-schema.ts';
import { applyLengths } from './lengths.ts';
import { withListedMembers } from './listed-members.ts';
import { optionalByExample } from './optional-by-example.ts';

/** The JSON media type of an example; `application/json` if it shows none. */
export const mediaTypeOf = ({ headers }: Example): string => {
  const field = headers.find(({ name }) => isSameHeader(name, 'Content-Type'))?.value ?? '';
  const [essence = ''] = field.split(';');
  return /^[\w.+-]+\/([\w.+-]+\+)?json$/.test(essence.trim()) ? essence.trim() : 'application/json';
};

interface BodyContext {
  /** What messages call the body. */
  readonly place: string;
  readonly unknown: Unknowns;
}

const samplesOf = (examples: readonly Example[]): Sample[] =>
  examples.flatMap(({ body }): Sample[] =>
    body ? [{ value: body.value, elided: (pointer) => body.elided.has(pointer) }] : [],
  );

/**
 * The schema of a request body.
 * @param siblings all pages of the same method and path: what one of them shows is valid there
 */
export function requestSchema(
  page: PageOperation,
  siblings: readonly PageOperation[],
  context: BodyContext,
): JsonObject {
  const { schema, unknown } = inferSchema(samplesOf(page.requests));
  for (const what of unknown) context.unknown.push(`${context.place}, ${what}`);
  const names = namesOfOperation(page, siblings);
  const all = inferSchema(samplesOf(siblings.flatMap(({ requests }) => requests)));
  const rows = page.parameters.filter(({ kind }) => kind === 'body');
  if (!rows.some(({ required }) => required !== undefined))
    context.unknown.push(
      `${context.place}: which members are required; the page says so of none, so none is`,
    );
  const free = withFreeMaps(withoutFormats(widened(schema, all.schema)), rows, context);
  const applied = applyToRequest(
    withListedMembers(free, rows, { ...context, wider: all.schema }),
    rows,
    context,
  );
  const limited = applyLengths(applied, page.lengths, context);
  const required = [...new Set([...names, ...(Array.isArray(limited.required) ? limited.required : [])])];
  const whole = required.length === 0 ? limited : { ...limited, required };
  return optionalByExample(whole, page, siblings, context);
}

/** The outermost members by which a request names its operation: every example has them, and those of another page do not. */
function namesOfOperation(page: PageOperation, siblings: readonly PageOperation[]): string[] {
  const own = outermostOf(page);
  const others = siblings.filter((one) => one !== page).flatMap(outermostOf);
  const [first, ...rest] = own;
  return [...(first ?? [])].filter(
    (name) => rest.every((one) => one.has(name)) && others.some((one) => !one.has(name)),
  );
}

const outermostOf = ({ requests }: PageOperation): ReadonlySet<string>[] =>
  requests.flatMap(({ body }) => (isPlainObject(body?.value) ? [new Set(Object.keys(body.value))] : []));

/** The schema of the bodies of answers. */
export function responseSchema(
  page: PageOperation,
  examples: readonly Example[],
  isSuccess: boolean,
  context: BodyContext,
): JsonObject {
  const samples = samplesOf(examples);
  const { schema, unknown } = inferSchema(samples);
  if (samples.length === 1)
    context.unknown.push(
      `${context.place}: which members are required; assumed for all members of the only example, unless a table says otherwise`,
    );
  for (const what of unknown) context.unknown.push(`${context.place}, ${what}`);
  const rows = page.parameters.filter(({ kind }) => isSuccess && kind === 'response-body');
  const free = withFreeMaps(schema, rows, context);
  const listed = withListedMembers(free, rows, { ...context, wider: free });
  return applyToResponse(listed, rows, context);
}
