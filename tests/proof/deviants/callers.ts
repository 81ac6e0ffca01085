import type { Answer, Asked, Make } from '../proof/behaviour.ts';
import { accepted, accepting, always, asking, fault, json, when, withHeader } from '../proof/behaviours.ts';
import { headOf } from '../proof/service.ts';
import { checks, type Deviant } from './deviant.ts';

/** Credentials, paths, methods and media types accepted that are none of the documented ones. */

const token = ({ headers }: Asked) => headers.get('x-auth-token');
const unknownToken = '00000000-0000-4000-8000-000000000000';

type Test = (asked: Asked, answer: Answer) => boolean;

const accepts = (status: number, slug: string, what: string, rule: string, test: Test): Deviant => ({
  name: `accepts-${slug}`,
  sentence: `Accepts ${what}.`,
  status,
  check: checks.status,
  case: `${status}/${slug}`,
  rule,
  make: accepting((asked, answer) => answer.status === status && test(asked, answer)),
});

const credentials = [
  accepts(
    401,
    'credential-missing',
    'a request without a token',
    'credential-faults',
    (asked) => token(asked) === null,
  ),
  accepts(401, 'credential-empty', 'an empty token', 'credential-faults', (asked) => token(asked) === ''),
  accepts(
    401,
    'credential-unknown',
    'a token that nobody was given',
    'credential-faults',
    (asked) => token(asked) === unknownToken,
  ),
  accepts(
    401,
    'credential-malformed',
    'a token of one letter',
    'credential-faults',
    (asked) => token(asked) === 'x',
  ),
  accepts(
    401,
    'expired-token',
    'a token that has expired',
    'provider-states',
    (asked) => /^.{36}$/.test(token(asked) ?? '') && token(asked) !== unknownToken,
  ),
];

const segment = ({ path }: Asked, index: number) => path.split('/')[index] ?? '';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const paths = [
  accepts(
    403,
    'read-only-role',
    'the upgrade of a role that may only read',
    'provider-states',
    (asked, { body }) => uuid.test(segment(asked, 2)) && body.includes('role'),
  ),
  accepts(
    403,
    'unknown-account',
    'an account in the path that does not exist',
    'path-parameters',
    (asked) => segment(asked, 2) === '999999999999',
  ),
  accepts(
    403,
    'foreign-account',
    "the upgrade of another account's instance",
    'provider-states',
    (asked, { body }) => uuid.test(segment(asked, 2)) && !body.includes('role'),
  ),
  accepts(
    404,
    'absent-contract-version',
    'any contract version',
    'path-parameters',
    (asked) => segment(asked, 1) === 'v9.9',
  ),
  accepts(
    404,
    'no-contract-version',
    'a path without a contract version',
    'path-parameters',
    (asked) => segment(asked, 1) === 'latest',
  ),
  accepts(
    404,
    'malformed-instance-id',
    'an instance id that is no UUID',
    'path-parameters',
    (asked) => segment(asked, 4) === 'not-an-instance-id',
  ),
  accepts(
    404,
    'overlong-instance-id',
    'an instance id of 300 characters',
    'path-parameters',
    (asked) => segment(asked, 4).length === 300,
  ),
  accepts(404, 'quoted-instance-id', 'an instance id with quotes and spaces', 'path-parameters', (asked) =>
    /%27|'/.test(segment(asked, 4)),
  ),
];

/** The caller's own path tells the two apart: the state of an absent instance has an account of its own. */
const absent = (slug: string, what: string, own: boolean): Deviant => ({
  name: `accepts-${slug}`,
  sentence: `Accepts the upgrade of ${what}.`,
  status: 404,
  check: checks.status,
  case: `404/${slug}`,
  make: ({ defaults }) => ({
    answer: (answer, asked) =>
      answer.status === 404 &&
      asked.method === 'POST' &&
      isVersion(asked) &&
      uuid.test(segment(asked, 4)) &&
      (segment(asked, 2) === defaults.accountId) === own
        ? accepted(asked)
        : answer,
  }),
});

const instances: readonly Deviant[] = [
  {
    ...absent('foreign-instance', "another account's instance under the caller's own path", true),
    rule: 'provider-states',
  },
  absent('absent-instance', 'an instance that does not exist', false),
];

const isVersion = (asked: Asked) => segment(asked, 1) === 'v1.0';

const methodRow = (
  method: string,
  what: string,
  alter: (answer: Answer, asked: Asked) => Answer,
): Deviant => ({
  name: `accepts-method-${method.toLowerCase()}`,
  sentence: what,
  status: 405,
  check: checks.status,
  case: `405/method-${method.toLowerCase()}`,
  rule: 'methods',
  make: when((asked) => asked.method === method, alter),
});

const shown: Answer = { status: 200, headers: json, body: Buffer.from('{"instance":{}}') };

