import { SuiteError } from '../model/errors.ts';
import type { CaseFacts } from '../model/result.ts';
import type { UnusableOperation } from '../openapi/document.ts';
import { matchesGlob } from './glob.ts';
import { caseMeant } from './meant.ts';

/**
 * The ids of the cases that match `only` and not `skip`; undefined if neither is given. A pattern is a
 * status, or an id in which `*` matches anything and `?` one character.
 * @param unusable operations without cases that `skip` may name
 * @throws SuiteError of kind `usage` for a pattern that matches no case, or if no case is left.
 */
export function selectCases(
  cases: readonly Pick<CaseFacts, 'id' | 'status'>[],
  only: readonly string[],
  skip: readonly string[],
  unusable: readonly UnusableOperation[] = [],
): ReadonlySet<string> | undefined {
  if (only.length === 0 && skip.length === 0) return undefined;
  const ids = new Set(cases.map(({ id }) => id));
  const matching = (option: string, pattern: string) => {
    // Scripts name many cases, one by one.
    if (!/[*?]/.test(pattern) && ids.has(pattern)) return [pattern];
    const found = cases.filter((item) => matchesPattern(item, pattern));
    if (found.length > 0) return found.map(({ id }) => id);
    const operation = unusable.find((one) => matchesOperation(one, pattern));
    if (operation && option === '--skip') return [];
    if (operation) throw new SuiteError('configuration', unusableText(operation));
    throw new SuiteError(
      'usage',
      `${option} ${JSON.stringify(pattern)} matches no case; \`list\` shows all cases.${caseMeant(pattern, cases)}`,
    );
  };
  const wanted =
    only.length === 0 ? cases.map(({ id }) => id) : only.flatMap((pattern) => matching('--only', pattern));
  const unwanted = new Set(skip.flatMap((pattern) => matching('--skip', pattern)));
  const selected = new Set(wanted.filter((id) => !unwanted.has(id)));
  if (selected.size === 0) throw new SuiteError('usage', '--skip removes every case that --only selects.');
  return selected;
}

/** Which operation cannot be used, and why. */
export const unusableText = ({ id, method, path, why }: UnusableOperation): string =>
  `The operation ${id} (${method} ${path}) cannot be used: ${why}.`;

/** Whether a pattern of ids matches every case that an operation could have. */
export const matchesOperation = ({ id }: Pick<UnusableOperation, 'id'>, pattern: string): boolean =>
  matchesGlob(`${id}/200/any`, pattern) && matchesGlob(`${id}/500/other`, pattern);

/** Whether a pattern matches a case. */
export function matchesPattern({ id, status }: Pick<CaseFacts, 'id' | 'status'>, pattern: string): boolean {
  if (/^\d{3}$/.test(pattern)) return status === Number(pattern);
  return matchesGlob(id, pattern);
}
