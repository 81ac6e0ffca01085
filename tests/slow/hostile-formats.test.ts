import { readFile } from 'node:fs/promises';
import { type ReportFormat, reporters } from '../../src/reporters/index.ts';
import { hostile } from '../proof/hostile/rows.ts';
import { closedAfterEach } from '../support/closing.ts';
import { acting } from '../support/hostile-output.ts';
import { serveRaw } from '../support/raw.ts';
import { inNewDirectory, own, suite } from '../support/run-deepest.ts';
import { validity } from '../unit/reporters/validity-of-format.ts';

/** What `tests/proof/hostile.test.ts` tries one by one, in one run and in every format. */

const opened = closedAfterEach();
/** How far it is, from 10 seconds on: many requests wait for their whole time limit. */
const progress = /^\d+ of \d+ cases, .*\n/gm;

const formats = Object.keys(reporters) as ReportFormat[];

test('a target that answers each request in another of these ways: every format is valid and safe', async () => {
  const counts = { cases: 0, beside: 0 };
  const target = opened(
    await serveRaw((socket, request) => {
      // What is read beside the cases is counted by itself.
      const kind = /^[A-Z]+ \S+\/action/.test(request) ? 'cases' : 'beside';
      hostile[counts[kind] % hostile.length]?.answer(socket);
      counts[kind] += 1;
    }),
  );
  await inNewDirectory(async (file) => {
    const { code, out, err } = await suite([
      ...['--target', target.url, ...own.args, '--consent', 'change'],
      ...['--concurrency', '1', '--timeout', '300', '--max-wait', '0'],
      ...formats.flatMap((format) => ['--report', `${format}=${file(format)}`]),
    ]);
    expect({ code, err: err.replace(progress, '') }).toEqual({ code: 1, err: '' });
    expect(counts.cases).toBeGreaterThanOrEqual(hostile.length);
    expect(acting.exec(out)).toBeNull();
    for (const format of formats) {
      const text = await readFile(file(format), 'utf8');
      expect([format, await validity[format](text)]).toEqual([format, []]);
      expect([format, acting.exec(text)]).toEqual([format, null]);
      expect([format, text.length < 3_000_000]).toEqual([format, true]);
    }
  });
});
