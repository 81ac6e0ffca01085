import type { Answer } from '../proof/behaviour.ts';
import { bodied, faultMembers, faultStatuses, headed, on, texted } from '../proof/behaviours.ts';
import { checks, type Deviant } from './deviant.ts';

/** Every fault, wrong in every way. */

type Change = (answer: Answer, status: number, member: string) => Answer;
export type FaultRow = readonly [slug: string, sentence: string, check: string, change: Change];

const message = 'As the status says.';

/** A row about the fault's content: `content` is what stands under the member's name. */
const content = (slug: string, sentence: string, of: (status: number) => unknown): FaultRow => [
  slug,
  sentence,
  checks.fault,
  (answer, status, member) => bodied(answer, { [member]: of(status) }),
];

export const faultRows: readonly FaultRow[] = [
  [
    'other-member',
    'names the fault otherwise',
    checks.fault,
    (answer, code) => bodied(answer, { error: { code, message } }),
  ],
  [
    'member-of-another-fault',
    'names the fault as that of another status',
    checks.fault,
    (answer, code) => bodied(answer, { [otherMember(code)]: { code, message } }),
  ],
  ['no-member', 'sends an empty object', checks.fault, (answer) => bodied(answer, {})],
  [
    'two-members',
    'sends a second member beside the fault',
    checks.fault,
    (answer, code, member) => bodied(answer, { [member]: { code, message }, requestId: 'r-1' }),
  ],
  [
    'two-faults',
    'sends two faults',
    checks.fault,
    (answer, code, member) =>
      bodied(answer, { [member]: { code, message }, [otherMember(code)]: { code, message } }),
  ],
  [
    'without-wrapper',
    'sends code and message without the member around them',
    checks.fault,
    (answer, code) => bodied(answer, { code, message }),
  ],
  [
    'member-twice',
    'names the fault twice, with different contents',
    checks.fault,
    (answer, code, member) => {
      const twice = [
        { code: code + 1, message },
        { code, message },
      ].map((one) => `"${member}":${JSON.stringify(one)}`);
      return texted(answer, `{${twice.join(',')}}`);
    },
  ],
  content('not-an-object', 'has a text in place of the fault', () => message),
  content('null', 'has null in place of the fault', () => null),
  content('code-as-text', 'writes the code as text', (code) => ({ code: String(code), message })),
  content('code-of-another-status', 'has the code of another status', (code) => ({
    code: code === 500 ? 503 : 500,
    message,
  })),
  content('code-as-fraction', 'has a code that is no integer', (code) => ({ code: code + 0.5, message })),
  content('code-null', 'has null for a code', () => ({ code: null, message })),
  content('code-missing', 'has no code', () => ({ message })),
  content('message-missing', 'has no message', (code) => ({ code })),
  content('message-empty', 'has an empty message', (code) => ({ code, message: '' })),
  content('message-number', 'has a number for a message', (code) => ({ code, message: code })),
  content('message-object', 'has a message in several languages', (code) => ({
    code,
    message: { en: message },
  })),
  content('message-null', 'has null for a message', (code) => ({ code, message: null })),
  [
    'html',
    'sends a page of HTML',
    checks.fault,
    (answer) => texted(headed(answer, 'Content-Type', 'text/html'), `<p>${message}</p>`),
  ],
  [
    'html-as-json',
    'sends a page of HTML and calls it JSON',
    checks.fault,
    (answer) => texted(answer, `<p>${message}</p>`),
  ],
  [
    'plain-text',
    'sends plain text',
    checks.fault,
    (answer) => texted(headed(answer, 'Content-Type', 'text/plain'), message),
  ],
  ['empty', 'sends no body', checks.fault, (answer) => texted(headed(answer, 'Content-Type', undefined), '')],
  [
    'cut-json',
    'sends JSON cut short',
    checks.fault,
    (answer) => texted(answer, answer.body.toString().slice(0, -1)),
  ],
  [
    'array',
    'sends the fault in an array',
    checks.fault,
    (answer, code, member) => bodied(answer, [{ [member]: { code, message } }]),
  ],
  ['json-text', 'sends JSON that is a text', checks.fault, (answer) => bodied(answer, message)],
  [
    'problem-json',
    'sends application/problem+json',
    checks.fault,
    (answer, status) =>
      bodied(headed(answer, 'Content-Type', 'application/problem+json'), {
        type: 'about:blank',
        title: message,
        status,
      }),
  ],
  [
    'content-type-html',
    'sends the fault as text/html',
    checks.contentType,
    (answer) => headed(answer, 'Content-Type', 'text/html'),
  ],
  [
    'content-type-problem',
    'sends the fault as application/problem+json',
    checks.contentType,
    (answer) => headed(answer, 'Content-Type', 'application/problem+json'),
  ],
  [
    'content-type-missing',
    'sends the fault without a Content-Type',
    checks.contentType,
    (answer) => headed(answer, 'Content-Type', undefined),
  ],
];

const otherMember = (status: number) => faultMembers[status === 500 ? 503 : 500] ?? '';

export const faults: readonly Deviant[] = faultStatuses.flatMap((status) =>
  faultRows.map(([slug, sentence, check, change]): Deviant => {
    return {
      name: `fault-${status}-${slug}`,
      sentence: `With ${status}, ${sentence}.`,
      status,
      check,
      ...on(status, (answer) => change(answer, status, faultMembers[status] ?? '')),
    };
  }),
);
