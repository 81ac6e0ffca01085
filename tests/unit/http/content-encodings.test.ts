import { deflateSync, gzipSync } from 'node:zlib';
import { undoContentEncoding } from '../../../src/http/content-encoding.ts';

/** How the fields of an answer name its content encodings. */

const gzipped = (times: number): Uint8Array =>
  Array.from({ length: times }).reduce<Uint8Array>((body) => gzipSync(body), Buffer.from('text'));
const undone = async (fields: readonly string[], body: Uint8Array) => {
  const decoded = await undoContentEncoding(
    fields.map((value) => ['Content-Encoding', value] as const),
    body,
    1000,
  );
  return decoded.incomplete?.message ?? Buffer.from(decoded.body).toString();
};

test.each<[string, readonly string[], Uint8Array, string]>([
  ['nothing', [], Buffer.from('text'), 'text'],
  ['identity', ['identity'], Buffer.from('text'), 'text'],
  ['nothing between commas', [', ,'], Buffer.from('text'), 'text'],
  ['one among nothing', ['identity, ,GZip,'], gzipped(1), 'text'],
  ['one in each field', ['deflate', 'gzip'], gzipSync(deflateSync('text')), 'text'],
  ['another', ['other'], Buffer.from('x'), 'the suite cannot undo the content encoding "other"'],
])('%s', async (_name, fields, body, said) => {
  expect(await undone(fields, body)).toBe(said);
});

test('as many as the suite undoes, and one more', async () => {
  const results = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      undone(
        [
          Array(index + 1)
            .fill('gzip')
            .join(),
        ],
        gzipped(index + 1),
      ),
    ),
  );
  const most = results.filter((said) => said === 'text').length;
  expect(results[most]).toBe(`the body has ${most + 1} content encodings; the suite undoes no more`);
  expect(most).toBe(8);
});
