import type { Consent } from '../../src/model/result.ts';
import { closedAfterEach } from '../support/closing.ts';
import { type Faults, type NotesForm, notes, notesOptions, ownNote } from '../support/notes.ts';
import { caseOf, having, idsOf, inNewDirectory, report } from '../support/run.ts';
import { serve } from '../support/server.ts';
import { serveStates } from '../support/states.ts';

const opened = closedAfterEach();

/** A run with this consent, where no state isolates anything. */
async function withConsent(
  consent: Consent,
  faults: Faults = {},
  document: NotesForm = {},
  options: readonly string[] = [],
) {
  const service = notes(faults);
  const target = opened(await serve(service.handler));
  const ended = await inNewDirectory(async (file) =>
    report([
      '--target',
      target.url,
      '--consent',
      consent,
      ...(await notesOptions(file, document)),
      ...options,
    ]),
  );
  return { ...ended, ...service, target };
}

const methodsOf = ({ target }: Awaited<ReturnType<typeof withConsent>>) =>
  new Set(
    target.received
      .filter(({ path }) => path.includes(ownNote) || path.endsWith('/notes'))
      .map(({ method }) => method),
  );

test('at observe, a service that looks at no key loses and makes nothing', async () => {
  const run = await withConsent('observe', { ignoresKeys: true });
  expect(run.err).toMatch(/^4 operations: addNote, .*\n\d+ cases; greatest risk: none \(.*\)\.\n$/);
  expect([...run.store]).toEqual([[ownNote, 'as it was']]);
  expect(run.log).toEqual([]);
  expect([...methodsOf(run)].sort()).toEqual(['GET', 'HEAD']);
});

test('at reject, a service that keeps to its document changes nothing, and nothing is posted to the collection', async () => {
  const run = await withConsent('reject');
  expect(run.log).toEqual([]);
  expect(having(run.result, 'deviates', 'errored', 'inconclusive')).toEqual([]);
  expect(
    run.target.received.filter(({ method, path }) => method === 'POST' && path.endsWith('/notes')),
  ).toEqual([]);
  expect(methodsOf(run)).not.toContain('DELETE');
  expect(caseOf(run.result, 'addNote/400/body-missing')).toMatchObject({
    risk: 'create',
    verdict: 'not-consented',
    testableBy: expect.stringContaining('--consent destroy'),
  });
});

test('at change, each operation that changes the note has its one success, and the note stays', async () => {
  const run = await withConsent('change');
  expect(run.log).toEqual([`change ${ownNote}`, `archive ${ownNote}`]);
  expect(run.store.has(ownNote)).toBe(true);
  expect(having(run.result, 'deviates', 'errored', 'inconclusive')).toEqual([]);
  for (const id of ['changeNote/200/short', 'archiveNote/200/short'])
    expect(caseOf(run.result, id).verdict).toBe('conforms');
  expect(caseOf(run.result, 'changeNote/200/body-chunked')).toMatchObject({
    verdict: 'not-exercised',
    reason: expect.stringContaining('reserved for changeNote/200/short'),
  });
  expect(run.result.run.created).toBeUndefined();
});

test('a change that fails after another one succeeded deviates', async () => {
  const run = await withConsent('change', { archives: 500 });
  expect(idsOf(having(run.result, 'deviates'))).toEqual(['archiveNote/200/short']);
});

test('at destroy, all is sent, removal last, and what was made is gone again', async () => {
  const run = await withConsent('destroy');
  expect(having(run.result, 'deviates', 'errored', 'inconclusive', 'not-consented')).toEqual([]);
  expect(caseOf(run.result, 'removeNote/204/removed').verdict).toBe('conforms');
  expect(run.log.at(-1)).toBe(`remove ${ownNote}`);
  expect(run.log.indexOf(`archive ${ownNote}`)).toBeGreaterThan(run.log.indexOf(`change ${ownNote}`));
  expect([...run.store.keys()]).toEqual([]);
  expect(run.made.length).toBeGreaterThan(0);
  const { created = [], leftBehind } = run.result.run;
  expect(created.map(({ kind, id }) => [kind, id])).toEqual(run.made.map((id) => ['instanceId', id]));
  for (const { createdAt, removedAt = '' } of created) expect(removedAt >= createdAt).toBe(true);
  expect(leftBehind).toEqual([]);
  expect(run.out).toContain(`${run.made.length} resources created on the target, all removed again`);
});

test.each<[string, Faults, NotesForm, string]>([
  ['the service keeps', { keepsNew: true }, {}, 'was answered 403'],
  ['no operation of the document removes', {}, { removable: false }, 'nothing in this run tears it down'],
])('what %s is left behind', async (_what, faults, document, reason) => {
  const run = await withConsent('destroy', faults, document);
  const { created = [], leftBehind } = run.result.run;
  expect(created.map(({ id }) => id)).toEqual(run.made);
  expect(created.flatMap(({ removedAt }) => removedAt ?? [])).toEqual([]);
  expect(leftBehind.map(({ what }) => what).sort()).toEqual([...run.made].sort());
  for (const left of leftBehind) expect(left.reason).toContain(reason);
});

test('after one wrong creation no other is tried', async () => {
  const run = await withConsent('destroy', { makesAnything: true });
  expect(run.made).toHaveLength(1);
  const [wrong, ...others] = having(run.result, 'deviates');
  expect(others).toEqual([]);
  const rest = run.result.cases.filter(
    ({ operationId, risk, id }) => operationId === 'addNote' && risk === 'create' && id !== wrong?.id,
  );
  for (const { verdict, reason, exchanges } of rest)
    expect({ verdict, reason, exchanges }).toEqual({
      verdict: 'inconclusive',
      reason: expect.stringContaining(`${wrong?.id} was accepted by mistake`),
      exchanges: [],
    });
  expect(run.result.run.leftBehind).toEqual([]);
});

describe('what makes something', () => {
  const inAccounts = async (accountOf: (count: number) => string) => {
    let count = 0;
    const states = opened(
      await serveStates(({ action }) => {
        if (action === 'setup') count += 1;
        return { status: 200, body: JSON.stringify({ accountId: accountOf(count) }) };
      }),
    );
    const run = await withConsent('observe', {}, { accountState: true }, ['--states', states.url]);
    const creating = run.result.cases.filter(
      ({ operationId, risk }) => operationId === 'addNote' && risk === 'create',
    );
    return { ...run, verdicts: new Set(creating.map(({ verdict }) => verdict)) };
  };

  test('is isolated by an account that a state gave to it alone', async () => {
    const run = await inAccounts((count) => `own-account-${count}`);
    expect([...run.verdicts]).toEqual(['conforms']);
    expect(run.made.length).toBeGreaterThan(0);
    expect(run.result.run.created).toHaveLength(run.made.length);
    expect(run.result.run.leftBehind).toEqual([]);
  });

  test.each([
    ['the run’s own', () => 'own-account'],
    ['given to all', () => 'own-account-1'],
  ])('is not isolated by an account that is %s', async (_what, accountOf) => {
    const run = await inAccounts(accountOf);
    expect([...run.verdicts]).toEqual(['not-consented']);
    expect(run.made).toEqual([]);
  });
});
