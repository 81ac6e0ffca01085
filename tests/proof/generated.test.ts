import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from '../support/apis.ts';

test('what is made from data is up to date: ambiguities, config schema', async () => {
  // Of the build, which `npm test` makes first.
  const { stderr } = await promisify(execFile)(process.execPath, ['scripts/generate.mjs', '--check'], {
    cwd: root,
  });
  expect(stderr).toBe('');
});
