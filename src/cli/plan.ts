import type { Case } from '../catalogue/case.ts';
import { burstsOf, burstWindowS } from '../runner/burst.ts';
import { orderOf } from '../runner/order.ts';
import type { RunOptions } from '../runner/run.ts';
import { counted, table } from './table.ts';

type Planned = Omit<RunOptions, 'onProgress'>;

/** What a run would send, in order, and what it would cost. */
export function planText(options: Planned): string {
  const { catalogue, selected, concurrency, spacingMs, timeoutMs, maxTimeS, driver, target, builtIn } =
    options;
  const cases = catalogue.cases.filter(({ id }) => selected?.has(id) ?? true);
  const { together, exclusive } = orderOf(cases, options.scopeOf);
  const rows = [...together.flat(), ...exclusive].map((item, index) => [
    String(index + 1),
    item.request.method,
    item.id,
    item.risk,
    exclusive.includes(item) ? `${stateOf(item)}, nothing else in flight` : stateOf(item),
    consentNeeded(item, options),
  ]);
  const rounds = Math.ceil(cases.length / concurrency);
  const paceS = Math.ceil((cases.length * spacingMs) / 1000);
  return [
    `Plan for ${builtIn ? 'the built-in reference implementation' : target}; nothing is sent.\n\n`,
    table([['#', 'METHOD', 'CASE', 'RISK', 'PROVIDER STATE', 'SENT'], ...rows]),
    '\n',
    `${counted(cases.length, 'request')}, ${concurrency} at once: ${counted(rounds, 'time')} the target's answer time`,
    spacingMs > 0 ? `, and at least ${paceS} s at the pace of --rate` : '',
    `; at most ${timeoutMs / 1000} s an answer and ${maxTimeS} s in all.\n`,
    `${counted(setUpsOf(cases, options), 'set-up')} of provider states by the driver "${driver.name}".\n`,
    burstText(options),
    'Throttled requests and one unexpected 503 each are sent again; an instance that was changed by mistake is asked for anew.\n',
  ].join('');
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

function stateOf({ states }: Case): string {
  return states.map(({ name, params }) => `${name} ${Object.values(params).join(' ')}`).join('');
}

function consentNeeded({ risk }: Case, { consent, builtIn }: Planned): string {
  const allowed =
    builtIn || risk === 'none' || consent === 'upgrade' || (risk === 'if-deviant' && consent === 'reject');
  return allowed ? 'yes' : 'only to an instance of its own';
}

function setUpsOf(cases: readonly Case[], { fresh }: Planned): number {
  return new Set(
    cases.map(({ id, risk, states }) => (fresh || risk === 'change' ? id : JSON.stringify(states))),
  ).size;
}
