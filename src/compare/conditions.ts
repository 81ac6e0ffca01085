import type { Json } from '../model/json.ts';
import type { RunResult } from '../model/result.ts';
import { abbreviate, count } from '../util/text.ts';

/** Options about output: they change no case. */
export const outputOptions: ReadonlySet<string> = new Set([
  'shard',
  'report',
  'writeWaivers',
  'noColor',
  'brief',
  'quiet',
  'config',
  'noConfig',
]);

export const isSame = (one: Json | undefined, other: Json | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** In what two runs differ that can change results without the target: driver, consent and options, in words. */
export function differingConditions(before: RunResult, after: RunResult): string[] {
  const [one, other] = [before.run.options, after.run.options];
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (key) => !outputOptions.has(key) && !saidOtherwise.has(key),
  );
  const [scope, otherScope] = [scopeName(before), scopeName(after)];
  return [
    ...(before.run.driver === after.run.driver
      ? []
      : [`driver ${abbreviate(before.run.driver, 100)} and ${abbreviate(after.run.driver, 100)}`]),
    ...(before.run.consent === after.run.consent
      ? []
      : [`consent ${before.run.consent} and ${after.run.consent}`]),
    ...(scope === otherScope ? [] : [`scope ${abbreviate(scope, 200)} and ${abbreviate(otherScope, 200)}`]),
    ...keys
      .filter((key) => !isSame(one[key], other[key]))
      .map((key) => `option ${abbreviate(key, 60)} ${shown(one[key])} and ${shown(other[key])}`),
  ];
}

/** The driver, the consent and the scope of the run say more than the options that gave them. */
const saidOtherwise: ReadonlySet<string> = new Set(['consent', 'states', 'operation']);

/** Which operations a run was about. The same ones may be named by ids or by a tag. */
export const scopeName = ({ run: { scope }, operations }: RunResult): string =>
  scope
    ? `${operations.length} of ${count(scope.of, 'operation')} (${operations.map(({ operationId }) => operationId).join(', ')})`
    : 'all operations';

const shown = (value: Json | undefined): string =>
  value === undefined ? '(not given)' : abbreviate(JSON.stringify(value), 60);
