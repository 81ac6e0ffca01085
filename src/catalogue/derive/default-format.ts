import type { BaseRequest } from '../base-request.ts';
import { bytesOf, type CaseDefinition } from '../case.ts';
import type { Known, Rule } from './rule.ts';

/** Requests that ask for no format in particular. Who asks for another format may get it: there is no such case. */
const forms: readonly (readonly [slug: string, where: string, accept: string | null])[] = [
  ['without-accept', 'where the request has no Accept', null],
  ['accept-anything', 'where the request accepts any format', '*/*'],
];

/** Each documented error that needs no wide state, asked for again by a caller who names no format. */
export const defaultFormat: Rule = {
  id: 'default-format',
  derive(operation, base, known) {
    const { defaultFormat: expectation } = operation;
    if (!expectation) return [];
    const errors = [...operation.responses.values()].filter(({ status }) => status >= 400);
    return errors.flatMap(({ status }) => {
      const found = representative(status, base, known);
      if (!found) return [];
      return forms.map(
        ([slug, where, accept]): CaseDefinition => ({
          // A wrong status is rather a fault of the request that is asked again: the subject is that one's.
          ...found,
          slug,
          title: `An answer with status ${status} is in JSON ${where}`,
          requirements: [...found.requirements, ...expectation.requirements],
          request: { ...found.request, accept },
        }),
      );
    });
  },
};

/**
 * One request that is answered with the status. Rather one that the layer refuses which parses bodies, as that often
 * has an error page of its own; else one for a resource that is known to be absent; else the first that needs no other
 * resource than the valid request.
 */
function representative(status: number, base: BaseRequest, { definitions, scopeOf }: Known) {
  const usable = definitions.filter(
    (definition) => definition.status === status && showsBody(definition) && isNarrow(definition, scopeOf),
  );
  return (
    usable.find(isUnreadable) ??
    usable.find(({ absentResource }) => absentResource) ??
    usable.find(({ state }) => !state || isSame(state, base.state)) ??
    usable[0]
  );
}

const showsBody = ({ request, anyBody, strength }: CaseDefinition): boolean =>
  request?.method !== 'HEAD' && anyBody === undefined && strength === undefined;

const isNarrow = ({ state }: CaseDefinition, scopeOf: Known['scopeOf']): boolean =>
  state === undefined || scopeOf(state.name) === 'instance';

function isUnreadable({ request }: CaseDefinition): boolean {
  if (!request?.body || request.contentType !== undefined) return false;
  try {
    JSON.parse(Buffer.from(bytesOf(request.body)).toString());
    return false;
  } catch {
    return true;
  }
}

const isSame = (state: NonNullable<CaseDefinition['state']>, other: BaseRequest['state']): boolean =>
  JSON.stringify([state.name, state.params]) === JSON.stringify([other?.name, other?.params]);
