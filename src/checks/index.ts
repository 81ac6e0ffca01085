import type { Check } from './check.ts';
import { contentType } from './content-type.ts';
import { fault } from './fault.ts';
import { headBody } from './head-body.ts';
import { type Invariant, invariantsCheck } from './invariants.ts';
import { responseHeaders } from './response-headers.ts';
import { responseSchema } from './response-schema.ts';
import { stackTraceDisclosure } from './stack-trace-disclosure.ts';
import { statusCode } from './status-code.ts';
import { tokenDisclosure } from './token-disclosure.ts';

/** All checks, in the order in which findings are reported. */
export function checksWith(invariants: readonly Invariant[]): readonly Check[] {
  return [
    statusCode,
    contentType,
    responseSchema,
    fault,
    responseHeaders,
    headBody,
    invariantsCheck(invariants),
    tokenDisclosure,
    stackTraceDisclosure,
  ];
}
