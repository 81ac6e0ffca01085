import type { CredentialUse } from '../case.ts';
import { expectedAnswer, type Rule } from './rule.ts';

const faults: readonly (readonly [slug: string, title: string, credential: CredentialUse])[] = [
  ['credential-missing', 'A request without a credential is refused', 'absent'],
  ['credential-empty', 'A request with an empty credential is refused', { literal: '' }],
  [
    'credential-unknown',
    'A request with an unknown credential is refused',
    { literal: '00000000-0000-4000-8000-000000000000' },
  ],
  ['credential-malformed', 'A request with a malformed credential (one letter) is refused', { literal: 'x' }],
];

/** The header of the credential in each faulty form that needs no provider state. */
export const credentialFaults: Rule = {
  id: 'credential-faults',
  derive({ credential }) {
    if (!credential) return [];
    return faults.map(([slug, title, use]) => ({
      slug,
      title,
      request: { credential: use },
      ...expectedAnswer(credential.invalid, 401),
    }));
  },
};
