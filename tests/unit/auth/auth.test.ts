import { Ajv2020 } from 'ajv/dist/2020.js';
import { authKind } from '../../../src/auth/index.ts';
import type { Json } from '../../../src/model/json.ts';
import { directoryWith, parsed, refusal, run } from '../cli/support.ts';

const target = 'http://target.test';
const url = 'https://identity.test/v2.0';
const secret = 'S3cr3t-password';

const command = { type: 'command', command: 'print-token' };
const v2 = { type: 'keystone-v2', url, username: 'demo', apiKey: secret };
const v3 = { type: 'keystone-v3', url, username: 'demo', password: secret };
const application = {
  type: 'keystone-v3',
  url,
  applicationCredentialId: 'id',
  applicationCredentialSecret: secret,
};
const without = (value: Readonly<Record<string, Json>>, key: string) =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));

const good: readonly (readonly [string, Json])[] = [
  ['a command', command],
  ['an API key', v2],
  ['an API key for a tenant', { ...v2, tenantId: '1234' }],
  ['a password for a tenant', { ...without(v2, 'apiKey'), password: secret, tenantName: 't' }],
  ['a password of version 3', v3],
  ['a password by the id of the user', { ...without(v3, 'username'), userId: 'u' }],
  ['a domain of the user', { ...v3, userDomainName: 'd' }],
  ['a project by id', { ...v3, projectId: 'p' }],
  ['a project by name', { ...v3, userDomainId: 'u', projectName: 'p', projectDomainName: 'd' }],
  ['an application credential', application],
];

const bad: readonly (readonly [string, Json, ...string[]])[] = [
  ['text', 'print-token', 'must be a mapping with a type', 'command, keystone-v2, keystone-v3'],
  ['a list', [command], 'must be a mapping'],
  ['no type', { url }, 'lacks the key type', 'command, keystone-v2, keystone-v3'],
  [
    'an unknown type',
    { ...v2, type: 'keystone-v4' },
    'has the type "keystone-v4"',
    'did you mean keystone-v',
  ],
  ['a type that is no text', { ...v2, type: 2 }, 'has the type 2'],
  ['an unknown key', { ...without(v3, 'password'), pasword: secret }, '"pasword"', 'did you mean password?'],
  ['a key of another type', { ...v2, projectId: 'p' }, '"projectId"', 'url, username, apiKey'],
  ['a prototype', JSON.parse('{"type": "command", "command": "x", "__proto__": {"a": 1}}'), '"__proto__"'],
  ['a scope beside an application credential', { ...application, projectId: 'p' }, '"projectId"'],
  ['a password beside an application credential', { ...application, password: secret }, '"password"'],
  ['no url', without(v2, 'url'), 'lacks the key url'],
  ['no command', { type: 'command' }, 'lacks the key command'],
  ['no secret', without(v2, 'apiKey'), 'lacks the key apiKey or password'],
  ['no password', without(v3, 'password'), 'lacks the key password'],
  ['no user', without(v3, 'username'), 'lacks the key username or userId'],
  [
    'half an application credential',
    without(application, 'applicationCredentialId'),
    'lacks the key applicationCredentialId',
  ],
  ['two secrets', { ...v2, password: secret }, 'has apiKey and password; give one of them'],
  ['two users', { ...v3, userId: 'u' }, 'has username and userId'],
  ['two tenants', { ...v2, tenantId: '1', tenantName: 't' }, 'has tenantId and tenantName'],
  ['two projects', { ...v3, projectId: '1', projectName: 't' }, 'has projectId and projectName'],
  [
    'a domain without a name',
    { ...v3, projectDomainId: 'd' },
    'projectDomainId, which needs projectName beside it',
  ],
  [
    'a domain of an id',
    { ...without(v3, 'username'), userId: 'u', userDomainId: 'd' },
    'needs username beside it',
  ],
  ['an empty secret', { ...v2, apiKey: '' }, 'has an empty apiKey'],
  ['no value', { ...v2, apiKey: null }, 'has an empty apiKey'],
  ['a number for text', { ...v2, tenantId: 1234 }, 'text as its tenantId', 'in quotes'],
  ['a mapping for text', { ...v2, apiKey: { key: secret } }, 'text as its apiKey'],
  ['a url of another scheme', { ...v2, url: 'ftp://identity.test' }, 'url', 'http:// or https://'],
  [
    'a url with a password',
    { ...v2, url: `https://a:${secret}@identity.test` },
    'url',
    'not hold a user name',
  ],
  ['a url with a query', { ...v2, url: `${url}?key=${secret}` }, 'url', 'not have a query'],
  ['nothing', null, 'is empty'],
];

