import { checkPages, type DriftReport } from '../../../src/pages/drift/check.ts';
import type { PageOperation } from '../../../src/pages/rst/operation.ts';
import { type OwnApi, ownApi } from '../../support/apis.ts';
import { code, gridTable, pageOf } from '../../support/pages/form.ts';
import { operationsIn } from '../../support/pages/pages.ts';

/**
 * The page itself is not in this repository. This one has its form and says the same in other words, so that CI sees
 * whether the document and the citations still fit such a page. People who have the page run `spec check` on it.
 */
let own: OwnApi;
beforeAll(async () => {
  own = await ownApi();
});

const instance = {
  id: '0b9e3f2a-4a57-4f0f-9d0e-2f6f3f1c7a11',
  status: 'BUILD',
  name: 'orders',
  created: '2031-05-01T10:00:00Z',
  updated: '2031-05-01T10:00:00Z',
  hostname: 'orders.db.example',
  flavor: { id: '2', ram: 1024, links: [{ href: 'https://db.example/flavors/2', rel: 'self' }] },
  volume: { size: 2 },
  datastore: { type: 'mysql', version: '5.7' },
  replica_of: { id: '1', links: [] },
  schedule: { enabled: true },
  available_upgrades: { current_version: '5.7', upgrades: [] },
  links: [
    { href: 'https://db.example/v1.0/1/instances/0b9e3f2a-4a57-4f0f-9d0e-2f6f3f1c7a11', rel: 'self' },
    { href: 'https://db.example/instances/0b9e3f2a-4a57-4f0f-9d0e-2f6f3f1c7a11', rel: 'bookmark' },
  ],
};

const names: Readonly<Record<number, string>> = {
  202: 'Accepted',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'badMethod',
  413: 'Over Limit',
  415: 'badMediaType',
  422: 'unprocessableEntity',
  500: 'instanceFault',
  501: 'notImplemented',
  503: 'Service Unavailable',
};

const page = pageOf(
  '.. _post-upgrade-version-accountid-instances-instanceid-action:',
  'Upgrade an instance\n~~~~~~~~~~~~~~~~~~~',
  code('POST /{version}/{accountId}/instances/{instanceId}/action'),
  'Gives a database a newer engine.',
  'These are the upgrades that there are:',
  '- MySQL 5.1 to MySQL 5.7\n- MySQL 5.6 to MySQL 5.7 and MariaDB 10.4enc\n- MariaDB 10/10.1 to MariaDB 10.4\n- MariaDB 10.4 to MariaDB 10.4enc',
  'It answers before it is done.',
  'The response codes are these:',
  gridTable(
    ['Response Code', 'Name', 'Description'],
    Object.entries(names).map(([status, name]) => [
      status,
      name,
      `What ${status} stands for in words of our own.`,
    ]),
  ),
  'Request\n-------',
  'The URI parameters are these:',
  gridTable(
    ['Name', 'Type', 'Description'],
    [
      ['{accountId}', 'String', 'Whose it is.'],
      ['{instanceId}', 'String', 'Which one it is.'],
    ],
  ),
  '**Example: JSON request**',
  'It is sent so:',
  code(
    'POST /v1.0/1/instances/1/action HTTP/1.1',
    'User-Agent: curl',
    'Host: db.example',
    'X-Auth-Token: letmein',
    'Accept: application/json',
    'Content-Type: application/json',
    '',
    JSON.stringify({ upgrade: { datastore_type: 'mysql', datastore_version: '5.7' } }, null, 2),
  ),
  'Response\n--------',
  '**Example: JSON response**',
  'It is answered so:',
  code(
    'HTTP/1.1 202 Accepted',
    'Content-Type: application/json',
    'Via: 1.1 proxy',
    'Content-Length: 1',
    'Date: Thu, 01 May 2031 10:00:00 GMT',
    '',
    JSON.stringify({ instance }, null, 2),
  ),
);

function check(pages: readonly PageOperation[]): DriftReport {
  const { requirements, sources, document } = own.specification;
  return checkPages(pages, document, { requirements, sources: sources.pages });
}

const isOfWords = (kind: string) => /^(citation|not-normative)-changed$/.test(kind);

