import type { Case } from '../catalogue/case.ts';
import type { CaseOutcome } from '../evaluation/case-outcome.ts';
import type { Exchange, Failure } from '../model/exchange.ts';
import type { Finding } from '../model/result.ts';
import type { Loss, RunContext } from './context.ts';
import { type Acquired, type LiveSetUp, noState } from './live-set-up.ts';
import { isLoss, isUnsent, type Losing, timeOf } from './loss.ts';
import type { Phase } from './plan.ts';
import type { EarlierAttempt } from './postponed.ts';

/** What an exchange means that ended without an answer. */
export type Meaning =
  /** What it says of its case. */
  | { readonly kind: 'judged' }
  /** Nothing: an event may be the cause that was none of its doing. */
  | { readonly kind: 'errored'; readonly reason: string }
  | { readonly kind: 'again'; readonly note: Finding; readonly lost: EarlierAttempt['lost'] };

/**
 * Whether a lost connection is evidence against the target: not if the target went away at that time, for whatever
 * reason (decision 0050).
 * @param again whether the case was sent once more already, because it had lost its connection before
 */
export async function meaningOf(
  context: RunContext,
  exchange: Exchange,
  { phase, again }: { readonly phase: Phase; readonly again: boolean },
): Promise<Meaning> {
  const { failure } = exchange;
  if (!failure || !isLoss(context, exchange)) return judged;
  // A target that has never answered has not changed.
  if (!isUnsent(failure) && !context.gate.hasAnswered) return judged;
  const presence = await context.watch.ask(context);
  if (presence === 'gone') return { kind: 'errored', reason: wentAway(failure) };
  if (again && failure.code === 'timeout') context.hangs.alone += 1;
  if (again || (presence === 'there' && !isUnsent(failure))) return judged;
  if (phase === 'shared-change') return { kind: 'errored', reason: notRepeated(failure) };
  const note = lossNote(failure, 'The target went away, and was back later');
  return { kind: 'again', note, lost: lostBy(failure) };
}

const judged: Meaning = { kind: 'judged' };

const wentAway = ({ message }: Failure): string =>
  `The target went away while this was sent, and did not come back: ${message}. Whether the request was the cause is not known. Start the target, and run again.`;

const notRepeated = ({ message }: Failure): string =>
  `The target went away while this was sent, and was back later: ${message}. What it did with the request is not known, so it was not sent again. Run again.`;

/** So many requests that hang alone, too, show that the target lets requests hang. Each takes its whole time limit. */
const mostHangs = 3;

/** Why a case that hung beside others is not sent again. */
export const hangsEnough = ({ hangs }: RunContext, lost: EarlierAttempt['lost']): string | undefined =>
  lost !== 'hung' || hangs.alone < mostHangs
    ? undefined
    : `It got no complete answer while others got none either. ${mostHangs} of these were sent again alone, and got none again, so the rest was not sent again.`;

/** Whether the target went away after the state had been set up: it may have forgotten what it was given. */
export const isStale = ({ watch }: RunContext, { state, askedAt, irreplaceable }: LiveSetUp): boolean =>
  state !== noState.state && !irreplaceable && watch.wasAwaySince(askedAt);

/**
 * Another set-up, if the target went away since this one was asked for, or while it was made: the target may answer for
 * the driver. Undefined where there is no reason for one.
 */
export async function setUpAnew(
  context: RunContext,
  item: Case,
  acquired: Acquired,
): Promise<Acquired | undefined> {
  const { gate, watch, setUps, signal } = context;
  if (acquired.kind === 'ready')
    return isStale(context, acquired.setUp) ? setUps.renew(item, acquired.setUp) : undefined;
  if (acquired.answer.outcome !== 'failed' || signal.aborted || !gate.hasAnswered) return undefined;
  return (await watch.ask(context, acquired)) === 'back' ? setUps.retry(item, acquired) : undefined;
}

/**
 * What a case has behind it that is not believed, because other requests lost their connections while it was in flight:
 * that may be one event, and no answer to any of them. Undefined where there is no doubt of that kind.
 */
export function lostTogether(
  { gate, losses }: Losing,
  caseId: string,
  { verdict, exchanges }: Pick<CaseOutcome, 'verdict' | 'exchanges'>,
): EarlierAttempt | undefined {
  const last = exchanges.at(-1);
  if (verdict !== 'deviates' || !last?.failure || !gate.hasAnswered) return undefined;
  const { from, to } = timeOf(last);
  const isOwn = (loss: Loss) => loss.caseId === caseId;
  const isTogether = (other: Loss) => !isOwn(other) && other.from <= to && from <= other.to;
  if (!losses.some((loss) => isOwn(loss) && loss.from === from) || !losses.some(isTogether)) return undefined;
  const lost = lostBy(last.failure);
  return { exchanges, findings: [lossNote(last.failure, together[lost])], lost };
}

export const staleNote: Finding = {
  check: 'lost_connection',
  severity: 'note',
  message:
    'The target went away after the state had been set up. It was set up again, and this was sent again.',
};

const lostBy = ({ code }: Failure) => (code === 'timeout' ? 'hung' : 'closed');

const together = {
  hung: 'No other request was answered either',
  closed: 'Other connections were lost at the same time',
};

const lossNote = ({ message }: Failure, why: string): Finding => ({
  check: 'lost_connection',
  severity: 'note',
  message: `${why}: ${message}. Sent again with nothing else in flight.`,
});
