import type { Json } from '../../../src/model/json.ts';
import { briefs, findings, loadOperation } from './support.ts';

beforeAll(loadOperation);

const inFault = (message: string) => ({ badRequest: { code: 400, message } });

describe('a stack trace', () => {
  const traces = [
    ['Python', 'Traceback (most recent call last):\n  File "/srv/app.py", line 3, in upgrade\nKeyError: 1'],
    [
      'Java',
      'java.lang.NullPointerException\n\tat com.example.Api.upgrade(Api.java:42)\n\tat x.Y.z(Y.java:1)',
    ],
    ['Java', 'at com.example.Api$Companion.upgrade(Api.kt:42)'],
    ['JavaScript', 'TypeError: x\n    at upgrade (/srv/app.js:10:5)\n    at next (/srv/b.mjs:1:2)\n'],
    ['JavaScript', 'Error: x\n    at async file:///srv/app.mjs:10:5\n    at <anonymous>:1:1\n'],
    ['.NET', '   at Api.Upgrade(String id) in C:\\src\\Api.cs:line 42'],
    ['Go', 'goroutine 1 [running]:\nmain.main()'],
    ['Ruby', "app/api.rb:42:in `upgrade'"],
    ['PHP', '#0 /var/www/index.php(12): upgrade()\n#1 {main}'],
  ] as const;

  test.each(traces)('of %s is a warning, in a fault as in plain text: %s', (runtime, trace) => {
    for (const body of [trace, `<pre>${trace}\n</pre>`, inFault(`${trace}\n`)]) {
      expect(findings({ status: 500, body }, 'stack_trace_disclosure')).toMatchObject([
        { severity: 'warning', location: 'body', message: expect.stringContaining(`of ${runtime}.`) },
      ]);
    }
  });

  test.each([
    'Try again at 12:00:00\n',
    'The upgrade began at 2026-11-23T10:00:00',
    'look at https://example.com:8080/docs',
    'An error occurred at line 3.',
    'Error in file upgrade.py',
  ])('is not seen in: %s', (text) => {
    for (const body of [text, inFault(text)])
      expect(briefs({ status: 500, body }, 'stack_trace_disclosure')).toEqual([]);
  });

  test('is lawful in the details of a fault, and nowhere else', () => {
    const trace = 'Traceback (most recent call last):\n  File "/srv/app.py"';
    const of = (body: Json) => briefs({ status: 400, body }, 'stack_trace_disclosure');
    expect(of({ badRequest: { code: 400, message: 'No.', details: trace } })).toEqual([]);
    expect(of({ badRequest: { code: 400, message: 'No.', details: { lines: [trace] } } })).toEqual([]);
    for (const body of [
      { badRequest: { code: 400, message: trace, details: trace } },
      { badRequest: { code: 400, message: 'No.', more: trace } },
      { details: trace },
      { badRequest: { code: 400, message: 'No.', [trace]: 1 } },
    ])
      expect(of(body)).toEqual(['warning | none | body']);
    expect(briefs({ status: 202, body: { details: trace } }, 'stack_trace_disclosure')).toHaveLength(1);
  });

  test('is searched for only at the start of a long body', () => {
    const body = `${'at '.repeat(700_000)}Traceback (most recent call last)`;
    expect(briefs({ status: 500, body }, 'stack_trace_disclosure')).toEqual([]);
  });
});

describe('the token', () => {
  const token = 'a-secret-of-some-length';
  const of = (body: string, value: string = token) =>
    briefs({ status: 400, body, values: { token: value } }, 'token_disclosure');

  test('in a body is a warning that does not repeat it', () => {
    expect(of(`{"badRequest":{"message":"${token} is not good"}}`)).toEqual(['warning | none | body']);
    const said = findings({ body: token, values: { token } }, 'token_disclosure');
    expect(JSON.stringify(said)).not.toContain(token);
  });

  test('is sought from 8 characters on', () => {
    expect(of('"12345678"', '12345678')).toHaveLength(1);
    expect(of('"1234567"', '1234567')).toEqual([]);
  });

  test.each([
    ['not there', '{"badRequest":{"message":"no"}}', token],
    ['too short to exclude chance', '{"x":1}', 'x'],
    ['empty', '{}', ''],
  ])('%s', (_name, body, value) => expect(of(body, value)).toEqual([]));

  test('of a request without one is not searched for', () =>
    expect(briefs({ status: 401, body: token, values: {} }, 'token_disclosure')).toEqual([]));
});
