import { isDeepStrictEqual } from 'node:util';
import { endOfString } from '../util/json-text.ts';

/** An object or array that is not closed yet; an array has no members. */
interface Open {
  readonly members: Map<string, string> | undefined;
  name: string;
  /** Where the value of the current member starts; that of an object without one is nowhere. */
  start: number;
}

/** Shared by all arrays: a text may open any number of them. */
const array: Open = { members: undefined, name: '', start: 0 };

/**
 * The name of a member that one object of a JSON text has twice, with different values. Parsers differ in
 * which one counts (RFC 8259 §4); `JSON.parse` silently takes the last. This is a loop with its own stack,
 * because the target decides how deep the text is.
 */
export function conflictingMember(text: string): string | undefined {
  const open: Open[] = [];
  let name = '""';
  for (let at = 0; at < text.length; at += 1) {
    const top = open.at(-1);
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      name = text.slice(at, end);
      at = end - 1;
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? { members: new Map(), name: '', start: 0 } : array);
    } else if (character === ':' && top) {
      top.name = JSON.parse(name);
      top.start = at + 1;
    } else if (character === ',' || character === '}' || character === ']') {
      if (top?.members && contradicts(top.members, top.name, text.slice(top.start, at))) return top.name;
      if (character !== ',') open.pop();
    }
  }
  return undefined;
}

function contradicts(members: Map<string, string>, name: string, value: string): boolean {
  const known = members.get(name);
  if (known !== undefined) return differ(known, value);
  members.set(name, value);
  return false;
}

/** Whether two JSON texts have different values; false if they are too deep to compare. */
function differ(one: string, other: string): boolean {
  try {
    return !isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
  } catch {
    // Both texts are JSON, so only their depth can have failed.
    return false;
  }
}
