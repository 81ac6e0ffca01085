import type { Case } from '../../../src/catalogue/case.ts';
import type { Operation } from '../../../src/openapi/operations.ts';
import { Renewal, type RenewalOptions, renewalNote, usesOwn } from '../../../src/runner/renewal.ts';
import { type Answer, answered } from '../../support/exchanges.ts';
import { caseOf, operationOf } from '../../support/runs.ts';

const now = 1_000_000;

/** A renewal that is given these credentials, one each time it asks. */
function renewalOf(given: readonly (string | undefined)[], different: Partial<RenewalOptions> = {}) {
  const asked: AbortSignal[] = [];
  const renewal = new Renewal({
    credential: 'old',
    renew: async (signal) => {
      asked.push(signal);
      const credential = given[asked.length - 1];
      return credential === undefined ? undefined : { credential };
    },
    signal: new AbortController().signal,
    ...different,
  });
  return { renewal, asked };
}

const refused: Answer = { status: 401, values: { token: 'old' } };

const afterAnswer = (
  renewal: Renewal,
  answer: Answer = refused,
  item: Case = caseOf(),
  operation = operationOf(),
) => renewal.after(answered(answer), operation, item);

describe('the credential of a run', () => {
  test('is the one that was given, for as long as there is no other', () => {
    const { renewal } = renewalOf(['new']);
    expect(renewal.values).toEqual({ token: 'old' });
    expect(renewal.renewed).toEqual([]);
  });

  test('is no value of a request where none was given', () =>
    expect(renewalOf([], { credential: undefined }).renewal.values).toStrictEqual({}));

  test('is the new one once it was renewed', async () => {
    const { renewal } = renewalOf(['new']);
    expect(await afterAnswer(renewal)).toEqual({ kind: 'renewed' });
    expect(renewal.values).toEqual({ token: 'new' });
    expect(renewal.renewed).toEqual(['new']);
  });

  test('is asked for with the signal that stops the run', async () => {
    const { signal } = new AbortController();
    const { renewal, asked } = renewalOf(['new'], { signal });
    await afterAnswer(renewal);
    expect(asked).toEqual([signal]);
    expect(asked[0]).toBe(signal);
  });
});

describe('before a request, the credential', () => {
  beforeEach(() => jest.useFakeTimers({ now }));
  afterEach(() => jest.useRealTimers());

  test.each<[string, number | undefined, boolean]>([
    ['that expires who knows when is kept', undefined, false],
    ['that expires in a millisecond is kept', now + 1, false],
    ['that expires now is renewed', now, true],
    ['that has expired is renewed', now - 1, true],
  ])('%s', async (_title, expiresAt, renewed) => {
    const at = expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) };
    const { renewal, asked } = renewalOf(['new'], at);
    expect(await renewal.ifExpired()).toEqual({ kind: renewed ? 'renewed' : 'none' });
    expect(asked).toHaveLength(renewed ? 1 : 0);
  });

  test('that took the place of an expired one is kept where nobody knows when it expires', async () => {
    const { renewal, asked } = renewalOf(['new', 'newer'], { expiresAt: new Date(now - 1) });
    await renewal.ifExpired();
    expect(await renewal.ifExpired()).toEqual({ kind: 'none' });
    expect(renewal.values).toEqual({ token: 'new' });
    expect(asked).toHaveLength(1);
  });

  test('that has expired is asked for once, by however many requests at a time', async () => {
    const { renewal, asked } = renewalOf(['new', 'newer'], { expiresAt: new Date(now - 1) });
    expect(await Promise.all([renewal.ifExpired(), renewal.ifExpired()])).toEqual([
      { kind: 'renewed' },
      { kind: 'renewed' },
    ]);
    expect(asked).toHaveLength(1);
  });

  test('that has expired is kept where nobody can renew it', async () => {
    const renewal = new Renewal({
      credential: 'old',
      expiresAt: new Date(now - 1),
      signal: new AbortController().signal,
    });
    expect(await renewal.ifExpired()).toEqual({ kind: 'none' });
    expect(renewal.values).toEqual({ token: 'old' });
  });
});

