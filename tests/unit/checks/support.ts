import { invariants } from '../../../contracts/invariants/index.ts';
import type { JudgedCase } from '../../../src/checks/check.ts';
import { checksWith } from '../../../src/checks/index.ts';
import type { Finding } from '../../../src/model/result.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import { ownApi } from '../../support/apis.ts';
import { type Answer, answered, brief, judgedCase } from '../../support/exchanges.ts';

let operation: Operation;

/** Loads the document that ships, once for a test file. */
export async function loadOperation(): Promise<void> {
  ({ operation } = await ownApi());
}

/** What one check, or all of them, finds in an answer that the case expects. */
export function findings(
  answer: Answer,
  check: string | undefined = undefined,
  judged: Partial<JudgedCase> = {},
): readonly Finding[] {
  const item = judgedCase(answer.status ?? 202, judged);
  return checksWith(invariants)
    .filter(({ id }) => check === undefined || check === id)
    .flatMap((each) => each.run(answered(answer), operation, item));
}

/** The same in one line each: severity, requirement, location. */
export const briefs = (...args: Parameters<typeof findings>): string[] => findings(...args).map(brief);
