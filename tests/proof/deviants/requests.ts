import type { Answer, Asked } from '../proof/behaviour.ts';
import { accepting, at, fault, headed, jsonOf, memberOf, when } from '../proof/behaviours.ts';
import { checks, type Deviant } from './deviant.ts';

/** Faulty bodies accepted, and unusual ones that bring the provider down. */

const isGone = ({ body }: Asked) => body.byteLength === 0;
const text = ({ body }: Asked) => body.toString();
const isJson = (asked: Asked) => jsonOf(asked) !== undefined;
/** The media type is right, so that the body is what is wrong. */
const asJson = (asked: Asked) => asked.headers.get('content-type')?.startsWith('application/json') === true;

const kindOf = (value: unknown): string =>
  value === undefined
    ? 'missing'
    : value === null
      ? 'null'
      : Array.isArray(value)
        ? 'array'
        : value === ''
          ? 'empty'
          : typeof value;

type Test = (asked: Asked) => boolean;

const acceptedBody = (name: string, what: string, rule: string, test: Test): Deviant => ({
  name: `accepts-${name}`,
  sentence: `Accepts a body ${what}.`,
  status: 400,
  check: checks.status,
  case: `400/${name}`,
  rule,
  make: accepting((asked, { status }) => status === 400 && asJson(asked) && test(asked)),
});

const bodies = [
  acceptedBody('body-missing', 'that is not there', 'body-faults', isGone),
  acceptedBody('body-malformed', 'cut short', 'body-faults', (asked) => isObjectCutShort(text(asked))),
  acceptedBody('body-not-json', 'that is no JSON', 'body-faults', (asked) => text(asked).startsWith('this')),
  ...['array', 'string', 'number', 'boolean', 'null'].map((kind) =>
    acceptedBody(
      `body-${kind}`,
      `that is ${kind === 'null' ? kind : `of the type ${kind}`}`,
      'body-faults',
      (asked) => isJson(asked) && kindOf(jsonOf(asked)) === kind,
    ),
  ),
];

/** Not to be confused with a body that ends in anything else. */
function isObjectCutShort(body: string): boolean {
  return (
    body.startsWith('{') && body.endsWith('"}') && jsonOf({ body: Buffer.from(`${body}}`) }) !== undefined
  );
}

const properties: readonly (readonly [path: readonly string[], faults: readonly string[]])[] = [
  [['upgrade'], ['missing', 'null', 'boolean', 'number', 'string', 'array']],
  [
    ['upgrade', 'datastore_type'],
    ['missing', 'null', 'boolean', 'number', 'array', 'object', 'empty'],
  ],
  [
    ['upgrade', 'datastore_version'],
    ['missing', 'null', 'boolean', 'number', 'array', 'object', 'empty'],
  ],
];

const propertyBodies = properties.flatMap(([path, faults]) =>
  faults.map((kind) =>
    acceptedBody(
      `${path.join('.').replaceAll('_', '-')}-${kind}`,
      `whose ${path.join('.')} is ${kind}`,
      'property-faults',
      (asked) => {
        const body = jsonOf(asked);
        const parent = at(body, path.slice(0, -1));
        // Without an action at all, or with another one, it is not this member that is wrong.
        const others =
          path.length === 1 ? Object.keys(Object(body)).some((name) => name !== 'upgrade') : false;
        return kindOf(parent) === 'object' && !others && kindOf(at(body, path)) === kind;
      },
    ),
  ),
);

const asks =
  (test: (type: unknown, version: unknown) => boolean): Test =>
  (asked) => {
    const upgrade = memberOf(jsonOf(asked), 'upgrade');
    return test(memberOf(upgrade, 'datastore_type'), memberOf(upgrade, 'datastore_version'));
  };

const values = [
  acceptedBody(
    'datastore-unknown-type',
    'with an unknown datastore type',
    'rows',
    asks((type) => type === 'no-such-datastore'),
  ),
  acceptedBody(
    'datastore-unknown-version',
    'with an unknown version',
    'rows',
    asks((_, version) => version === '99.9'),
  ),
  acceptedBody(
    'datastore-version-of-another-type',
    'with a version that only another type has',
    'rows',
    asks((type, version) => type === 'mysql' && version === '10.4enc'),
  ),
  acceptedBody(
    'datastore-version-as-words',
    'with a version in words',
    'rows',
    asks((_, version) => /^the /.test(String(version))),
  ),
  acceptedBody(
    'action-unknown',
    'with an unknown action',
    'rows',
    (asked) =>
      kindOf(at(jsonOf(asked), ['frobnicate', 'datastore_type'])) === 'missing' &&
      kindOf(at(jsonOf(asked), ['frobnicate'])) === 'object',
  ),
  acceptedBody(
    'action-unknown-with-members',
    'with an unknown action that has the members of the upgrade',
    'rows',
    (asked) => kindOf(at(jsonOf(asked), ['frobnicate', 'datastore_type'])) === 'string',
  ),
  acceptedBody('unusual-upper-case-action', 'with the action in upper case', 'rows', (asked) =>
    text(asked).includes('"UPGRADE"'),
  ),
  acceptedBody(
    'oversized-datastore-type',
    'with a type of megabytes',
    'rows',
    (asked) => asked.body.byteLength > 1e6 && text(asked).startsWith('{"upgrade":{"datastore_type":"xx'),
  ),
  acceptedBody(
    'oversized-datastore-version',
    'with a version of megabytes',
    'rows',
    (asked) => asked.body.byteLength > 1e6 && text(asked).startsWith('{"upgrade":{"datastore_type":"mysql"'),
  ),
];