const methods: readonly Deviant[] = [
  methodRow('GET', 'Answers GET on the action with the instance.', () => shown),
  methodRow('HEAD', 'Answers HEAD on the action 200.', () => shown),
  methodRow('PUT', 'Takes PUT for POST.', (_, asked) => accepted(asked)),
  methodRow('PATCH', 'Takes PATCH for POST.', (_, asked) => accepted(asked)),
  methodRow('DELETE', 'Answers DELETE on the action 202.', (_, asked) => accepted(asked)),
  {
    name: 'accepts-method-unrecognised',
    sentence: 'Takes a method that no server knows for POST.',
    status: 501,
    check: checks.status,
    case: '501/method-unrecognised',
    rule: 'methods',
    make: asking((asked) => (asked.method === 'FROBNICATE' ? { ...asked, method: 'POST' } : asked)),
  },
  {
    name: 'closes-on-method-unrecognised',
    sentence: 'Closes the connection on a method that it does not know.',
    status: 501,
    check: checks.transport,
    case: '501/method-unrecognised',
    rule: 'methods',
    make: when(
      ({ method }) => method === 'FROBNICATE',
      () => 'close',
    ),
  },
  {
    name: 'not-found-on-method-unrecognised',
    sentence: 'Does not find what is asked with a method that it does not know.',
    status: 501,
    check: checks.status,
    as: 'warning',
    case: '501/method-unrecognised',
    rule: 'methods',
    make: when(
      ({ method }) => method === 'FROBNICATE',
      () => fault(404),
    ),
  },
  {
    name: 'head-with-body',
    sentence: 'Answers HEAD with a body.',
    status: 405,
    check: checks.head,
    as: 'warning',
    case: '405/method-head',
    rule: 'methods',
    make: headBody(true),
  },
  {
    name: 'head-with-body-on-a-kept-connection',
    sentence: 'Answers HEAD with a body and says that the connection is kept.',
    status: 405,
    check: checks.head,
    as: 'warning',
    case: '405/method-head',
    rule: 'methods',
    make: headBody(false),
  },
];

function headBody(closes: boolean): Make {
  return always({
    wire(_, { method }) {
      if (method !== 'HEAD') return undefined;
      const { headers, body } = fault(405);
      const connection = closes ? [['Connection', 'close'] as const] : [];
      const head = headOf({ status: 405, headers: [...headers, ...connection], body });
      return { pieces: [head, body], ...(closes && { end: 'close' as const }) };
    },
  });
}

const mediaTypes: readonly (readonly [slug: string, type: string])[] = [
  ['text-plain', 'text/plain'],
  ['text-html', 'text/html'],
  ['octet-stream', 'application/octet-stream'],
  ['xml', 'application/xml'],
  ['yaml', 'application/yaml'],
  ['form', 'application/x-www-form-urlencoded'],
  ['multipart', 'multipart/form-data'],
];

const contentType = ({ headers }: Asked) => headers.get('content-type');
const isChunked = ({ headers }: Asked) => headers.has('transfer-encoding');

const formats: readonly Deviant[] = mediaTypes.map(([slug, type]) =>
  accepts(
    415,
    `media-type-${slug}`,
    `a body of ${type}`,
    'media-types',
    (asked) => contentType(asked)?.startsWith(type) === true,
  ),
);

const otherFormats: readonly Deviant[] = [
  {
    name: 'takes-any-media-type-for-json',
    sentence: 'Takes every media type for JSON.',
    status: 415,
    check: checks.status,
    case: '415/media-type-text-plain',
    rule: 'media-types',
    make: asking((asked) =>
      contentType(asked) ? withHeader(asked, 'Content-Type', 'application/json') : asked,
    ),
  },
  {
    name: 'fails-without-content-type',
    sentence: 'Answers 500 to a body without a Content-Type.',
    status: 415,
    check: checks.status,
    case: '415/media-type-missing',
    rule: 'media-types',
    make: when(
      (asked) => contentType(asked) === null && asked.method === 'POST' && asked.body.byteLength > 0,
      () => fault(500),
    ),
  },
];

/** The valid request in a form that HTTP makes equal. */
const forms: readonly Deviant[] = [
  {
    name: 'loses-a-chunked-body',
    sentence: 'Loses a body that comes in chunks, and finds it missing.',
    status: 202,
    check: checks.status,
    as: 'warning',
    case: '202/body-chunked',
    rule: 'equivalent-forms',
    make: asking((asked) => (isChunked(asked) ? { ...asked, body: Buffer.of() } : asked)),
  },
  {
    name: 'fails-on-a-chunked-body',
    sentence: 'Answers 500 to a body that comes in chunks.',
    status: 202,
    check: checks.status,
    case: '202/body-chunked',
    rule: 'equivalent-forms',
    make: when(isChunked, () => fault(500)),
  },
  {
    name: 'knows-media-types-by-case',
    sentence: 'Knows a media type only in lower case.',
    status: 202,
    check: checks.status,
    as: 'warning',
    case: '202/media-type-case',
    rule: 'equivalent-forms',
    make: when(
      (asked) => contentType(asked) === 'Application/JSON',
      () => fault(415),
    ),
  },
];

/** Every operation works, as if the state were not there. */
const states: readonly Deviant[] = (
  [
    [413, 'over-limit', 'an account over its limit'],
    [500, 'instance-fault', 'an instance that has a fault'],
    [501, 'upgrades-not-implemented', 'upgrades where they are not implemented'],
    [503, 'service-unavailable', 'requests while the service takes none'],
  ] as const
).map(([status, slug, what]) =>
  accepts(status, slug, what, 'provider-states', ({ method }) => method === 'POST'),
);

/** The whole of a check is left out. */
const unchecked: readonly Deviant[] = [
  {
    name: 'knows-no-tokens',
    sentence: 'Accepts every token.',
    status: 401,
    check: checks.status,
    make: accepting((_, answer) => answer.status === 401),
  },
  {
    name: 'hides-what-is-forbidden-as-faulty',
    sentence: 'Answers 400 wherever the caller may not do something.',
    status: 403,
    check: checks.status,
    make: when(
      (_, answer) => answer.status === 403,
      () => fault(400),
    ),
  },
];

export const callers: readonly Deviant[] = [
  ...credentials,
  ...paths,
  ...instances,
  ...methods,
  ...formats,
  ...otherFormats,
  ...forms,
  ...states,
  ...unchecked,
];
