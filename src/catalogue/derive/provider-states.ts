import type { CaseDefinition } from '../case.ts';
import { expectedAnswer, type Rule } from './rule.ts';

/** `x-provider-states` of each response: a valid request that only the state causes to be answered so. */
export const providerStates: Rule = {
  id: 'provider-states',
  derive(operation) {
    const credentialStatus = operation.credential?.invalid.status ?? 401;
    const ofRanges = [...(operation.otherResponses?.values() ?? [])].flatMap(({ states }) =>
      states.flatMap((state) =>
        state.status === undefined ? [] : [{ status: state.status, states: [state] }],
      ),
    );
    return [...operation.responses.values(), ...ofRanges].flatMap(({ status, states }) =>
      states.map(
        (state): CaseDefinition => ({
          slug: state.slug,
          title: state.title,
          subject: `a request in the state "${state.name}"`,
          state: { name: state.name, params: state.params },
          ...(state.uses && { uses: state.uses }),
          ...(state.notThrottled && { notThrottled: true }),
          // A state for the status of a bad credential makes the credential unusable.
          ...(status === credentialStatus && { request: { credential: 'expired' } }),
          ...expectedAnswer(state, status),
        }),
      ),
    );
  },
};
