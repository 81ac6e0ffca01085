import type { Case } from '../../../src/catalogue/case.ts';
import { noteAnswered } from '../../../src/runner/answered-requests.ts';
import { type Answer, answered } from '../../support/exchanges.ts';
import { caseOf, operationOf, runOf } from '../../support/runs.ts';

/** What may be sent again beside the cases: without any effect, or as a repetition of what was just refused. */

const request = { method: 'POST', url: 'http://target.example/', headers: [], body: null, values: {} };

function kept(item: Case, answer: Answer, body = '') {
  const { context } = runOf();
  noteAnswered(context, item, operationOf(), { ...request, body: Buffer.from(body) }, answered(answer));
  const { answeredRequests, repeatable } = context;
  return { refused: answeredRequests.size === 1, repeatable: [...repeatable.keys()] };
}

test.each<[string, Parameters<typeof kept>, ReturnType<typeof kept>]>([
  ['a read that was refused', [caseOf(), { status: 400 }], { refused: true, repeatable: [400] }],
  ['a read that was answered', [caseOf(), { status: 200 }], { refused: false, repeatable: [200] }],
  [
    'a read without a credential',
    [caseOf({ request: { credential: 'absent' } }), { status: 401 }],
    { refused: false, repeatable: [401] },
  ],
  [
    'what would change something if it were accepted',
    [caseOf({ risk: 'if-deviant' }), { status: 400 }],
    { refused: true, repeatable: [] },
  ],
  ['a change', [caseOf({ risk: 'change' }), { status: 400 }], { refused: false, repeatable: [] }],
  ['what a throttle answered', [caseOf(), { status: 429 }], { refused: false, repeatable: [] }],
  ['a long request', [caseOf(), { status: 400 }, 'x'.repeat(4097)], { refused: true, repeatable: [] }],
])('of %s', (_name, given, expected) => expect(kept(...given)).toEqual(expected));
