import type { OpenAPIV3_1 } from 'openapi-types';
import { readCredential } from '../../../src/openapi/read-credentials.ts';

const schemes = {
  key: { type: 'apiKey', in: 'header', name: 'X-Key', 'x-invalid': { status: 403 } },
  app: { type: 'apiKey', in: 'header', name: 'X-App' },
  query: { type: 'apiKey', in: 'query', name: 'key' },
  cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
  bearer: { type: 'http', scheme: 'bearer' },
  basic: { type: 'http', scheme: 'basic' },
  digest: { type: 'http', scheme: 'Digest' },
  body: { type: 'apiKey', in: 'body', name: 'key' },
  tls: { type: 'mutualTLS' },
};

type Requirement = readonly string[];

/** @param others the security of other operations of the document */
function read(security: readonly Requirement[] | undefined, others: readonly Requirement[] = []) {
  const asked = (names: Requirement) => Object.fromEntries(names.map((name) => [name, []]));
  const operation: object = { responses: {}, ...(security && { security: security.map(asked) }) };
  const document: object = {
    components: { securitySchemes: schemes },
    security: [{ bearer: [] }],
    paths: Object.fromEntries(
      others.map((names, index) => [`/${index}`, { get: { security: [asked(names)], responses: {} } }]),
    ),
  };
  // Only these parts of a document are looked at.
  return readCredential(document as OpenAPIV3_1.Document, operation, 'paths//a/get');
}

test.each<[string, Requirement[] | undefined, string | undefined]>([
  ['that of the document', undefined, 'header Authorization bearer'],
  ['none', [], undefined],
  ['none, said twice', [[], []], undefined],
  ['that of the operation', [['basic']], 'header Authorization basic'],
  ['a key in the query', [['query']], 'query key plain'],
  ['one that may be absent', [['cookie'], []], 'cookie sid plain optional'],
  ['none, if only one that may be absent cannot be given', [['digest'], []], undefined],
  ['none, if a certificate is enough', [['tls']], undefined],
  ['the first', [['key'], ['bearer']], 'header X-Key plain'],
  ['one that one token gives, before several', [['key', 'app'], ['bearer']], 'header Authorization bearer'],
  ['of several, the one that stands in no header', [['app', 'query']], 'query key plain'],
])('an operation takes %s', (_, security, expected) => {
  const { credential } = read(security);
  const { in: where, name, form, optional } = credential?.place ?? {};
  const shown = [where, name, form, optional && 'optional'].filter((word) => word !== undefined).join(' ');
  expect(shown || undefined).toBe(expected);
});

test('of several, that which most operations take', () => {
  expect(read([['key'], ['basic']], [['basic'], ['basic']]).credential?.place.form).toBe('basic');
  expect(read([['key'], ['basic']], [['key'], ['basic']]).credential?.place.form).toBe('plain');
});

test('what is needed beside the token is named', () => {
  expect(read([['bearer', 'app']]).credential?.others).toEqual({ app: 'X-App' });
  expect(read([['bearer']]).credential?.others).toEqual({});
});

test('the answer to a wrong one is that of its scheme', () => {
  expect(read([['key']]).credential?.invalid.status).toBe(403);
  expect(read([['bearer']]).credential?.invalid.status).toBeUndefined();
});

test.each<[string, Requirement[], string]>([
  [
    'another HTTP scheme',
    [['digest']],
    'digest is the HTTP scheme Digest, and the suite knows bearer and basic',
  ],
  ['a key elsewhere', [['body']], 'the API key body is in body, where header, query or cookie was expected'],
  ['a scheme that is not there', [['lost']], 'the document defines no security scheme lost'],
  [
    'two in one field',
    [['bearer', 'basic']],
    'bearer and basic are needed together, and the suite has one token',
  ],
  ['two outside of headers', [['query', 'cookie']], 'query and cookie are needed together'],
])('%s makes an operation unusable, or is passed over and named', (_, security, why) => {
  expect(() => read(security)).toThrow(
    `at paths//a/get/security, it takes no credential that the suite can give: ${why}`,
  );
  const { credential, notes } = read([...security, ['key']]);
  expect(credential?.place.name).toBe('X-Key');
  expect(notes).toEqual([expect.stringContaining(`Of its credentials one is left out: ${why}`)]);
});

test('a certificate is named, as the token does not give it', () =>
  expect(read([['tls', 'bearer']]).notes).toEqual([expect.stringContaining('security scheme tls')]));
