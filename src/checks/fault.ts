import type { Validator } from '../openapi/violations.ts';
import { bodyFindings } from './body-findings.ts';
import { bodyValidator, type Check, documentedResponse, isBodyChecked } from './check.ts';

/** The body of an error is the documented fault: one member with its name, the status as code, a message. */
export const fault: Check = {
  id: 'fault_conformance',
  run(exchange, operation, judged) {
    const documented = documentedResponse(exchange, operation);
    if (documented?.fault === undefined || !isBodyChecked(exchange, judged)) return [];
    const { fault: name, status } = documented;
    const validate = bodyValidator(exchange, documented);
    if (!validate) return [];
    return bodyFindings(this.id, exchange, oneCause(validate), ({ pointer, keyword }) => {
      if (pointer === '' && keyword === 'required')
        return `A fault with status ${status} must be named "${name}".`;
      if (pointer === '' && keyword === 'additionalProperties')
        return `The body has a member beside the fault "${name}".`;
      if (pointer === `/${name}/code` && keyword === 'const')
        return `The fault's code is not the HTTP status ${status}.`;
      return undefined;
    });
  },
};

/** A fault with a wrong name lacks the right member and has another: that is one deviation, not two. */
function oneCause(validate: Validator): Validator {
  return (value) => {
    const violations = validate(value);
    const misnamed = violations.some(({ pointer, keyword }) => pointer === '' && keyword === 'required');
    if (!misnamed) return violations;
    return violations.filter(({ pointer, keyword }) => pointer !== '' || keyword !== 'additionalProperties');
  };
}
