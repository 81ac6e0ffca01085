import type { Case } from '../catalogue/case.ts';
import type { CaseOutcome } from '../evaluation/case-outcome.ts';
import type { Consent, Risk, Verdict } from '../model/result.ts';
import type { SetUp } from '../provider-states/driver.ts';
import type { Hints } from './options.ts';

/** Why a case is not sent: the plan says it beforehand where it can, the run when it finds out. */
export interface Unsent {
  readonly verdict: Extract<Verdict, 'not-exercised' | 'not-consented' | 'errored'>;
  readonly reason: string;
  /** What would have the case sent, in the words of the command line. */
  readonly testableBy?: string;
}

/** Whether the user allows a case of this risk on a resource that is not isolated (decision 0004). */
export const consents = (consent: Consent, risk: Risk): boolean =>
  cumulative.indexOf(consent) >= cumulative.indexOf(consentFor[risk]);

/** Each allows what those before it allow. */
const cumulative: readonly Consent[] = ['observe', 'reject', 'change', 'destroy'];

const consentFor: Readonly<Record<Risk, Consent>> = {
  none: 'observe',
  'if-deviant': 'reject',
  change: 'change',
  create: 'destroy',
  destroy: 'destroy',
};

/** What a case of the risk could do, in words. */
const could: Readonly<Record<Exclude<Risk, 'none'>, string>> = {
  'if-deviant': 'change the target',
  change: 'change the target',
  create: 'make something on the target',
  destroy: 'remove something from the target',
};

/** Why the user's consent does not cover a case on a resource that is not isolated; undefined when it does. */
export function consentMissing({ risk }: Case, consent: Consent, hints: Hints): Unsent | undefined {
  if (risk === 'none' || consents(consent, risk)) return undefined;
  return {
    verdict: 'not-consented',
    reason: `It could ${could[risk]}, which the run was not allowed to.`,
    testableBy: hints.consent[risk],
  };
}

const documentedValue = (name: string): string =>
  `a value for ${name} (an example in the document, or a provider state)`;

/** The request lacks values that neither the run nor its state gave. */
export function valuesMissing(names: readonly string[], hints: Hints): Unsent {
  return {
    verdict: 'not-exercised',
    reason: `The request needs ${names.join(', ')}.`,
    testableBy: names.map((name) => hints.values[name] ?? documentedValue(name)).join(' and '),
  };
}

/** Whether a case is sent with the run's own values, because no source sets its state up and it can do without. */
export const doesWithoutState = ({ stateOptional }: Case, { outcome }: SetUp): boolean =>
  outcome === 'not-supported' && stateOptional === true;

/** The driver did not set the state up. */
export function stateMissing(answer: Exclude<SetUp, { outcome: 'ready' }>, hints: Hints): Unsent {
  if (answer.outcome === 'failed')
    return { verdict: 'errored', reason: `Its provider state failed: ${answer.reason}.` };
  return {
    verdict: 'not-exercised',
    reason: answer.reason,
    testableBy: answer.testableBy ?? hints.states,
  };
}

/**
 * The only resource it could be sent to is needed for another case.
 * @param reservedFor id of that case; undefined where this one might be accepted and use the resource up
 */
export function resourceReserved(reservedFor: string | undefined, hints: Hints): Unsent {
  const why =
    reservedFor === undefined ? 'which this case might use up' : `which is reserved for ${reservedFor}`;
  return {
    verdict: 'not-exercised',
    reason: `It needs a separate resource; the run has only one, ${why}.`,
    testableBy: hints.states,
  };
}

/** The outcome of a case that was not sent. */
export const unsentOutcome = (unsent: Unsent): CaseOutcome => ({
  ...unsent,
  findings: [],
  exchanges: [],
  durationMs: 0,
});
