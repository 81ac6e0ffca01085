/**
 * A cheap first search for secrets. A run may have a hundred of them, and a search for every form of each in every
 * text of a report would take longer than the run. The filter has false positives, and no false negatives.
 */

/** Escape sequences of one character, as `secretPattern` spells them, apart from JSON's short escapes. */
const escapes = /%([0-9a-f]{2})|\\u([0-9a-f]{4})|&#x0{0,6}([0-9a-f]{1,6});|&#0{0,6}(\d{1,7});/gi;

/** A value whose own characters may look like escapes, or be written as several bytes, is never filtered. */
const unfilterable = /[%&\\<>"']|[^\x21-\x7e]/;

/** Length of the longest escape sequence. One that ends within a secret hides no more of its beginning than this. */
const longestEscape = 16;

/** A value that the text may hold: its index, and whether it can only stand there unencoded. */
export interface PossibleSecret {
  readonly index: number;
  readonly plainOnly: boolean;
}

export type SecretFilter = (text: string) => readonly PossibleSecret[];

interface Probe {
  /** The end of the value: a sequence that begins before the secret may swallow its beginning, never its end. */
  readonly tail: string;
  /** Parts of its base64 forms that no encoding changes. */
  readonly runs: readonly string[];
}

export function createSecretFilter(values: readonly string[]): SecretFilter {
  const probes = values.map(probeOf);
  const shortest = Math.min(...values.map((value) => value.length));
  const runs = probes.flatMap((probe) => probe?.runs ?? []);
  const stretch = new RegExp(`[A-Za-z0-9]{${Math.min(...runs.map((run) => run.length), 1024)}}`);
  return (text) => {
    if (text.length < shortest) return [];
    const mayBeBase64 = stretch.test(text);
    const escaped = /[%\\&+]/.test(text);
    const plain = escaped ? unescaped(text) : text;
    return probes.flatMap((probe, index): PossibleSecret[] => {
      if (!probe || (mayBeBase64 && probe.runs.some((run) => text.includes(run))))
        return [{ index, plainOnly: false }];
      return plain.includes(probe.tail) ? [{ index, plainOnly: !escaped }] : [];
    });
  };
}

function probeOf(value: string): Probe | undefined {
  if (unfilterable.test(value)) return undefined;
  const runs = [0, 1, 2].map((before) => longestRun(base64Core(value, before)));
  if (runs.some((run) => run.length < 4)) return undefined;
  return { tail: spaced(value).slice(-Math.max(4, value.length - longestEscape)), runs };
}

/** The base64 characters that do not depend on the bytes around the value. */
function base64Core(value: string, before: number): string {
  const bytes = Buffer.from(value);
  const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  return encoded.slice(Math.ceil((8 * before) / 6), Math.floor((8 * (before + bytes.length)) / 6));
}

/** Letters and digits look the same in base64url and in URLs. */
function longestRun(core: string): string {
  return core.split(/[^A-Za-z0-9]+/).reduce((best, run) => (run.length > best.length ? run : best), '');
}

/** The text with every escape undone once, so that an escaped secret stands there plain. */
function unescaped(text: string): string {
  const undone = text.replace(escapes, (_, percent, json, hex, decimal) => {
    const code = decimal === undefined ? Number.parseInt(percent ?? json ?? hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\uffff';
  });
  return spaced(undone.replaceAll('\\', ''));
}

/** In form encoding `+` means a space, so the two are treated alike. */
const spaced = (text: string): string => text.replaceAll('+', ' ');
