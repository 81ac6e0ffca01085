import { introduction } from '../app/introduction.ts';
import type { Case } from '../catalogue/case.ts';
import { exclusions } from '../catalogue/gaps.ts';
import { burstWindowS } from '../runner/burst.ts';
import type { RunOptions } from '../runner/options.ts';
import { type Plan, plannedCases } from '../runner/plan.ts';
import { consents } from '../runner/unsent.ts';
import { isSuccess } from '../util/status-class.ts';
import { table } from '../util/table.ts';
import { count, line } from '../util/text.ts';

/** A plan as text: what a run would send, in order, and what it would cost the target. */
export function planText(plan: Plan, options: RunOptions): string {
  const { url, builtIn } = options.target;
  const sent = plannedCases(plan);
  const rowOf = (item: Case, number: string, sending: string) => {
    const state = stateOf(item, options);
    return [number, item.request.method, item.id, item.risk, state, sending];
  };
  const rows = [
    ...sent.map(({ item }, index) => rowOf(item, String(index + 1), consentNeeded(item, options))),
    ...plan.unsent.map(({ item, testableBy = options.hints.states }) =>
      rowOf(item, '–', `no, needs ${testableBy}`),
    ),
  ];
  return [
    `Plan for ${builtIn ? 'the built-in reference implementation' : url}; nothing is sent.\n`,
    introduction(plan, options),
    ...exclusions(options.catalogue).map((text) => `${line(text, 2000)}\n`),
    '\n',
    table([['#', 'METHOD', 'CASE', 'RISK', 'PROVIDER STATE', 'SENT'], ...rows]),
    '\n',
    preflightText(plan, options),
    readsText(plan),
    timeText(sent.length, options),
    ...limitTexts(plan, options),
    plan.unsent.length > 0 ? `${count(plan.unsent.length, 'case')} not sent.\n` : '',
    costText(plan, options),
    burstText(plan, options),
    'Throttled requests, and one unexpected 503 each, are sent again. A resource that was changed by mistake is set up again.\n',
  ].join('');
}

function preflightText({ preflight }: Plan, options: RunOptions): string {
  if (preflight.length === 0) return '';
  const off = options.preflight?.offOption;
  return `First of all, to try the given values: ${preflight.map((url) => `GET ${url}`).join(' and ')}; its list, too, where that does not have it (${off} leaves this out).\n`;
}

function readsText({ reads }: Plan): string {
  return reads.length === 0
    ? ''
    : `Before all that, and again before every request that the same instance may accept: ${reads.map((url) => `GET ${url}`).join(' and ')}.\n`;
}

function timeText(requests: number, { pace }: RunOptions): string {
  const { concurrency, spacingMs, timeoutMs, maxTimeS } = pace;
  const rounds = Math.ceil(requests / concurrency);
  const paceS = Math.ceil((requests * spacingMs) / 1000);
  return [
    `${count(requests, 'request')}, ${concurrency} at once: ${count(rounds, 'time')} the target's answer time`,
    spacingMs > 0 ? `, and at least ${duration(paceS)} at the pace of --rate` : '',
    `; at most ${timeoutMs / 1000} s an answer and ${maxTimeS} s in all.\n`,
  ].join('');
}

/** What the reference states as a limit: a target that keeps to it makes the run take that long. */
function limitTexts(plan: Plan, { catalogue, report }: RunOptions): string[] {
  const sent = plannedCases(plan);
  return [...catalogue.operations.values()].flatMap(({ id, rateLimit }) => {
    const requests = sent.filter(({ item }) => item.operationId === id).length;
    if (!rateLimit || requests === 0) return [];
    const { requests: most, perSeconds, requirement } = rateLimit;
    const { statement = '', excluded } = report.requirements[requirement] ?? {};
    const said = [statement, excluded].filter(Boolean).join(' ');
    const atLeast = duration(Math.floor((requests - 1) / most) * perSeconds);
    return `If the target lets ${most} requests of ${id} in every ${perSeconds} s: at least ${atLeast}. ${requirement}: ${said}\n`;
  });
}

const duration = (seconds: number): string =>
  seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;

/** A set-up creates one resource at most, and so does an accepted request. */
function costText(plan: Plan, { states: { driver } }: RunOptions): string {
  const sent = plannedCases(plan);
  const accepted = sent.filter(({ item: { expect, tolerates } }) =>
    [expect, ...tolerates.map(({ status }) => status)].some(isSuccess),
  ).length;
  const setUps = driver.readOnly ? 0 : new Set(sent.map((planned) => planned.setUpKey)).size;
  const causes = [
    ...(setUps > 0 ? [`${count(setUps, 'set-up')} of provider states by the driver "${driver.name}"`] : []),
    ...(accepted > 0 ? [`${count(accepted, 'request')} that may be accepted`] : []),
  ];
  if (causes.length === 0) return 'No resource is created unless the target deviates.\n';
  return `${count(setUps + accepted, 'resource')} created at most: by ${causes.join(' and ')}.\n`;
}

function burstText({ bursts }: Plan, { pace: { burst, concurrency } }: RunOptions): string {
  return bursts
    .map(
      ({ item, repeated }) =>
        `Last, if no provider state exercises ${item.id}: up to ${burst} requests of ${repeated.id}, ${concurrency} at once, for at most ${burstWindowS} s.\n`,
    )
    .join('');
}

function stateOf({ states }: Case, { states: { scopeOf } }: RunOptions): string {
  return states
    .map(({ name, params }) => {
      const alone = scopeOf(name) === 'service' ? ', nothing else in flight' : '';
      return `${name} ${Object.values(params).join(' ')}${alone}`;
    })
    .join('');
}

function consentNeeded({ risk }: Case, { consent, target }: RunOptions): string {
  if (target.builtIn || consents(consent, risk)) return 'yes';
  return risk === 'create' ? 'only in an isolated account' : 'only to an isolated resource';
}
