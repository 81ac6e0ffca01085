import { SuiteError } from '../model/errors.ts';
import type { UnusableOperation } from '../openapi/document.ts';
import { count } from '../util/text.ts';
import { matchesOperation, unusableText } from './select.ts';

/** The operations of a run that cannot be used and that no selection of cases leaves out. */
export function unusableWithin(
  unusable: readonly UnusableOperation[],
  { only, skip }: { readonly only: readonly string[]; readonly skip: readonly string[] },
): readonly UnusableOperation[] {
  return unusable.filter(
    (operation) =>
      !skip.some((pattern) => matchesOperation(operation, pattern)) &&
      (only.length === 0 || only.some((pattern) => matchesOperation(operation, pattern))),
  );
}

/**
 * A run says nothing of an operation that it cannot read, so its user leaves it out in so many words.
 * @throws SuiteError of kind `configuration` if one is left.
 */
export function refuseUnusable(operations: readonly UnusableOperation[]): void {
  const [first, ...others] = operations;
  if (!first) return;
  const more =
    others.length > 0
      ? ` The same is true of ${count(others.length, 'other operation')}; \`list\` names them.`
      : '';
  throw new SuiteError(
    'configuration',
    `${unusableText(first)} Correct the document, or leave the operation out: --skip '${first.id}/*', or --operation with those to run.${more}`,
  );
}
