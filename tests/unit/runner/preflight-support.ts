import type { Case } from '../../../src/catalogue/case.ts';
import { SuiteError } from '../../../src/model/errors.ts';
import { preflight } from '../../../src/runner/preflight.ts';
import type { PreflightOptions } from '../../../src/runner/preflight-options.ts';
import type { Answer } from '../../support/exchanges.ts';
import { askedFor, loan, loans } from '../../support/loans.ts';
import { caseOf, type FlatOptions, operationOf, own, runOf, type Wire } from '../../support/runs.ts';

/** A run whose own values are tried, and what is made of the answers. */

const tried: PreflightOptions = {
  resources: [loans],
  waitS: 60,
  waitOption: '--wait',
  offOption: '--no-preflight',
  inputs: { loan: '--loan', token: '--token', accountId: '--account' },
};

const invalid = { status: 401, requirements: [], tolerates: [] };
const place = { in: 'header', name: 'X-Card', form: 'plain' } as const;
const operation = operationOf({ credential: { place, others: {}, invalid } });

export interface Given {
  readonly wire?: Wire;
  readonly cases?: readonly Case[];
  readonly options?: Partial<FlatOptions>;
  readonly tried?: Partial<PreflightOptions>;
  readonly renewed?: string;
  readonly stop?: AbortController;
}

export function running({
  wire = () => loan(),
  cases = [caseOf()],
  options,
  renewed,
  stop,
  ...given
}: Given) {
  const catalogue = { operations: new Map([[operation.id, operation]]), cases };
  const run = runOf({
    wire,
    options: { catalogue, ...options },
    ...(renewed !== undefined && { renewal: { credential: renewed } }),
    ...(stop && { stop }),
  });
  const context = {
    ...run.context,
    options: { ...run.context.options, preflight: { ...tried, ...given.tried } },
  };
  return { context, asked: () => run.sent.map(askedFor), sent: run.sent };
}

/** What preflight makes of the answers: what it read, or why it ended the run. */
export async function outcomeOf(given: Given) {
  const { context, ...rest } = running(given);
  const { cases } = context.options.catalogue;
  const planned = cases.map((item) => ({ item, phase: 'together', setUpKey: 'k' }) as const);
  const batches = [{ phase: 'together', cases: planned } as const];
  const plan = { batches, unsent: [], preflight: [], reads: [], bursts: [], credentials: new Set<string>() };
  const ended = await preflight(context, plan).catch((error: unknown) => {
    if (error instanceof SuiteError) return error;
    throw error;
  });
  const failed = ended instanceof SuiteError ? ended : undefined;
  const answers = ended instanceof SuiteError ? [] : ended;
  const own = context.ownCredential.state;
  return {
    ...{
      answers,
      failed: failed && [failed.kind, failed.message],
      own,
      asked: rest.asked(),
      sent: rest.sent,
    },
    verdicts: answers.map(({ what, status, verdict }) => `${what}: ${status} ${verdict}`),
  };
}

export const ends = (kind: string, message: string) => ({ answers: [], failed: [kind, message] });
export const url = 'http://target.example/loans';
export const noPreflight = 'or leave this check out (--no-preflight).';

export const withoutLoan = { values: { token: own.token } };
export const notAList: Answer = { status: 200, body: { books: [] } };
