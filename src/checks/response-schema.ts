import { bodyFindings } from './body-findings.ts';
import { type Check, documentedResponse, isBodyChecked } from './check.ts';

/** The body fits the schema of the received status. Fault bodies have their own check. */
export const responseSchema: Check = {
  id: 'response_schema_conformance',
  run(exchange, operation, judged) {
    const documented = documentedResponse(exchange, operation);
    if (!documented?.validate || documented.fault !== undefined || !isBodyChecked(exchange, judged))
      return [];
    return bodyFindings(this.id, exchange, documented.validate, () => undefined);
  },
};
