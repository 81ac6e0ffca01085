import type { Exchange } from '../model/exchange.ts';
import { line } from '../util/text.ts';

/** Statuses that say that a path names nothing (RFC 9110 sections 15.5.5 and 15.5.11). */
export const absentStatuses: readonly (number | undefined)[] = [404, 410];

/** Why an answer says nothing if the path had only examples of the document: nobody said that the target has them. */
export function exampleAbsent({ response }: Exchange, examples: readonly string[]): string | undefined {
  const { status } = response ?? {};
  if (examples.length === 0 || !absentStatuses.includes(status)) return undefined;
  const names = examples.map((name) => line(name)).join(', ');
  return `Answered ${status} to the example of ${names} that the document shows, which may name nothing on this target; have a provider state give one that exists.`;
}
