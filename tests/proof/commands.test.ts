import { processes } from '../../src/reference/index.ts';
import { documentedStatuses } from '../support/answers.ts';
import { suite } from '../support/run-deepest.ts';

describe('list', () => {
  test('has a line for each case', async () => {
    const { code, out, err } = await suite(['list']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const status of documentedStatuses) expect(out).toContain(`upgradeInstance/${status}/`);
    expect(out).toMatch(/\n\d+ cases about 12 documented codes\b.*\n$/);
  });

  test('--json says everything of each', async () => {
    const { code, out } = await suite(['list', '--json']);
    const cases: { id: string; request: unknown; risk: string }[] = JSON.parse(out);
    expect(code).toBe(0);
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    for (const item of cases) {
      expect(item).toMatchObject({ request: { method: expect.any(String) }, risk: expect.any(String) });
    }
  });

  test('follows the selection and the datastore', async () => {
    const { out } = await suite(['list', '--json', '--only', '401']);
    expect(JSON.parse(out).every(({ status }: { status: number }) => status === 401)).toBe(true);
    const { out: other } = await suite(['list', '--json', '--datastore', 'mariadb:10.1', '--only', '415']);
    expect(other).toContain('"version": "10.1"');
  });
});

describe('explain', () => {
  test.each([
    ['a case', 'upgradeInstance/202/mysql-5.6-to-mysql-5.7', /expects +202/],
    ['a status', '413', /overLimit/],
    ['a requirement', 'STATUS-202', /upgradeInstance\/202\//],
    ['an ambiguity', 'AMB-ROBUSTNESS', /tolerates/],
  ])('%s, with its citation', async (_name, id, says) => {
    const { code, out, err } = await suite(['explain', id]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(says);
    expect(out).toMatch(/Upgrade an instance|Page of the operation/);
  });

  test.each([
    ['nothing', [], /Missing argument/],
    ['a misspelt case', ['upgradeInstance/202/mysql-5.6-to-mysql-5.8'], /Did you mean/],
    ['an undocumented status', ['418'], /not documented/],
  ])('%s is refused', async (_name, operands, says) => {
    const { code, err } = await suite(['explain', ...operands]);
    expect(code).toBe(2);
    expect(err).toMatch(says);
  });
});

describe('serve', () => {
  test('serves the reference implementation, which a run over HTTP finds conformant, until Ctrl-C', async () => {
    const interruption = new AbortController();
    const values = await new Promise<Record<string, string>>((resolve) => {
      void suite(['serve', '--port', '0'], {
        signal: interruption.signal,
        onOut: (out) => resolve(servedValues(out)),
      }).then(({ code, err }) => resolve({ code: String(code), err }));
    });
    const { target = '', states = '', account = '', token = '', instance = '' } = values;
    const { code, out } = await suite([
      '--target',
      target,
      '--states',
      states,
      '--account',
      account,
      '--token',
      token,
      '--instance',
      instance,
      '--datastore',
      'mysql:5.6',
    ]);
    interruption.abort();
    expect(code).toBe(0);
    expect(out).toContain('conformant');
  });

  test('lists the operations, keeps the times and limits given, and ends with 0', async () => {
    const interruption = new AbortController();
    const times = processes.map((process) => `${process}=3600`).join(',');
    const answers = new Promise<unknown[]>((resolve, reject) => {
      void suite(['serve', '--port', '0', '--limits', '--life-cycle-times', times], {
        signal: interruption.signal,
        onOut: (out) => void restarted(out).then(resolve, reject),
      }).then(({ code }) => expect(code).toBe(0));
    });
    expect(await answers).toEqual([202, 'RESTART', 422, 422, 422, 422, 413]);
    interruption.abort();
  });

  test.each([
    ['a port in use', async (port: string) => ['--port', port], 4, /Choose another --port/],
    ['a datastore it does not know', async () => ['--datastore', 'oracle:23'], 2, /--datastore/],
  ])('%s is refused', async (_name, argsFor, expected, says) => {
    const interruption = new AbortController();
    const first = await new Promise<string>((resolve) => {
      void suite(['serve', '--port', '0'], {
        signal: interruption.signal,
        onOut: (out) => resolve(servedValues(out).target ?? ''),
      });
    });
    const { code, err } = await suite(['serve', ...(await argsFor(new URL(first).port))]);
    interruption.abort();
    expect(code).toBe(expected);
    expect(err).toMatch(says);
  });
});

/** Restarts the instance, reads its status, and restarts it until the limit of 5 a minute. */
async function restarted(out: string): Promise<unknown[]> {
  const { target = '', token = '' } = servedValues(out);
  const pathOf = (operation: string) => new RegExp(`${operation} +[A-Z]+ +(\\S+)`).exec(out)?.[1] ?? '';
  const headers = { 'X-Auth-Token': token, 'Content-Type': 'application/json' };
  const restart = () =>
    fetch(target + pathOf('restartInstance'), { method: 'POST', headers, body: '{"restart":{}}' });
  const first = await restart();
  const read = await fetch(target + pathOf('getInstance'), { headers });
  const { instance } = JSON.parse(await read.text());
  const statuses: number[] = [];
  for (let sent = 0; sent < 5; sent += 1) statuses.push((await restart()).status);
  return [first.status, instance.status, ...statuses];
}

function servedValues(out: string): Record<string, string> {
  const find = (pattern: RegExp) => pattern.exec(out)?.[1] ?? '';
  return {
    target: find(/listens on (\S+)/),
    states: find(/provider states +(\S+)/),
    account: find(/account +(\S+)/),
    token: find(/token +(\S+)/),
    instance: find(/instance +(\S+)/),
  };
}

test.each(['--version', '-V'])('%s prints the version', async (flag) => {
  const { code, out } = await suite([flag]);
  expect(code).toBe(0);
  expect(out).toMatch(/^\d+\.\d+\.\d+/);
});
