import { createRedactor } from '../../src/secrets/redaction.ts';

const jsonUnits = (text: string): string =>
  text
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
export const percent = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const decimal = (text: string): string => [...text].map((char) => `&#${char.codePointAt(0)};`).join('');
export const hexadecimal = (text: string): string =>
  [...text].map((char) => `&#x${char.codePointAt(0)?.toString(16)};`).join('');
const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Ways to write a text such that its characters stay to be seen one by one. */
export const encodings: Record<string, (text: string) => string> = {
  plain: (text) => text,
  encodeURIComponent: encodeURIComponent,
  encodeURI: encodeURI,
  form: (text) => new URLSearchParams({ a: text }).toString().slice(2),
  'every byte percent-encoded': percent,
  'in capitals': (text) => percent(text).toUpperCase(),
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  'JSON with \\/': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'JSON units': jsonUnits,
  'JSON units in capitals': (text) => jsonUnits(text).replace(/[a-f]/g, (digit) => digit.toUpperCase()),
  HTML: html,
  'HTML decimal': decimal,
  'HTML hexadecimal': hexadecimal,
  'HTML padded': (text) =>
    [...text]
      .map((char) => `&#X${char.codePointAt(0)?.toString(16).toUpperCase().padStart(6, '0')};`)
      .join(''),
};

/** A small generator, so that a failure can be repeated from its seed (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Plants secrets, made of the seed, in every form in a text, and expects that none survives redaction or a cut. */
export function expectNoSecretToSurvive(seed: number): void {
  const random = randomOf(seed);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[random(items.length)];
    if (item === undefined) throw new Error('Nothing to pick from.');
    return item;
  };
  const alphabet = [...'abcXYZ0189-_.~!*/+=:;,?&<>"\'\\%# $@é€😀'];
  const word = (length: number) => Array.from({ length }, () => pick(alphabet)).join('');
  const secrets = Array.from({ length: 1 + random(4) }, (_, index) => ({
    value: word(8 + random(30)),
    name: `S${index}`,
  }));
  const redactor = createRedactor(secrets);
  const ways = Object.values(encodings);
  const planted = secrets.flatMap(({ value }) => [
    ...ways.map((encode) => encode(value)),
    [...value].map((character) => pick(ways)(character)).join(''),
  ]);
  const base64 = secrets.flatMap(({ value }) =>
    [0, 1, 2].map((before) => Buffer.from('a'.repeat(before) + value + word(3))),
  );

  const text = planted.map((form) => `|${form}|`).join('');
  const redacted = redactor.redact(text);
  expect(redacted).toMatch(/^(?:\|\$S\d\|)*$/);
  expect(redactor.contains(redacted)).toBe(false);
  for (let limit = random(50); limit < text.length; limit += 1 + random(text.length / 20)) {
    expect(redactor.cut(text, limit).text).toMatch(/^(?:\|\$S\d\|)*(?:\|(?:\$S\d)?)?$/);
  }
  for (const bytes of base64) {
    for (const form of [bytes.toString('base64'), bytes.toString('base64url')]) {
      const left = Buffer.from(redactor.redact(form).split(/\$S\d/)[0] ?? '', 'base64').toString();
      expect(left.length).toBeLessThanOrEqual(3);
      expect(redactor.contains(redactor.redact(form))).toBe(false);
    }
  }
}
