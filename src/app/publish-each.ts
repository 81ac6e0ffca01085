import { SuiteError } from '../model/errors.ts';

/** Something published under the name of a consumer. */
interface OfConsumer {
  readonly consumer: string;
}

/**
 * Publishes one after the other, and returns the consumers in a line. What the broker does not accept of one keeps no
 * other from being published.
 * @param publish returns why it was not published; empty when it was
 * @throws SuiteError of kind `report` when the broker did not accept all
 */
export async function publishEach<T extends OfConsumer>(
  all: readonly T[],
  what: string,
  publish: (one: T) => Promise<string>,
): Promise<string> {
  const accepted: string[] = [];
  const refused: string[] = [];
  for (const one of all) {
    const complaint = await publish(one);
    if (complaint === '') accepted.push(one.consumer);
    else refused.push(`${what} for ${one.consumer}: ${complaint}`);
  }
  if (refused.length === 0) return accepted.join(', ');
  const others = accepted.length === 0 ? '' : `\nPublished only for ${accepted.join(', ')}.`;
  throw new SuiteError('report', refused.join('\n') + others);
}
