import type { Answer, Asked } from '../proof/behaviour.ts';
import { accepted, always, at, faultWithoutWait, isAction, jsonOf, memberOf } from '../proof/behaviours.ts';
import { askReference } from '../proof/service.ts';
import type { Variant } from './variant.ts';

/** One for each answer that an ambiguity allows. */

type Test = (asked: Asked, answer: Answer, instance: unknown) => boolean;

const segment = ({ path }: Asked, index: number) => path.split('/')[index] ?? '';
const text = ({ body }: Asked) => body.toString();
const message = ({ body }: Answer) => body.toString();
const upgradeMember = (asked: Asked, name: string) => memberOf(memberOf(jsonOf(asked), 'upgrade'), name);
const isKnownVersion = (version: unknown) => /^(5\.[167]|8\.0|10(\.1|\.4|\.4enc)?)$/.test(String(version));
const status = (instance: unknown) => String(at(instance, ['status']));
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const contentType = ({ headers }: Asked) => headers.get('content-type');

const unknownDatastore: Test = (asked, answer) => {
  const [type, version] = ['datastore_type', 'datastore_version'].map((name) => upgradeMember(asked, name));
  const unknown =
    !/^(mysql|mariadb|percona)$/.test(String(type)) ||
    !isKnownVersion(version) ||
    (type === 'mysql' && version === '10.4enc');
  return (
    answer.status === 400 &&
    typeof type === 'string' &&
    typeof version === 'string' &&
    unknown &&
    asked.body.byteLength < 1e6
  );
};

const unusual: Test = (asked) =>
  asked.method === 'POST' &&
  contentType(asked) !== null &&
  (/"unknown":|trailing$|\}\{|,\}$|^\ufeff/.test(text(asked)) || text(asked).split('"upgrade"').length === 3);

const replicated: Test = (_, answer, instance) =>
  answer.status === 422 &&
  (status(instance) === 'VERIFY_UPGRADE' ||
    /replica/.test(message(answer)) ||
    memberOf(instance, 'replica_of') !== undefined);

const busy: Test = (_, answer, instance) =>
  answer.status === 422 && !/^(ACTIVE|VERIFY_UPGRADE|undefined)$/.test(status(instance));

const undocumentedUpgrade: Test = (_, answer, instance) =>
  answer.status === 422 && status(instance) === 'ACTIVE' && !/replica/.test(message(answer));

const oversized: Test = ({ body }) => body.byteLength > 1e6;

