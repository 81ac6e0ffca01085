import { requestFromExample, successStatus } from '../base-request.ts';
import { type Rule, slugOf } from './rule.ts';

/** Every named request example is accepted in its provider state. */
export const acceptedExamples: Rule = {
  id: 'accepted-examples',
  derive(operation) {
    const status = successStatus(operation);
    if (status === undefined) return [];
    return (operation.body?.examples ?? []).map((example) => ({
      slug: slugOf(example.name),
      title: `The documented request "${example.summary}" is accepted`,
      subject: 'a documented request',
      status,
      requirements: [...example.requirements, ...operation.requirements],
      ...(example.state && { state: example.state }),
      request: requestFromExample(operation, example).request,
    }));
  },
};
