import type { CaseDefinition } from '../case.ts';
import { expectedAnswer, type Rule } from './rule.ts';

/** Each response's `x-provider-states`: a valid request, answered so because of the state alone. */
export const providerStates: Rule = {
  id: 'provider-states',
  derive(operation) {
    const credentialStatus = operation.credential?.invalid.status ?? 401;
    return [...operation.responses.values()].flatMap(({ status, states }) =>
      states.map(
        (state): CaseDefinition => ({
          slug: state.slug,
          title: state.title,
          state: { name: state.name, params: state.params },
          ...(state.uses && { uses: state.uses }),
          // A state that brings the credential's own status about makes the credential unusable.
          ...(status === credentialStatus && { request: { credential: 'expired' } }),
          ...expectedAnswer(state, status),
        }),
      ),
    );
  },
};
