import type { Check } from './check.ts';

/** The answer to HEAD has no content (RFC 9110 §9.3.2). */
export const headBody: Check = {
  id: 'head_body_absence',
  run({ request, response }) {
    if (request.method !== 'HEAD' || response.body.length === 0) return [];
    return [
      {
        check: this.id,
        severity: 'deviation',
        location: 'body',
        expected: 'no body',
        actual: `${response.body.length} bytes`,
        message: 'The answer to HEAD has a body.',
      },
    ];
  },
};
