import { isSuccess } from '../catalogue/base.ts';
import type { Case } from '../catalogue/case.ts';
import { burstsOf, burstWindowS } from '../runner/burst.ts';
import { forecast } from '../runner/forecast.ts';
import { readsOf } from '../runner/observe.ts';
import type { RunOptions } from '../runner/run.ts';
import { consents } from '../runner/run-case.ts';
import { counted, table } from '../util/table.ts';

type Planned = Omit<RunOptions, 'onProgress'>;

/** What a run would send, in order, and what it would cost. */
export async function planText(options: Planned): Promise<string> {
  const { target, builtIn } = options;
  const { sent, unsent } = await forecast(options);
  const rowOf = (item: Case, number: string, last: string) => {
    const state = stateOf(item, options);
    return [number, item.request.method, item.id, item.risk, state, last];
  };
  const rows = [
    ...sent.map((item, index) => rowOf(item, String(index + 1), consentNeeded(item, options))),
    ...[...unsent].map(([item, lacks]) => rowOf(item, '–', `no, for lack of ${lacks}`)),
  ];
  return [
    `Plan for ${builtIn ? 'the built-in reference implementation' : target}; nothing is sent.\n\n`,
    table([['#', 'METHOD', 'CASE', 'RISK', 'PROVIDER STATE', 'SENT'], ...rows]),
    '\n',
    readsText(options),
    timeText(sent, options),
    unsent.size > 0 ? `${counted(unsent.size, 'case')} not sent.\n` : '',
    costText(sent, options),
    burstText(options),
    'Throttled requests and one unexpected 503 each are sent again; an instance that was changed by mistake is asked for anew.\n',
  ].join('');
}

function readsText(options: Planned): string {
  const reads = readsOf(options).map((url) => `GET ${url}`);
  return reads.length === 0
    ? ''
    : `Before all that, and again before anything that may be accepted by the same instance: ${reads.join(' and ')}.\n`;
}

function timeText(sent: readonly Case[], options: Planned): string {
  const { concurrency, spacingMs, timeoutMs, maxTimeS } = options;
  const rounds = Math.ceil(sent.length / concurrency);
  const paceS = Math.ceil((sent.length * spacingMs) / 1000);
  return [
    `${counted(sent.length, 'request')}, ${concurrency} at once: ${counted(rounds, 'time')} the target's answer time`,
    spacingMs > 0 ? `, and at least ${paceS} s at the pace of --rate` : '',
    `; at most ${timeoutMs / 1000} s an answer and ${maxTimeS} s in all.\n`,
  ].join('');
}

/** A set-up makes one instance at most, and so does an upgrade that is accepted. */
function costText(sent: readonly Case[], options: Planned): string {
  const { driver } = options;
  const accepted = sent.filter(({ expect, tolerates }) =>
    [expect, ...tolerates.map(({ status }) => status)].some(isSuccess),
  ).length;
  const setUps = driver.readOnly ? 0 : setUpsOf(sent, options);
  const causes = [
    ...(setUps > 0 ? [`${counted(setUps, 'set-up')} of provider states by the driver "${driver.name}"`] : []),
    ...(accepted > 0 ? [`${counted(accepted, 'request')} that may be accepted`] : []),
  ];
  if (causes.length === 0) return 'No instance is created unless the target deviates.\n';
  return `${counted(setUps + accepted, 'instance')} created at most: by ${causes.join(' and ')}.\n`;
}

function burstText({ burst, catalogue, concurrency }: Planned): string {
  if (burst === 0) return '';
  return burstsOf(catalogue)
    .map(
      ({ item, repeated }) =>
        `Last, if no provider state brings ${item.id} about: up to ${burst} requests of ${repeated.id}, ${concurrency} at once, for at most ${burstWindowS} s.\n`,
    )
    .join('');
}

function stateOf({ states }: Case, { scopeOf }: Planned): string {
  return states
    .map(({ name, params }) => {
      const alone = scopeOf(name) === 'service' ? ', nothing else in flight' : '';
      return `${name} ${Object.values(params).join(' ')}${alone}`;
    })
    .join('');
}

function consentNeeded({ risk }: Case, { consent, builtIn }: Planned): string {
  return builtIn || consents(consent, risk) ? 'yes' : 'only to an instance of its own';
}

function setUpsOf(cases: readonly Case[], { fresh }: Planned): number {
  return new Set(
    cases.map(({ id, risk, states }) => (fresh || risk === 'change' ? id : JSON.stringify(states))),
  ).size;
}
