import { responseFor } from '../../openapi/responses.ts';
import { successStatus } from '../base-request.ts';
import type { CaseDefinition } from '../case.ts';
import { type Rule, slugOf } from './rule.ts';

/** Every named request example is accepted in its provider state; without examples, the valid request is. */
export const acceptedExamples: Rule = {
  id: 'accepted-examples',
  derive(operation, base) {
    const status = successStatus(operation);
    if (status === undefined) return [];
    const plain: CaseDefinition = {
      slug: 'valid-request',
      title: `A valid ${operation.method} request succeeds`,
      subject: 'a valid request',
      status,
      requirements: operation.requirements,
    };
    // Where states lead to the success, the document has cases of its own for it.
    if (base.examples.length === 0) return responseFor(operation, status)?.states.length ? [] : [plain];
    return base.examples.map(({ example, request }) => ({
      slug: slugOf(example.name),
      title: `The documented request "${example.summary}" is accepted`,
      subject: 'a documented request',
      status,
      requirements: [...example.requirements, ...operation.requirements],
      ...(example.state && { state: example.state }),
      request,
    }));
  },
};