test('a page of that form agrees with the document in all but its words', async () => {
  const { findings } = check(await operationsIn(page));
  expect(findings.filter(({ kind }) => !isOfWords(kind))).toEqual([]);
});

/** Whether the page of the upgrade states a requirement: alone, or as the pages of other operations do. */
function isOfPage(id: string): boolean {
  const { page: name, appliesTo = [] } = own.specification.requirements[id] ?? {};
  return name === 'upgrade' || ['all', 'actions', 'upgradeInstance'].some((one) => appliesTo.includes(one));
}

test('every citation of the page leads somewhere, and each digest is of other words than these', async () => {
  const { requirements, findings } = check(await operationsIn(page));
  const verdicts = Object.entries(requirements).filter(([id]) => isOfPage(id));
  expect(verdicts.length).toBeGreaterThan(40);
  for (const [, { verdict }] of verdicts) expect(['holds', 'changed']).toContain(verdict);
  const changed = findings.flatMap(({ kind, requirement }) =>
    kind === 'citation-changed' ? [requirement] : [],
  );
  expect(changed).toEqual(expect.arrayContaining(['STATUS-404', 'PATH-ACCOUNT', 'BODY-ID']));
});

test('what other pages state is not checked, and not passed', async () => {
  const { requirements } = check(await operationsIn(page));
  const others = Object.keys(own.specification.requirements).filter((id) => !isOfPage(id));
  expect(others.length).toBeGreaterThan(20);
  for (const id of others)
    expect({ id, verdict: requirements[id]?.verdict }).toEqual({ id, verdict: 'not-checked' });
});

test.each([
  ['|413 ', '|418 ', ['code-not-in-document', 'code-not-on-page', 'uncited', 'citation-lost']],
  ['MySQL 5.1 to', 'MySQL 5.5 to', ['listed-without-example', 'example-not-listed']],
  ['"datastore_version": "5.7"', '"datastore_version": 5.7', ['example-schema', 'example-not-in-document']],
  ['"size": 2', '"size": "2"', ['example-schema']],
  ['/instances/{instanceId}/action', '/instances/{instanceId}/actions', ['path-changed']],
])('%s edited to %s is reported', async (old, replacement, kinds) => {
  expect(page).toContain(old);
  const { findings } = check(await operationsIn(page.replace(old, replacement)));
  const found = findings.map(({ kind }) => kind).filter((kind) => !isOfWords(kind));
  expect([...new Set(found)].sort()).toEqual([...kinds].sort());
});

describe('sources.yaml', () => {
  const sentence = expect.stringMatching(/^[A-Z].*\.$/);

  test('has the page of every requirement, and no other', () => {
    const { requirements, sources } = own.specification;
    const cited = Object.values(requirements).map((requirement) => requirement.page);
    const described = Object.keys(sources.pages).filter((name) => sources.pages[name]?.anchor !== undefined);
    expect(Object.keys(sources.pages).sort()).toEqual([...new Set([...cited, ...described])].sort());
  });

  test('whose page can be checked has a digest; others could not have one', () => {
    const { requirements, sources } = own.specification;
    for (const [id, { page: name, digest, digests = {} }] of Object.entries(requirements)) {
      const checkable = name === 'operation' || sources.pages[name]?.anchor !== undefined;
      const all = [...(digest === undefined ? [] : [digest]), ...Object.values(digests)];
      expect({ id, digests: all.length > 0 }).toEqual({ id, digests: checkable });
      for (const one of all) expect(one).toMatch(/^[0-9a-f]{16}$/);
    }
  });

  test('gives a reason for everything that is not normative', () => {
    for (const { notNormative = [] } of Object.values(own.specification.sources.pages))
      for (const { reason, section } of notNormative)
        expect({ reason, section }).toEqual({ reason: sentence, section: expect.stringMatching(/./) });
  });

  test('names the faults as the document does', () => {
    const faults = [...own.operation.responses.values()].flatMap(({ status, fault }) =>
      fault === undefined ? [] : [[String(status), fault]],
    );
    expect(Object.entries(own.specification.sources.faults)).toEqual(faults);
  });
});