/** Unusual bodies: nearly every documented answer is tolerated, an internal error or none is not. */
const unusual: readonly (readonly [slug: string, what: string, test: Test])[] = [
  [
    'unusual-unknown-member',
    'an unknown member',
    (asked) =>
      text(asked).endsWith('}},"unknown":true}'.slice(2)) && !text(asked).includes('"unknown":true}}'),
  ],
  [
    'unusual-unknown-inner-member',
    'an unknown inner member',
    (asked) => text(asked).includes('"unknown":true}}'),
  ],
  [
    'unusual-duplicate-member',
    'the action given twice',
    (asked) => isJson(asked) && text(asked).split('"upgrade"').length === 3,
  ],
  ['unusual-deep-nesting', 'a member nested deep', (asked) => text(asked).includes('[[[[')],
  [
    'unusual-long-string',
    'a long member',
    (asked) => text(asked).includes('xxxx') && asked.body.byteLength < 100_000,
  ],
  ['unusual-nul-escape', 'an escaped NUL', (asked) => text(asked).includes('\\u0000')],
  ['unusual-raw-control-character', 'a raw control character', (asked) => text(asked).includes('\u0001')],
  ['unusual-lone-surrogate-escape', 'an escaped lone surrogate', (asked) => text(asked).includes('\\ud800')],
  [
    'unusual-invalid-utf-8',
    'bytes that are not UTF-8',
    ({ body }) => body.includes(Buffer.from([0xed, 0xa0])),
  ],
  ['unusual-upper-case-action', 'the action in upper case', (asked) => text(asked).includes('"UPGRADE"')],
  ['unusual-trailing-bytes', 'bytes after the JSON text', (asked) => text(asked).endsWith(' trailing')],
  ['unusual-two-texts', 'two JSON texts', (asked) => text(asked).includes('}{')],
  ['unusual-byte-order-mark', 'a byte order mark', (asked) => text(asked).startsWith('\ufeff')],
  ['unusual-trailing-comma', 'a comma after the last member', (asked) => text(asked).endsWith(',}')],
];

const failing = unusual.map(([name, what, test]): Deviant => {
  return {
    name: `fails-on-${name}`,
    sentence: `Answers 500 to a body with ${what}.`,
    status: 400,
    check: checks.status,
    case: `400/${name}`,
    rule: 'rows',
    make: when(
      (asked) => asJson(asked) && test(asked),
      () => fault(500),
    ),
  };
});

const broken: readonly Deviant[] = [
  {
    name: 'drops-the-connection-on-deep-nesting',
    sentence: 'Ends without an answer at a body nested deep.',
    status: 400,
    check: checks.transport,
    case: '400/unusual-deep-nesting',
    rule: 'rows',
    make: when(
      (asked) => text(asked).includes('[[[['),
      () => 'close',
    ),
  },
  {
    name: 'drops-the-connection-on-megabytes',
    sentence: 'Ends without an answer at a value of megabytes.',
    status: 400,
    check: checks.transport,
    case: '400/oversized-datastore-type',
    rule: 'rows',
    make: when(
      ({ body }) => body.byteLength > 1e6,
      () => 'close',
    ),
  },
  {
    name: 'fails-on-megabytes',
    sentence: 'Answers 500 to a value of megabytes.',
    status: 400,
    check: checks.status,
    case: '400/oversized-datastore-version',
    rule: 'rows',
    make: when(
      ({ body }) => body.byteLength > 1e6,
      () => fault(500),
    ),
  },
  {
    name: 'html-400-on-megabytes',
    sentence: 'Answers 400 with HTML to a value of megabytes: what the application would say is JSON.',
    status: 400,
    check: checks.fault,
    case: '400/oversized-datastore-type',
    rule: 'rows',
    make: when(
      ({ body }) => body.byteLength > 1e6,
      () => ({
        status: 400,
        headers: [['Content-Type', 'text/html']],
        body: Buffer.from('<h1>400</h1>'),
      }),
    ),
  },
];

const inHtml = (answer: Answer): Answer => ({
  ...answer,
  headers: [['Content-Type', 'text/html']],
  body: Buffer.from(`<h1>${answer.status}</h1>`),
});

/** Who asks for no format in particular gets an error page. */
const formats = (
  [
    ['without-accept', 'without Accept', ({ headers }) => !headers.has('accept')],
    ['accept-anything', 'that accepts anything', ({ headers }) => headers.get('accept') === '*/*'],
  ] as const satisfies readonly (readonly [string, string, Test])[]
).flatMap(([slug, what, test]): Deviant[] => [
  {
    name: `html-${slug === 'without-accept' ? slug : 'for-anything'}`,
    sentence: `Answers every faulty request ${what} in HTML.`,
    status: 404,
    check: checks.fault,
    case: `404/${slug}`,
    rule: 'default-format',
    make: when((asked, { status }) => status >= 400 && test(asked), inHtml),
  },
  ...[400, 401, 403, 404, 405, 415, 422, 500].map((status): Deviant => {
    return {
      name: `html-${status}-${slug}`,
      sentence: `Answers a request ${what} in HTML where ${status} is documented.`,
      status,
      check: checks.contentType,
      case: `${status}/${slug}`,
      rule: 'default-format',
      touches: status,
      make: when((asked, answer) => answer.status === status && test(asked), inHtml),
    };
  }),
]);

const plainText: Deviant = {
  name: 'plain-text-without-accept',
  sentence: 'Answers 415 as plain text where no format is asked for.',
  status: 415,
  check: checks.contentType,
  case: '415/without-accept',
  rule: 'default-format',
  make: when(
    ({ headers }, { status }) => status === 415 && !headers.has('accept'),
    (answer) => headed(answer, 'Content-Type', 'text/plain'),
  ),
};

export const requests: readonly Deviant[] = [
  ...bodies,
  ...propertyBodies,
  ...values,
  ...failing,
  ...broken,
  ...formats,
  plainText,
];
