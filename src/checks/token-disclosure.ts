import { withoutScheme } from '../util/authorization.ts';
import type { Check } from './check.ts';

/** Shorter values may occur in a body by chance. */
const shortest = 8;

/** The body does not repeat the credential (CWE-200). A warning, because the reference does not require it. */
export const tokenDisclosure: Check = {
  id: 'token_disclosure',
  run({ response, values }) {
    const token = withoutScheme(values.token ?? '');
    if (token.length < shortest) return [];
    if (!Buffer.from(response.body).includes(token)) return [];
    return [
      {
        check: this.id,
        severity: 'warning',
        location: 'body',
        message: 'The body repeats the token of the request.',
      },
    ];
  },
};
