import type { Case } from '../../../src/catalogue/case.ts';
import { orderChanges } from '../../../src/runner/plan.ts';
import { caseOf } from '../../support/runs.ts';

/** What may change a resource that cases share: the order of sending, and what stays unsent. */

const change = (id: string, different: Parameters<typeof caseOf>[0] = {}): Case =>
  caseOf({ id, operationId: id, expect: 202, risk: 'change', ...different });
const tolerant = (id: string, different: Parameters<typeof caseOf>[0] = {}): Case =>
  change(id, { expect: 409, tolerates: [{ status: 202, ambiguity: 'either' }], ...different });

const ordered = (...changes: readonly [Case, string | undefined][]) => {
  const { sent, reserved } = orderChanges(new Map(changes));
  return {
    sent: sent.map(({ id }) => id),
    reserved: Object.fromEntries([...reserved].map(([{ id }, by]) => [id, by ?? 'nothing'])),
  };
};
type Expected = ReturnType<typeof ordered>;

const [renew, extend, add] = [
  change('renew'),
  change('extend'),
  change('add', { expect: 201, risk: 'create' }),
];
const end = (id: string, path: string) => change(id, { risk: 'destroy', request: { path } });

test.each<[string, readonly [Case, string | undefined][], Expected]>([
  [
    'its own operation’s success takes a loan first',
    [
      [renew, 'l-1'],
      [extend, 'l-1'],
      [tolerant('again', { operationId: 'extend' }), 'l-1'],
    ],
    { sent: ['renew', 'extend'], reserved: { again: 'extend' } },
  ],
  [
    'else the first success does',
    [
      [tolerant('either'), 'l-1'],
      [renew, 'l-1'],
      [extend, 'l-1'],
    ],
    { sent: ['renew', 'extend'], reserved: { either: 'renew' } },
  ],
  [
    'a loan that no success takes is kept from what may be accepted',
    [[tolerant('either'), 'l-1']],
    { sent: [], reserved: { either: 'nothing' } },
  ],
  [
    'a loan that something is made in is not taken',
    [
      [add, 'l-1'],
      [change('more', { operationId: 'add', expect: 201, risk: 'create' }), 'l-1'],
      [tolerant('either'), 'l-1'],
    ],
    { sent: ['add', 'more'], reserved: { either: 'nothing' } },
  ],
  [
    'what acts on no loan is kept from nothing',
    [
      [renew, undefined],
      [change('again', { operationId: 'renew' }), undefined],
      [tolerant('either'), undefined],
    ],
    { sent: ['either', 'renew', 'again'], reserved: {} },
  ],
  [
    'what lies deeper is removed first, however long its words are',
    [
      [end('shallow', '/loans-of-everyone/{loan}'), 'l-1'],
      [end('deep', '/l/{loan}/p'), 'l-1'],
    ],
    { sent: ['deep', 'shallow'], reserved: {} },
  ],
  [
    'of changes, the depth says nothing',
    [
      [renew, 'l-1'],
      [change('deep', { request: { path: '/loans/{loan}/pages/{page}/mark' } }), 'l-1'],
    ],
    { sent: ['renew', 'deep'], reserved: {} },
  ],
])('%s', (_what, changes, expected) => expect(ordered(...changes)).toEqual(expected));
