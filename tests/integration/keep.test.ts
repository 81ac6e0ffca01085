import { closedAfterEach } from '../support/closing.ts';
import { serveReference } from '../support/reference-target.ts';
import { own, report, suite } from '../support/run-deepest.ts';

/** `--keep`: one provider state is left set up, so that a user can repeat its requests by hand. */

const opened = closedAfterEach();

const busy = 'upgradeInstance/422/busy-build';

async function target() {
  const { url, states } = opened(await serveReference());
  return { url, args: ['--target', url, ...own.args.slice(0, 4), '--states', states] };
}

test('leaves the state set up, lists it, and its curl line still gets the same answer', async () => {
  const { args } = await target();
  const { code, result, out } = await report([...args, '--only', busy, '--keep']);
  expect(code).toBe(0);
  const [left] = result.run.leftBehind;
  expect(left?.what).toBe('provider state "the instance is busy"');
  expect(left?.reason).toMatch(/^kept by --keep; it gave .*instanceId \S+/);
  expect(out).toContain('kept by --keep');
  const [exchange] = result.cases.find(({ id }) => id === busy)?.exchanges ?? [];
  const token = left?.reason.match(/token (\S+)/)?.[1];
  expect(token).toMatch(/^\$CLOUDDB_TOKEN/);
  const again = await fetch(exchange?.request.url ?? '', { method: 'GET' });
  expect(again.status).not.toBe(404);
});

test('without it, nothing is left behind', async () => {
  const { args } = await target();
  expect((await report([...args, '--only', busy])).result.run.leftBehind).toEqual([]);
});

test.each<[string, readonly string[], RegExp]>([
  ['without --only', [], /--keep needs --only/],
  [
    'with cases of several set-ups',
    ['--only', '422'],
    /--keep needs --only to select cases of one set-up, not of \d+/,
  ],
  [
    'with a state that others feel',
    ['--only', 'upgradeInstance/503/service-unavailable'],
    /affects more than the resource/,
  ],
])('%s it is refused, and nothing is sent', async (_what, options, says) => {
  const { args } = await target();
  const ended = await suite([...args, ...options, '--keep']);
  expect(ended.code).toBe(2);
  expect(ended.err).toMatch(says);
});
