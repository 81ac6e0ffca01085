import type { CredentialPlace } from '../../../src/openapi/operations.ts';
import { readRequest } from '../../../src/runner/read-resource.ts';
import { operationOf } from '../../support/runs.ts';

const target = { url: 'http://t', userAgent: 'suite/1' };
const header = (name: string, value: string) => expect.arrayContaining([[name, value]]);

test.each<[string, CredentialPlace, string, unknown]>([
  [
    'a header field',
    { in: 'header', name: 'Authorization', form: 'bearer' },
    'http://t/loans?limit=1',
    header('Authorization', 'Bearer good-token'),
  ],
  [
    'the query',
    { in: 'query', name: 'key', form: 'plain' },
    'http://t/loans?key=good-token&limit=1',
    expect.anything(),
  ],
  [
    'a cookie',
    { in: 'cookie', name: 'sid', form: 'plain' },
    'http://t/loans?limit=1',
    header('Cookie', 'sid=good-token'),
  ],
])('a read beside the cases has its credential where they have it: in %s', (_, place, url, headers) => {
  const operation = operationOf({
    credential: { place, others: {}, invalid: { requirements: [], tolerates: [] } },
  });
  const read = { path: '/loans', query: '?limit=1', operation, values: { token: 'good-token' } };
  expect(readRequest(target, read)).toMatchObject({ url, headers });
  const anonymous = readRequest(target, { ...read, withCredential: false });
  expect(JSON.stringify(anonymous)).not.toContain('good-token');
});
