import type { CredentialUse } from '../case.ts';
import { expectedAnswer, type Rule } from './rule.ts';

const [none, wrong] = ['a request without a credential', 'a request with a wrong credential'];

const faults: readonly (readonly [
  slug: string,
  title: string,
  subject: string,
  credential: CredentialUse,
])[] = [
  ['credential-missing', 'A request without a credential is refused', none, 'absent'],
  ['credential-empty', 'A request with an empty credential is refused', none, { literal: '' }],
  [
    'credential-unknown',
    'A request with an unknown credential is refused',
    wrong,
    { literal: '00000000-0000-4000-8000-000000000000' },
  ],
  [
    'credential-malformed',
    'A request with a malformed credential (one letter) is refused',
    wrong,
    { literal: 'x' },
  ],
];

/** The header of the credential in each faulty form that needs no provider state. */
export const credentialFaults: Rule = {
  id: 'credential-faults',
  derive({ credential }) {
    if (!credential) return [];
    return faults.map(([slug, title, subject, use]) => ({
      slug,
      title,
      subject,
      request: { credential: use },
      ...expectedAnswer(credential.invalid, 401),
    }));
  },
};
