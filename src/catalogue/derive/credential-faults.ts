import type { CredentialPlace } from '../../openapi/operations.ts';
import type { CredentialUse } from '../case.ts';
import { credentialText } from '../credential-place.ts';
import { expectedAnswer, type Rule } from './rule.ts';

const [none, wrong] = ['a request without a credential', 'a request with a wrong credential'];

type Fault = readonly [
  slug: string,
  title: string,
  subject: string,
  credential: (place: CredentialPlace) => CredentialUse,
];

const faults: readonly Fault[] = [
  ['credential-missing', 'A request without a credential is refused', none, () => 'absent'],
  [
    'credential-empty',
    'A request with an empty credential is refused',
    none,
    (place) => ({ literal: schemeWord(place) }),
  ],
  ['credential-unknown', 'A request with an unknown credential is refused', wrong, unknown],
  [
    'credential-malformed',
    'A request with a malformed credential (one letter) is refused',
    wrong,
    (place) => ({ literal: `${schemeWord(place)} x`.trim() }),
  ],
];

const noUuid = '00000000-0000-4000-8000-000000000000';

function unknown(place: CredentialPlace): CredentialUse {
  return { literal: credentialText(place, place.form === 'basic' ? `${noUuid}:${noUuid}` : noUuid) };
}

/** What stands before each credential. */
const schemeWord = ({ form }: CredentialPlace): string =>
  ({ plain: '', bearer: 'Bearer', basic: 'Basic' })[form];

/**
 * The credential in each faulty form that needs no provider state. There are none where a request without a credential is
 * accepted, too: nobody can say what a wrong one then means.
 */
export const credentialFaults: Rule = {
  id: 'credential-faults',
  derive({ credential }) {
    if (!credential || credential.place.optional) return [];
    return faults.map(([slug, title, subject, use]) => ({
      slug,
      title,
      subject,
      request: { credential: use(credential.place) },
      ...expectedAnswer(credential.invalid, 401),
    }));
  },
};
