import type { Answer } from '../proof/behaviour.ts';
import { at, bodied, faultMembers, headed, jsonOf, on } from '../proof/behaviours.ts';
import { checks, type Deviant } from './deviant.ts';

/** Header fields malformed or absent; secrets and traces shown. */

const malformed = [
  'soon',
  '-1',
  '1.5',
  '60 s',
  '2026-11-23T10:00:00Z',
  'Mon, 23 Nov 2026 10:00:00 +0100',
  'Mon, 32 Nov 2026 25:00:00 GMT',
  '',
];

const slugOf = (value: string) =>
  value
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || 'empty';

const retryAfter = [413, 503].flatMap((status) =>
  malformed.map((value): Deviant => {
    return {
      name: `retry-after-${status}-${slugOf(value)}`,
      sentence: `Sends "Retry-After: ${value}" with ${status}.`,
      status,
      check: checks.headers,
      as: 'warning',
      ...on(status, (answer) => headed(answer, 'Retry-After', value)),
    };
  }),
);

const second: Deviant = {
  name: 'retry-after-413-second-malformed',
  sentence: 'Sends Retry-After twice with 413, the second time malformed.',
  status: 413,
  check: checks.headers,
  as: 'warning',
  ...on(413, (answer) => ({ ...answer, headers: [...answer.headers, ['Retry-After', 'soon']] })),
};

const absent = (
  [
    [401, 'WWW-Authenticate'],
    [405, 'Allow'],
    [413, 'Retry-After'],
  ] as const
).map(([status, name]): Deviant => {
  return {
    name: `header-${status}-without-${name.toLowerCase()}`,
    sentence: `Sends ${status} without ${name}.`,
    status,
    check: checks.headers,
    as: 'warning',
    ...on(status, (answer) => headed(answer, name, undefined)),
  };
});

/** Beside what the fault has already. */
const saying = (answer: Answer, more: Readonly<Record<string, string>>): Answer => {
  const member = faultMembers[answer.status] ?? 'instance';
  const body = jsonOf(answer);
  return bodied(answer, { [member]: { ...Object(at(body, [member])), ...more } });
};

const traces: readonly (readonly [runtime: string, trace: string])[] = [
  ['python', 'Traceback (most recent call last):\n  File "app.py", line 7, in upgrade'],
  ['java', 'java.lang.IllegalStateException\n\tat com.example.Upgrade.run(Upgrade.java:42)'],
  ['javascript', 'TypeError: x is undefined\n    at upgrade (/srv/app/upgrade.js:10:5)\n'],
  ['dotnet', 'at Example.Upgrade.Run(String id) in /srv/Upgrade.cs:line 42'],
  ['go', 'goroutine 7 [running]:'],
  ['ruby', "/srv/app/upgrade.rb:42:in `run'"],
  ['php', '#0 /srv/app/upgrade.php(42): run()'],
];

const shownTraces = traces.map(([runtime, trace], index): Deviant => {
  const status = [500, 400, 404, 422][index % 4] ?? 500;
  return {
    name: `trace-${runtime}-in-${status}`,
    sentence: `Shows a stack trace of ${runtime} in a ${status}.`,
    status,
    check: checks.trace,
    as: 'warning',
    ...on(status, (answer) => saying(answer, { message: trace })),
  };
});

const shownTokens = [202, 403, 422, 500].map((status): Deviant => {
  return {
    name: `token-in-${status}`,
    sentence: `Repeats the token of the request in a ${status}.`,
    status,
    check: checks.token,
    as: 'warning',
    ...on(status, (answer, { headers }) => {
      const token = headers.get('x-auth-token') ?? '';
      return status === 202
        ? bodied(answer, { ...Object(jsonOf(answer)), token })
        : saying(answer, { details: `for token ${token}` });
    }),
  };
});

export const headerFields: readonly Deviant[] = [
  ...retryAfter,
  second,
  ...absent,
  ...shownTraces,
  ...shownTokens,
];
