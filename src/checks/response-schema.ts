import { bodyFindings } from './body-findings.ts';
import { bodyValidator, type Check, documentedResponse, isBodyChecked } from './check.ts';

/** The body fits the schema of the received status. Fault bodies have their own check. */
export const responseSchema: Check = {
  id: 'response_schema_conformance',
  run(exchange, operation, judged) {
    const documented = documentedResponse(exchange, operation);
    if (!documented || documented.fault !== undefined || !isBodyChecked(exchange, judged)) return [];
    const validate = bodyValidator(exchange, documented);
    return validate ? bodyFindings(this.id, exchange, validate, () => undefined) : [];
  },
};
