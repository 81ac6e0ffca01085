import type { CaseOutcome } from '../evaluation/case-outcome.ts';
import type { Exchange } from '../model/exchange.ts';
import type { Finding } from '../model/result.ts';
import type { RunContext } from './context.ts';
import type { EarlierAttempt } from './postponed.ts';

/**
 * What a case has behind it that is not believed, because a state reached further than was known before its driver
 * answered, and the case may have felt it. Undefined where there is no doubt of that kind.
 */
export function interfered(
  { wideScopeSetUps }: Pick<RunContext, 'wideScopeSetUps'>,
  { verdict, exchanges }: CaseOutcome,
): EarlierAttempt | undefined {
  if (verdict !== 'deviates' && verdict !== 'inconclusive') return undefined;
  const last = exchanges.at(-1);
  if (!last) return undefined;
  const from = Date.parse(last.startedAt);
  const to = from + last.durationMs;
  // The state is felt from somewhere within its set-up until somewhere within its teardown.
  const felt = [...wideScopeSetUps].find(
    ({ askedAt, goneAt = Number.POSITIVE_INFINITY }) => askedAt <= to && from <= goneAt,
  );
  if (!felt) return undefined;
  const note: Finding = {
    check: 'interference',
    severity: 'note',
    message: `${answered(last)} while "${felt.state.name}" reached beyond its own resource; sent again with nothing else in flight.`,
  };
  // What checks say of it does not count either.
  return { exchanges, findings: [note] };
}

const answered = ({ response }: Exchange): string =>
  response ? `Answered ${response.status}` : 'Did not answer';
