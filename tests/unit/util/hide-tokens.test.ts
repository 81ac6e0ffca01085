import { hideTokens } from '../../../src/util/hide-tokens.ts';

const token = 'gAAAAABk3vT0ken-x_9';

test.each([
  ['a message', 'login expired: run "login" again (HTTP 401)'],
  ['a path', 'cannot read /home/someone/.config/cloud/credentials.json'],
  ['a path of Windows', String.raw`cannot read C:\Users\someone1\.config\cloud-credentials`],
  ['an address', 'no answer from https://identity.example/v3/auth/tokens'],
  ['long words', 'Authentication-failed-for-this-account'],
])('%s stays as it is', (_title, message) => expect(hideTokens(message)).toBe(message));

test.each([
  [`rejected ${token}`, 'rejected [hidden]'],
  [`{"token":"${token}"}`, '{"token":"[hidden]"}'],
  [`token=${token}, try again`, 'token=[hidden], try again'],
  [`GET https://x.example/tokens/${token}`, 'GET https://x.example/tokens/[hidden]'],
  [`/v3/tokens/${token}/x`, '/v3/tokens/[hidden]/x'],
])('in %s the token is hidden', (message, shown) => expect(hideTokens(message)).toBe(shown));

test('what was printed on stdout is hidden, whatever it looks like', () =>
  expect(hideTokens('bad token: correct-horse', 'correct-horse\n')).toBe('bad token: [hidden]'));