const families: readonly (readonly [
  ambiguity: string,
  what: string,
  statuses: readonly number[],
  test: Test,
])[] = [
  ['AMB-UNDOCUMENTED-UPGRADE', 'an upgrade that is not documented', [400], undocumentedUpgrade],
  ['AMB-UNKNOWN-DATASTORE', 'an unknown datastore', [404, 422], unknownDatastore],
  [
    'AMB-UNKNOWN-ACTION',
    'an unknown action',
    [422, 501],
    (asked) => /^{"(frobnicate|UPGRADE)"/.test(text(asked)),
  ],
  ['AMB-BUSY-INSTANCE', 'a busy instance', [400, 404, 202], busy],
  ['AMB-REPLICATED', 'an instance in replication', [400, 403], replicated],
  [
    'AMB-FOREIGN-ACCOUNT',
    'another account',
    [401, 404],
    (_, answer) => answer.status === 403 && !/role/.test(message(answer)),
  ],
  ['AMB-FOREIGN-INSTANCE', "another account's instance", [403], () => false],
  [
    'AMB-ROLE',
    'a role that may only read',
    [401],
    (_, answer) => answer.status === 403 && /role/.test(message(answer)),
  ],
  [
    'AMB-MALFORMED-ID',
    'an id that is no UUID',
    [400],
    (asked, answer) => answer.status === 404 && segment(asked, 1) === 'v1.0' && !uuid.test(segment(asked, 4)),
  ],
  ['AMB-METHOD', 'another method', [501], (_, answer) => answer.status === 405],
  [
    'AMB-UNRECOGNISED-METHOD',
    'a method that no server knows',
    [405, 400, 401, 403, 404, 415, 422],
    ({ method }) => method === 'FROBNICATE',
  ],
  [
    'AMB-NO-CONTENT-TYPE',
    'no Content-Type',
    [400, 202],
    (asked, answer) => answer.status === 415 && contentType(asked) === null,
  ],
  ['AMB-OVERSIZED', 'a value of megabytes', [413, 422], oversized],
  ['AMB-ROBUSTNESS', 'a body of unusual form', [202, 401, 403, 404, 405, 413, 415, 422], unusual],
];

const variant = (ambiguity: string, what: string, other: number, test: Test): Variant => ({
  name: `tolerated-${ambiguity.slice('AMB-'.length).toLowerCase()}-${other}`,
  sentence: `Answers ${what} ${other}.`,
  ambiguity,
  tolerated: other,
  make: (reference) => ({
    async answer(answer, asked) {
      if (!isAction(asked)) return answer;
      // Only what is unprocessable depends on the instance.
      const path = asked.path.replace(/\/action$/, '');
      const instance =
        answer.status === 422
          ? memberOf(
              jsonOf(await askReference(reference, { ...asked, method: 'GET', path, body: Buffer.of() })),
              'instance',
            )
          : undefined;
      // Another account's instance differs from an absent one in the account in the path, the run's own.
      const foreign =
        ambiguity === 'AMB-FOREIGN-INSTANCE' &&
        answer.status === 404 &&
        segment(asked, 2) === reference.defaults.accountId &&
        uuid.test(segment(asked, 4));
      if (!foreign && !test(asked, answer, instance)) return answer;
      if (other === 202) return accepted(asked);
      const refusal = faultWithoutWait(other);
      return asked.method === 'HEAD' ? { ...refusal, body: Buffer.of() } : refusal;
    },
  }),
});

const page = (of: number): Answer => ({
  status: of,
  headers: [['Content-Type', 'text/html']],
  body: Buffer.from(`<html><h1>${of}</h1></html>`),
});

/** What a front end answers by itself. */
const front = (
  name: string,
  sentence: string,
  ambiguity: string,
  of: Answer,
  test: (asked: Asked) => boolean,
): Variant => ({
  name,
  sentence,
  ambiguity,
  tolerated: of.status,
  make: always({ answer: (answer, asked) => (test(asked) ? of : answer) }),
});

const unrecognised = ({ method }: Asked) => method === 'FROBNICATE';
const empty = (of: number): Answer => ({ status: of, headers: [], body: Buffer.of() });

export const tolerated: readonly Variant[] = [
  ...families.flatMap(([ambiguity, what, statuses, test]) =>
    statuses.map((other) => variant(ambiguity, what, other, test)),
  ),
  front(
    'front-end-400',
    'Answers an unknown method 400 with a page.',
    'AMB-UNRECOGNISED-METHOD',
    page(400),
    unrecognised,
  ),
  front(
    'front-end-405-empty',
    'Answers an unknown method 405 without a body.',
    'AMB-UNRECOGNISED-METHOD',
    empty(405),
    unrecognised,
  ),
  front(
    'front-end-501',
    'Answers an unknown method 501 with a page.',
    'AMB-UNRECOGNISED-METHOD',
    page(501),
    unrecognised,
  ),
  front(
    'front-end-404',
    'Answers an unknown method 404 with a page.',
    'AMB-UNRECOGNISED-METHOD',
    page(404),
    unrecognised,
  ),
  front(
    'front-end-501-empty',
    'Answers an unknown method 501 without a body.',
    'AMB-UNRECOGNISED-METHOD',
    empty(501),
    unrecognised,
  ),
  front(
    'front-end-413',
    'Answers megabytes 413 with a page.',
    'AMB-OVERSIZED',
    page(413),
    (asked) => asked.body.byteLength > 1e6,
  ),
];
