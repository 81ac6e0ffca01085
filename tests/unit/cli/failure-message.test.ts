import fc from 'fast-check';
import { failureOf, unhandledError } from '../../../src/cli/failure-message.ts';
import { exitCodes, rootMessage, SuiteError } from '../../../src/model/errors.ts';
import { KnownSecrets } from '../../../src/secrets/known-secrets.ts';

const token = 'own-token-0123456789';
const going = new AbortController().signal;
const stopped = AbortSignal.abort();

function knowing(): KnownSecrets {
  const secrets = new KnownSecrets();
  secrets.add({ name: 'CLOUDDB_TOKEN', value: token });
  return secrets;
}

const brokenFilter = {
  cut: () => {
    throw new Error(token);
  },
};

function withCircularCause(): Error {
  const [one, other] = [new Error('one'), new Error('other')];
  one.cause = other;
  other.cause = one;
  return one;
}

const withThrowing = (name: 'stack' | 'message' | 'cause' | 'code'): Error =>
  Object.defineProperty(new Error(token), name, {
    get() {
      throw new Error(token);
    },
  });

const strange: readonly (readonly [string, unknown])[] = [
  ['a circular cause', withCircularCause()],
  ['a stack that throws', withThrowing('stack')],
  ['a message that throws', withThrowing('message')],
  ['a cause that throws', withThrowing('cause')],
  ['a code that throws', withThrowing('code')],
  ['no prototype', Object.create(null)],
  ['a proxy that throws', new Proxy({}, { getPrototypeOf: () => Object.create(null).x.y })],
  ['a symbol', Symbol(token)],
  [
    'a message of 10 MB with the secret in it',
    new Error(`${'x'.repeat(16_370)}${token}${'x'.repeat(10_000_000)}`),
  ],
  ['a message of the suite of 10 MB', new SuiteError('usage', token.repeat(500_000))],
];

describe.each(strange)('an error with %s', (_what, error) => {
  test.each([
    ['the filter', knowing()],
    ['a filter that fails', brokenFilter],
  ])('is described through %s, shortly and without the secret', (_name, secrets) => {
    for (const text of [failureOf(error, secrets, going).text, unhandledError(error, secrets)]) {
      expect(text).toMatch(/^error: .*\n$/s);
      expect(text).not.toContain(token);
      expect(text.length).toBeLessThan(20_000);
    }
  });

  test('has a root message', () => expect(typeof rootMessage(error)).toBe('string'));

  test('never means that the target deviates', () =>
    expect([exitCodes.usage, exitCodes.couldNotRun]).toContain(failureOf(error, knowing(), going).exitCode));
});

test('whatever is thrown is described', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }), (thrown) => {
      expect(failureOf(thrown, knowing(), going)).toMatchObject({ exitCode: exitCodes.couldNotRun });
      expect(unhandledError(thrown, brokenFilter)).not.toContain(token);
      expect(typeof rootMessage(thrown)).toBe('string');
    }),
  );
});

test.each([
  ['an error of the suite', new SuiteError('usage', 'Wrong.'), going, exitCodes.usage],
  ['the same after an interruption', new SuiteError('usage', 'Wrong.'), stopped, exitCodes.interrupted],
  ['a defect', new TypeError('x is undefined'), going, exitCodes.couldNotRun],
  ['a defect after an interruption', new TypeError('x is undefined'), stopped, exitCodes.couldNotRun],
  ['the reason of an interruption', stopped.reason, stopped, exitCodes.interrupted],
  [
    'an error of Node that says so',
    Object.assign(new Error(), { code: 'ABORT_ERR' }),
    stopped,
    exitCodes.interrupted,
  ],
  [
    'the same where nobody interrupted',
    Object.assign(new Error(), { code: 'ABORT_ERR' }),
    going,
    exitCodes.couldNotRun,
  ],
])('%s', (_what, error, signal, exitCode) =>
  expect(failureOf(error, knowing(), signal)).toMatchObject({ exitCode }),
);

test('too many open files are no defect of the suite', () => {
  const error = Object.assign(new Error('too many'), { code: 'EMFILE' });
  expect(failureOf(error, knowing(), going).text).toMatch(/^error: Too many files are open .*ulimit -n/);
});
