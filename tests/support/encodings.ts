/** Encodings in which a target may give a text back, as programs write them. */

type Encoding = (text: string) => string;

const bytesOf = (text: string): number[] => [...Buffer.from(text)];
const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');
const each =
  (write: (character: string, next: string) => string): Encoding =>
  (text) =>
    [...text].map((character, index, all) => write(character, all[index + 1] ?? '')).join('');
const code = (character: string): number => character.codePointAt(0) ?? 0;
const isWord = (character: string): boolean => /[A-Za-z0-9]/.test(character);

/** Names of HTML for signs of ASCII. */
const names: Readonly<Record<string, string>> = {
  ...{ '!': 'excl', '"': 'quot', '#': 'num', $: 'dollar', '%': 'percnt', '&': 'amp', "'": 'apos' },
  ...{ '(': 'lpar', ')': 'rpar', '*': 'ast', '+': 'plus', ',': 'comma', '.': 'period', '/': 'sol' },
  ...{ ':': 'colon', ';': 'semi', '<': 'lt', '=': 'equals', '>': 'gt', '?': 'quest', '@': 'commat' },
  ...{ '[': 'lbrack', '\\': 'bsol', ']': 'rbrack', '^': 'Hat', _: 'lowbar', '`': 'grave' },
  ...{ '{': 'lbrace', '|': 'vert', '}': 'rbrace' },
};

/** A numeric reference; without its semicolon where the next character shows the end. */
const reference =
  (number: (character: string) => string): Encoding =>
  (text) =>
    each((character, next) => `${number(character)}${/[0-9a-fA-F;]/.test(next) ? ';' : ''}`)(text);

/** The units of a text in lines of so many. */
function lines(units: readonly string[], width: number, end: string): string {
  const starts = Array.from({ length: Math.ceil(units.length / width) }, (_, line) => line * width);
  return starts.map((start) => units.slice(start, start + width).join('')).join(end);
}

const quoted = (byte: number): string =>
  byte < 0x21 || byte > 0x7e || byte === 0x3d ? `=${hex(byte, 2).toUpperCase()}` : String.fromCharCode(byte);

export const encodings: Readonly<Record<string, Encoding>> = {
  plain: (text) => text,
  URL: encodeURIComponent,
  'URL, every byte': (text) =>
    bytesOf(text)
      .map((byte) => `%${hex(byte, 2)}`)
      .join(''),
  form: (text) => new URLSearchParams({ a: text }).toString().slice(2),
  'JavaScript’s escape': (text) =>
    [...text].map((one) => (isWord(one) ? one : `%u${hex(code(one), 4)}`)).join(''),
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  'JSON, every unit': each((one) => `\\u${hex(code(one), 4)}`),
  'HTML names': each((one) => (names[one] === undefined ? one : `&${names[one]};`)),
  'HTML numbers': reference((one) => `&#${code(one)}`),
  'HTML numbers, padded': reference((one) => `&#${'0'.repeat(50)}${code(one)}`),
  'HTML hexadecimal': reference((one) => `&#x${hex(code(one), 8)}`),
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64 in lines': (text) => lines([...Buffer.from(text).toString('base64')], 19, '\r\n'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
  'hexadecimal in capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'quoted-printable': (text) => lines(bytesOf(text).map(quoted), 23, '=\r\n'),
  '\\x': (text) =>
    bytesOf(text)
      .map((byte) => `\\x${hex(byte, 2)}`)
      .join(''),
  'octal escapes': (text) =>
    bytesOf(text)
      .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
      .join(''),
  'JSON pointer': (text) => text.replaceAll('~', '~0').replaceAll('/', '~1'),
};

/** How long what is left of two encodings may be: the padding of base64 holds nothing of a text. */
export const paddingLength = (outer: string): number => (encodings[outer]?.('\r\n==') ?? '').length + 4;
