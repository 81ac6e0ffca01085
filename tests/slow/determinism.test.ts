import { correctAnswer } from '../support/answers.ts';
import { closedAfterEach } from '../support/closing.ts';
import { serveReference, takingAnyMediaType, type Wrap } from '../support/reference-target.ts';
import { own, report, verdictsOf } from '../support/run-deepest.ts';
import { type Handler, serve } from '../support/server.ts';
import { serveStates, statesOf } from '../support/states.ts';

const opened = closedAfterEach();

/** What may differ between two runs with the same options: times, ids, ports, and the digests of bodies with them. */
const varying: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID'],
  [/127\.0\.0\.1:\d+/g, 'HOST'],
  [/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/g, 'TIME'],
  [/[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT/g, 'DATE'],
  [/"durationMs": [\d.]+/g, '"durationMs": 0'],
  [/"sha256": "[0-9a-f]{64}"/g, '"sha256": "DIGEST"'],
  [/clouddb-suite-\w+/g, 'DIRECTORY'],
  [/^\s*"concurrency": \d+,?\n/gm, ''],
];

const normalised = (json: string): string =>
  varying.reduce((text, [pattern, name]) => text.replaceAll(pattern, name), json);

const concurrency = (count: number) => ['--concurrency', String(count)];

async function overHttp(options: readonly string[], wrap?: Wrap) {
  const target = opened(await serveReference(wrap));
  const states = opened(await serveStates(statesOf(target.reference)));
  return report(['--target', target.url, ...own.args, '--states', states.url, ...options]);
}

async function constant(handler: Handler, options: readonly string[]) {
  const target = opened(await serve(handler));
  const states = opened(await serveStates());
  return report(['--target', target.url, ...own.args, '--states', states.url, ...options]);
}

describe('two runs give the same JSON report', () => {
  test.each([
    ['the built-in target', (options: readonly string[]) => report(options)],
    ['the reference over HTTP', (options: readonly string[]) => overHttp(options)],
    [
      'a target that refuses all',
      (options: readonly string[]) => constant((request) => correctAnswer(422, request), options),
    ],
  ])('%s, whatever the concurrency', async (_name, run) => {
    const first = normalised((await run(concurrency(8))).json);
    expect(normalised((await run(concurrency(8))).json)).toBe(first);
    expect(normalised((await run(concurrency(1))).json)).toBe(first);
  });
});

test('a deviant gets the same verdicts, whatever the concurrency and the sharing of set-ups', async () => {
  const expected = verdictsOf((await overHttp(concurrency(8), takingAnyMediaType)).result);
  for (const options of [concurrency(1), concurrency(32), ['--fresh']]) {
    expect(verdictsOf((await overHttp(options, takingAnyMediaType)).result)).toEqual(expected);
  }
});