async function inFile<T>(content: Json, work: (file: string) => Promise<T>): Promise<T> {
  const directory = await directoryWith({ 'conf.json': JSON.stringify(content) });
  return work(directory.file('conf.json')).finally(directory.remove);
}

describe('auth', () => {
  test.each(good)('may be %s', async (_name, auth) => {
    await inFile({ target, auth }, async (file) => {
      const settings = await run(['--config', file]);
      expect(settings.auth?.type).toBe((auth as { type: string }).type);
      expect(settings.values).toEqual({ version: 'v1.0' });
      expect(settings.given.auth).toBe('(not shown)');
    });
  });

  test.each(bad)('may not be %s', async (_name, auth, ...fragments) => {
    await inFile({ target, auth }, async (file) => {
      const { message, kind, exitCode } = await refusal(parsed(['--config', file]));
      expect({ kind, exitCode }).toEqual({ kind: 'configuration', exitCode: 2 });
      expect(message).toContain(`auth in ${file} `);
      for (const fragment of fragments) expect(message).toContain(fragment);
      expect(message).not.toContain(secret);
    });
  });

  test('has a schema that admits the same', () => {
    const errors = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(authKind.schema);
    for (const [name, auth] of good) expect({ name, valid: validate(auth) }).toEqual({ name, valid: true });
    for (const [name, auth] of bad) {
      // What a URL has to be is more than a schema says.
      if (!name.startsWith('a url')) expect({ name, valid: validate(auth) }).toEqual({ name, valid: false });
    }
    expect(errors).not.toHaveBeenCalled();
    errors.mockRestore();
  });

  test('takes its secrets from variables', async () => {
    const auth = { ...v2, apiKey: `$${'{KEY}'}` };
    await inFile({ target, auth }, async (file) => {
      const { auth } = await run(['--config', file], { KEY: secret });
      expect(auth?.secrets).toEqual([{ key: 'apiKey', name: 'CLOUDDB_API_KEY', value: secret }]);
    });
  });

  test.each([
    ['argument', ['--token', 'long-enough-token'], {}, '--token'],
    ['argument', ['--token-file', 'token.txt'], {}, '--token-file'],
    ['variable', [], { CLOUDDB_TOKEN: 'long-enough-token' }, 'CLOUDDB_TOKEN'],
  ] as const)('cannot go with a token given as %s %j', async (_source, argv, env, label) => {
    const directory = await directoryWith({ 'token.txt': 'long-enough-token' });
    const args = argv.map((text) => (text === 'token.txt' ? directory.file(text) : text));
    await inFile({ target, auth: v2 }, async (file) => {
      const { message, kind } = await refusal(parsed(['--config', file, ...args], env));
      expect(kind).toBe('configuration');
      expect(message).toBe(`auth in ${file} and ${label} are both given; give one of them.`);
    });
    await directory.remove();
  });

  test('cannot go with the built-in target', async () => {
    await inFile({ auth: v2 }, async (file) => {
      const { message } = await refusal(parsed(['--config', file]));
      expect(message).toContain('needs --target');
    });
  });

  test('is for run; the other commands leave it alone', async () => {
    await inFile({ target, auth: v2 }, async (file) => {
      expect(await parsed(['list', '--config', file])).toMatchObject({ command: 'list' });
    });
  });

  test('refuses a secret that could not be kept out of reports, unless that is allowed', async () => {
    await inFile({ target, auth: { ...v2, apiKey: 'abc' } }, async (file) => {
      const { message, exitCode } = await refusal(parsed(['--config', file]));
      expect(exitCode).toBe(2);
      expect(message).toContain('has the secret apiKey, which is shorter than 8 characters');
      expect((await run(['--config', file, '--allow-short-secrets'])).auth?.type).toBe('keystone-v2');
    });
  });

  test('stands in a config file only', async () => {
    const { message } = await refusal(parsed(['--auth', 'x', '--target', target]));
    expect(message).toContain('--auth');
    expect(message).toContain('config file');
    const invocation = await parsed(['--target', target], { CLOUDDB_AUTH: 'x' });
    expect(invocation).toMatchObject({
      warnings: [expect.stringContaining('The variable CLOUDDB_AUTH has no effect')],
    });
  });
});
