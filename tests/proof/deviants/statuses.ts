import type { Answer, Terms } from '../proof/behaviour.ts';
import {
  accepted,
  bodied,
  documentedStatuses,
  fault,
  headed,
  json,
  on,
  texted,
} from '../proof/behaviours.ts';
import { checks, type Deviant } from './deviant.ts';

/** For every documented status: another one, a success, nothing. */

/** A documented status that at least one case of each status does not tolerate. */
const otherDocumented: Readonly<Record<number, readonly number[]>> = {
  202: [422, 500],
  400: [403, 500],
  401: [403, 500],
  403: [400, 500],
  404: [400, 500],
  405: [404, 500],
  413: [403, 500],
  415: [400, 500],
  422: [404, 500],
  500: [400, 422],
  501: [404, 500],
  503: [404, 500],
};

/** 429 is apart: it is waited for like a throttle, and reported of the run. */
const undocumented = [409, 410, 502, 504];

const plainFault = (status: number): Answer => ({
  status,
  headers: json,
  body: Buffer.from(JSON.stringify({ fault: { code: status, message: 'Not documented.' } })),
});

const instead = (status: number, other: number): Deviant => ({
  name: `status-${status}-as-${other}`,
  sentence: `Answers ${other} where ${status} is documented.`,
  status,
  check: checks.status,
  ...on(status, () => (undocumented.includes(other) ? plainFault(other) : fault(other))),
});

const tooMany = (status: number): Deviant => ({
  name: `status-${status}-as-429`,
  sentence: `Answers 429, which is not documented, where ${status} is.`,
  status,
  check: checks.status,
  // Of the throttle's own status the case says so: there is nothing to wait for.
  ...(status !== 413 && { as: 'run' as const }),
  // All cases are sent: a target that throttles every request is not excused.
  make: on(status, () => headed(plainFault(429), 'Retry-After', '3600')).make,
});

/** A throttle's answer that no wait ends is the answer: other requests are answered in between. */
const asThrottle = (status: number, throttle: number): Deviant => ({
  name: `status-${status}-as-${throttle}-with-retry-after`,
  sentence: `Answers ${throttle} with Retry-After to each request that should get ${status}.`,
  status,
  check: checks.status,
  terms: { maxWaitS: 60 },
  make: on(status, () => headed(fault(throttle), 'Retry-After', '0')).make,
});

const success = (status: number): Deviant => ({
  name: `status-${status}-as-success`,
  sentence: `Accepts what is to be answered ${status}.`,
  status,
  check: checks.status,
  ...on(status, (_, asked) => accepted(asked)),
});

const longTimeout: Terms = { timeoutMs: 2000 };

const silence = (status: number): Deviant => ({
  name: `status-${status}-as-silence`,
  sentence: `Never answers what is to be answered ${status}.`,
  status,
  check: checks.transport,
  terms: longTimeout,
  ...on(status, () => 'silence'),
});

const closing = (status: number): Deviant => ({
  name: `status-${status}-as-closed-connection`,
  sentence: `Closes the connection in place of answering ${status}.`,
  status,
  check: checks.transport,
  ...on(status, () => 'close'),
});

const otherSuccess = (other: number): Deviant => ({
  name: `status-202-as-${other}`,
  sentence: `Answers an accepted upgrade ${other} in place of 202.`,
  status: 202,
  check: checks.status,
  ...on(202, (answer) => ({ ...answer, status: other, ...(other === 204 && { body: Buffer.of() }) })),
});

const redirects: readonly (readonly [status: number, other: number, what: string])[] = [
  [202, 303, 'an accepted upgrade to the page of the new instance'],
  [202, 307, 'an upgrade to another host'],
  [400, 302, 'a faulty request to a page of explanations'],
  [401, 302, 'who has no token to a login page'],
  [404, 301, 'what is not there to the root'],
  [405, 308, 'another method to another path'],
  [503, 307, 'to another region while the service is unavailable'],
];

const redirect = ([status, other, what]: (typeof redirects)[number]): Deviant => ({
  name: `redirect-${status}-as-${other}`,
  sentence: `Redirects ${what} (${other}).`,
  status,
  check: checks.status,
  ...on(status, () => ({
    status: other,
    headers: [['Location', 'https://db.example/elsewhere']],
    body: Buffer.of(),
  })),
});

const others: readonly Deviant[] = [
  {
    name: 'status-202-as-fault',
    sentence: 'Answers 202 with a fault in its body.',
    status: 202,
    check: checks.schema,
    ...on(202, (answer) => bodied(answer, { instanceFault: { code: 500, message: 'Failed.' } })),
  },
  {
    name: 'status-422-as-200-with-fault',
    sentence: 'Answers 200 with the fault of 422 in its body.',
    status: 422,
    check: checks.status,
    ...on(422, (answer) => ({ ...answer, status: 200 })),
  },
  {
    name: 'status-503-as-html-of-a-gateway',
    sentence: 'Answers 503 with the page of a gateway.',
    status: 503,
    check: checks.fault,
    ...on(503, (answer) => texted(headed(answer, 'Content-Type', 'text/html'), '<h1>503</h1>')),
  },
];

export const statuses: readonly Deviant[] = documentedStatuses
  .flatMap((status) => [
    ...(otherDocumented[status] ?? []).map((other) => instead(status, other)),
    ...undocumented.map((other) => instead(status, other)),
    tooMany(status),
    ...(status === 202 ? [] : [success(status)]),
    silence(status),
    closing(status),
  ])
  .concat(
    [200, 201, 203, 204].map(otherSuccess),
    redirects.map(redirect),
    [503, 413].map((throttle) => asThrottle(422, throttle)),
    others,
  );