describe('after an answer, the credential is renewed', () => {
  const invalid = { requirements: [], tolerates: [], status: 403 };
  const place = { in: 'header', name: 'X-Card', form: 'plain' } as const;
  const documented = operationOf({ credential: { place, others: {}, invalid } });
  const unsaid = operationOf({
    credential: { place, others: {}, invalid: { requirements: [], tolerates: [] } },
  });

  test.each<[string, Answer, Operation, Partial<Case>, string]>([
    ['for 401 where the document says nothing of bad credentials', refused, operationOf(), {}, 'renewed'],
    ['for 401 where the document names no status for them', refused, unsaid, {}, 'renewed'],
    [
      'for the status that the document names for them',
      { ...refused, status: 403 },
      documented,
      {},
      'renewed',
    ],
    ['but not for 401 where it names another', refused, documented, {}, 'none'],
    [
      'but not for a status that has nothing to do with it',
      { ...refused, status: 404 },
      operationOf(),
      {},
      'none',
    ],
    ['but not for the status that the case expects', refused, operationOf(), { expect: 401 }, 'none'],
    [
      'later, if at all, for a status that the case tolerates',
      refused,
      operationOf(),
      { tolerates: [404, 401].map((status) => ({ status, ambiguity: 'A' })) },
      'doubtful',
    ],
    [
      'at once for one that it does not tolerate, among others that it does',
      refused,
      operationOf(),
      { tolerates: [{ status: 404, ambiguity: 'A' }] },
      'renewed',
    ],
  ])('%s', async (_title, answer, operation, different, kind) => {
    const { renewal, asked } = renewalOf(['new']);
    expect(await afterAnswer(renewal, answer, caseOf(different), operation)).toEqual({ kind });
    expect(asked).toHaveLength(kind === 'renewed' ? 1 : 0);
  });

  test('but not without one', async () => {
    const { response: _, ...unanswered } = answered(refused);
    const { renewal, asked } = renewalOf(['new']);
    expect(await renewal.after(unanswered, operationOf(), caseOf())).toEqual({ kind: 'none' });
    expect(asked).toEqual([]);
  });

  test('but not where nobody can renew it', async () => {
    const renewal = new Renewal({ credential: 'old', signal: new AbortController().signal });
    const tolerant = caseOf({ tolerates: [{ status: 401, ambiguity: 'A' }] });
    expect(await afterAnswer(renewal)).toEqual({ kind: 'none' });
    expect(await afterAnswer(renewal, refused, tolerant)).toEqual({ kind: 'none' });
  });

  test('as often as it expires, each one having been accepted before', async () => {
    const { renewal, asked } = renewalOf(['new', 'newer', 'newest']);
    for (const token of ['old', 'new', 'newer']) {
      await afterAnswer(renewal, { status: 400, values: { token } });
      expect(await afterAnswer(renewal, { status: 401, values: { token } })).toEqual({ kind: 'renewed' });
    }
    expect(renewal.values).toEqual({ token: 'newest' });
    expect(renewal.renewed).toEqual(['new', 'newer', 'newest']);
    expect(asked).toHaveLength(3);
  });

  test('before a request, as often as it is known to have expired', async () => {
    const past = new Date(0);
    const given = ['new', 'newer'];
    const renewal = new Renewal({
      credential: 'old',
      expiresAt: past,
      renew: async () => ({ credential: given.shift() ?? 'newest', expiresAt: past }),
      signal: new AbortController().signal,
    });
    await renewal.ifExpired();
    await renewal.ifExpired();
    expect(renewal.renewed).toEqual(['new', 'newer']);
  });

  test('but not one that was refused before it was ever accepted: its age is not the reason', async () => {
    const { renewal, asked } = renewalOf(['new', 'newer']);
    await afterAnswer(renewal);
    const tolerant = caseOf({ tolerates: [{ status: 401, ambiguity: 'A' }] });
    for (const item of [caseOf(), tolerant])
      expect(await afterAnswer(renewal, { ...refused, values: { token: 'new' } }, item)).toEqual({
        kind: 'none',
      });
    expect(asked).toHaveLength(1);
  });

  test('for another case meanwhile, so that this one is only sent again', async () => {
    const { renewal, asked } = renewalOf(['new', 'newer']);
    await afterAnswer(renewal);
    expect(await afterAnswer(renewal)).toEqual({ kind: 'renewed' });
    expect(asked).toHaveLength(1);
  });
});

describe('a renewal that gives no other credential', () => {
  test.each<[string, string | undefined]>([
    ['because there is none', undefined],
    ['because the old one is given again', 'old'],
  ])('%s, lets the answer stand', async (_title, given) => {
    const { renewal, asked } = renewalOf([given, 'late']);
    expect(await afterAnswer(renewal)).toEqual({ kind: 'none' });
    expect(await afterAnswer(renewal)).toEqual({ kind: 'none' });
    expect(renewal.values).toEqual({ token: 'old' });
    expect(renewal.renewed).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  test.each<[string, unknown, string]>([
    ['an error', new Error('the identity service is down'), 'the identity service is down'],
    ['anything else', 'no luck', 'no luck'],
  ])('because it failed with %s, says so', async (_title, thrown, reason) => {
    const { renewal } = renewalOf([], { renew: () => Promise.reject(thrown) });
    expect(await afterAnswer(renewal)).toEqual({ kind: 'failed', reason });
    expect(renewal.values).toEqual({ token: 'old' });
  });
});

describe('a case carries the credential of the run', () => {
  test.each<[string, Partial<Case['request']>, Readonly<Record<string, string>>, boolean]>([
    ['where it is to be a good one', {}, { loan: '1' }, true],
    ['but not where the provider state gives one', {}, { token: 'of the state' }, false],
    ['but not where it is to have none', { credential: 'absent' }, {}, false],
    ['but not where it is to be one that is no longer good', { credential: 'expired' }, {}, false],
    ['but not where it is to be a wrong one', { credential: { literal: 'x' } }, {}, false],
    ['but not where the operation asks for none', { credentialPlace: null }, {}, false],
  ])('%s', (_title, request, given, carried) => expect(usesOwn(caseOf({ request }), given)).toBe(carried));
});

test('a case that took part in a renewal says so in a note, which is no deviation', () =>
  expect(renewalNote('It was renewed.')).toEqual({
    check: 'credential_renewal',
    severity: 'note',
    message: 'It was renewed.',
  }));
