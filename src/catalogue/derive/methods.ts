import type { CaseDefinition } from '../case.ts';
import { expectedAnswer, type Rule } from './rule.ts';

/**
 * OPTIONS is left out because servers answer it for every path (CORS, RFC 9110 §9.3.7), TRACE because servers
 * reject it before the application (§9.3.8), CONNECT because it is for proxies (§9.3.6).
 */
const candidates = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const withoutBody = new Set(['GET', 'HEAD', 'DELETE']);

/** Methods that the path does not document, and an unrecognised one. */
export const methods: Rule = {
  id: 'methods',
  // What a path does not support is refused before anything else is looked at (RFC 9110 section 15.5.6).
  withoutBase: true,
  derive(operation) {
    const documented = new Set(operation.pathMethods);
    // A server that supports GET supports HEAD (RFC 9110 §9.1).
    if (documented.has('GET')) documented.add('HEAD');
    const undocumented = candidates
      .filter((method) => !documented.has(method))
      .map(
        (method): CaseDefinition => ({
          slug: `method-${method.toLowerCase()}`,
          title: `The method ${method} is not allowed`,
          subject: 'a method that the path does not document',
          request: { method, ...(withoutBody.has(method) && { body: null, contentType: null }) },
          ...expectedAnswer(operation.undocumentedMethods, 405),
        }),
      );
    const unrecognised: CaseDefinition = {
      slug: 'method-unrecognised',
      title: 'An unrecognised method is not implemented',
      subject: 'an unrecognised method',
      request: { method: 'FROBNICATE' },
      // RFC 9110 section 9.1.
      strength: 'should',
      ...expectedAnswer(operation.unrecognisedMethod, 501),
    };
    return [...undocumented, unrecognised];
  },
};
