import { directoryWith, parsed, refusal, run } from '../cli/support.ts';

const off = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
const at = ['--target', 'https://target.test'];
const keystone = {
  type: 'keystone-v3',
  url: 'https://id.test/v3',
  userId: 'me',
  password: 'a-long-password',
};

test('is refused for a target with TLS, with the option to give', async () => {
  const { message, exitCode, kind } = await refusal(parsed(at, off));
  expect({ exitCode, kind }).toEqual({ exitCode: 2, kind: 'usage' });
  expect(message).toContain('NODE_TLS_REJECT_UNAUTHORIZED=0');
  expect(message).toContain('--insecure');
  expect((await refusal(parsed(['verify', ...at], off))).exitCode).toBe(2);
});

test.each<[string, string[], Record<string, string>]>([
  ['the state endpoint', ['--insecure', '--states', 'https://states.test'], {}],
  ['the proxy', ['--insecure'], { https_proxy: 'https://proxy.test' }],
])('is refused for %s, which --insecure is not about', async (what, argv, env) => {
  const { message } = await refusal(parsed([...at, ...argv], { ...env, ...off }));
  expect(message).toContain(`the certificate of ${what} is always checked`);
});

test('is refused for an identity service', async () => {
  const directory = await directoryWith({ 'conf.json': JSON.stringify({ auth: keystone }) });
  const argv = ['--target', 'http://target.test', '--config', directory.file('conf.json')];
  expect((await refusal(parsed(argv, off))).message).toContain('the certificate of the identity service');
  await directory.remove();
});

test.each<[string, string[], Record<string, string>]>([
  ['nothing speaks TLS', ['--target', 'http://target.test', '--states', 'http://states.test'], off],
  ['the target is built in', [], off],
  ['--insecure says the same', [...at, '--insecure'], off],
  ['it is not off', at, { NODE_TLS_REJECT_UNAUTHORIZED: '1' }],
  ['Node does not read it as off', at, { NODE_TLS_REJECT_UNAUTHORIZED: 'false' }],
])('is no matter where %s', async (_why, argv, env) => expect(await run(argv, env)).toBeDefined());
