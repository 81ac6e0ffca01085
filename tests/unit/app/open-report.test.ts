import { openerOf, withPage } from '../../../src/app/open-report.ts';
import { startProgram } from '../../../src/util/child-process.ts';

const hostile = 'C:\\a & calc %PATH% ^x\\r.html';

test.each(['darwin', 'linux', 'freebsd'] as const)(
  'on %s the path is one argument, without a shell',
  (system) => {
    expect(openerOf(system, '/tmp/a b;c.html')).toEqual({
      file: system === 'darwin' ? 'open' : 'xdg-open',
      args: ['/tmp/a b;c.html'],
    });
  },
);

test('on Windows the line for the shell is a constant: the path is in a variable', () => {
  const { args, env, verbatim } = openerOf('win32', hostile);
  expect(args.join(' ')).toBe('/d /v:off /s /c "start "" "%CLOUDDB_CONFORMANCE_PAGE%""');
  expect(verbatim).toBe(true);
  expect(env?.({ PATH: 'p' })).toEqual({ PATH: 'p', CLOUDDB_CONFORMANCE_PAGE: hostile });
});

test.each([
  ['nothing, unless it was asked for', false, [{ format: 'html', file: 'r.html' }], undefined],
  [
    'the html report that is written',
    true,
    [
      { format: 'json', file: 'a' },
      { format: 'html', file: '/r.html' },
    ],
    '/r.html',
  ],
])('what is opened: %s', async (_, open, reports, page) => {
  expect(await withPage({ open, reports })).toEqual({ reports, ...(page !== undefined && { page }) });
});

test.each([
  ['is not there', 'no-such-program-here', [], 'no-such-program-here was not found'],
  ['fails', process.execPath, ['-e', 'process.exitCode = 3'], `${process.execPath} ended with code 3`],
  ['does its work', process.execPath, ['-e', ''], undefined],
])('a program that %s', async (_, file, args, why) => {
  expect(await startProgram(file, args)).toBe(why);
});
