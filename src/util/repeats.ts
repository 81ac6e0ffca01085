/** In place of a value that is an earlier one again: its number, as objects and lists begin in the text. */
const repeat = '$repeat';

/**
 * The JSON value with each object and list written once, for `withRepeats`. Documents that were assembled say the same in
 * many places.
 */
export function withoutRepeats(value: unknown): unknown {
  const numbers = new Map<string, number>();
  const once = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    const text = JSON.stringify(part);
    const number = numbers.get(text);
    if (number !== undefined) return { [repeat]: number };
    numbers.set(text, numbers.size);
    if (Array.isArray(part)) return part.map(once);
    return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, once(member)]));
  };
  return once(value);
}

/**
 * Changes a value that `withoutRepeats` has made into the first one again. What is equal is one object then, so that what is
 * found out about it can be remembered.
 */
export function restoreRepeats(value: unknown): void {
  const begun: unknown[] = [];
  const whole = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    if (repeat in part && typeof part[repeat] === 'number') return begun[part[repeat]];
    begun.push(part);
    for (const [name, member] of Object.entries(part)) {
      const restored = whole(member);
      if (restored !== member) Reflect.set(part, name, restored);
    }
    return part;
  };
  whole(value);
}
