import zlib from 'node:zlib';
import { rootMessage } from '../model/errors.ts';
import type { Blamed, HeaderList } from '../model/exchange.ts';
import { errorCode } from '../util/error-code.ts';
import { headerValues } from '../util/headers.ts';

interface Decoded {
  readonly bytes: Uint8Array;
  /** How much of the input was needed. */
  readonly consumed: number;
}

type Decode = (input: Uint8Array, options: { maxOutputLength: number }) => Promise<Decoded>;

/** What zlib calls back with when it is asked for its engine, too. */
type Called = (error: Error | null, result: Buffer | { buffer: Buffer; engine: zlib.Zlib }) => void;
type Inflate = (
  input: zlib.InputType,
  options: zlib.ZlibOptions & zlib.BrotliOptions,
  called: Called,
) => void;

const decoding =
  (inflate: Inflate): Decode =>
  (input, options) =>
    new Promise((resolve, reject) =>
      inflate(input, { ...options, info: true }, (error, result) => {
        if (error) reject(error);
        else if (!('engine' in result)) reject(new Error('Node gave no engine.'));
        else resolve({ bytes: result.buffer, consumed: result.engine.bytesWritten });
      }),
    );

/** RFC 1952 section 2.2: several members may follow one another. */
const gunzip = decoding(zlib.gunzip);
const inflate = decoding(zlib.inflate);
const inflateRaw = decoding(zlib.inflateRaw);
const brotli = decoding(zlib.brotliDecompress);

/** RFC 9110 section 8.4.1.2: some send `deflate` without its zlib wrapper, whose first byte ends in 8. */
const deflate: Decode = (input, options) =>
  ((input[0] ?? 0) & 0x0f) === 8 ? inflate(input, options) : inflateRaw(input, options);

/** The codings the suite can undo. RFC 9110 section 8.4.1.3: `x-gzip` is `gzip`. */
const decoders: ReadonlyMap<string, Decode> = new Map([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', deflate],
  ['br', brotli],
]);

/** No lawful answer stacks more; without a limit one header could keep the suite decoding for minutes. */
const maxCodings = 8;

/** A body after its content codings were undone, or as it came with the reason why they were not. */
export interface DecodedBody {
  readonly body: Uint8Array;
  readonly incomplete?: Blamed;
}

/** Undoes `Content-Encoding`, last coding first (RFC 9110 section 8.4), yielding at most `maxBytes`. */
export async function undoContentEncoding(
  headers: HeaderList,
  body: Uint8Array,
  maxBytes: number,
): Promise<DecodedBody> {
  const codings = headerValues(headers, 'Content-Encoding')
    .flatMap((value) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length === 0 || body.length === 0) return { body };
  if (codings.length > maxCodings) {
    return limited(body, `the body has ${codings.length} content encodings; the suite undoes no more`);
  }

  let decoded = body;
  for (const coding of codings.toReversed()) {
    const decode = decoders.get(coding);
    // Without Accept-Encoding in the request any coding is lawful (RFC 9110 section 12.5.3).
    if (!decode) return limited(body, `the suite cannot undo the content encoding "${coding}"`);
    try {
      const { bytes, consumed } = await decode(decoded, { maxOutputLength: maxBytes });
      const more = decoded.length - consumed;
      if (more > 0) return { body, incomplete: { blame: 'target', message: trailing(coding, more) } };
      decoded = bytes;
    } catch (error) {
      return { body, incomplete: whyNot(coding, error, maxBytes) };
    }
  }
  return { body: decoded };
}

/** What follows the end of the coded data is part of no body, and Node passes it over. */
const trailing = (coding: string, bytes: number): string =>
  `the body is not valid "${coding}": ${bytes} bytes follow its end`;

/** A limit of the suite. */
const limited = (body: Uint8Array, message: string): DecodedBody => ({
  body,
  incomplete: { blame: 'suite', message },
});

function whyNot(coding: string, error: unknown, maxBytes: number): Blamed {
  if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') {
    const message = `the body is longer than ${maxBytes} bytes once its content encoding is undone; the suite reads no further`;
    return { blame: 'suite', message };
  }
  return { blame: 'target', message: `the body is not valid "${coding}": ${rootMessage(error)}` };
}
