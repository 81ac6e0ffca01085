import type { Operation } from '../openapi/operations.ts';

/** The operation, with a note why it has no cases, if it has none. */
export function withNoteOnCases(operation: Operation, hasCases: boolean): Operation {
  if (hasCases) return operation;
  const { responses, otherResponses } = operation;
  const all = [...responses, ...(otherResponses ?? [])];
  const codes = all.filter(([, { excluded }]) => excluded === undefined).map(([code]) => code);
  const why =
    all.length > 0 && codes.length === 0
      ? 'the document excludes each of its codes'
      : operation.responses.size === 0 && codes.every((code) => code === 'default')
        ? 'the document has no code for it, and default does not say which requests are answered so'
        : `no case can be derived about ${codes.join(', ')} from what the document says, and it names no state for them`;
  return { ...operation, notes: [...(operation.notes ?? []), `It has no cases: ${why}.`] };
}
