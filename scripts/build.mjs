/** Compiles the sources, and makes of `spec/` the one JSON file that the command reads at start. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
/** Built beside the last build and put in its place when whole: who is running that is not pulled the rug from under. */
const dist = `${root}/.tmp/dist-${process.pid}`;
process.on('exit', () => rmSync(dist, { recursive: true, force: true }));
const tsc = `${root}/node_modules/typescript/bin/tsc`;
execFileSync(process.execPath, [tsc, '-p', `${root}/tsconfig.build.json`, '--outDir', dist], {
  stdio: 'inherit',
});
const { prepareSpecification } = await import(`${dist}/src/app/specification.js`);
mkdirSync(`${dist}/spec`, { recursive: true });
writeFileSync(`${dist}/spec/specification.json`, JSON.stringify(await prepareSpecification(root)));
copyFileSync(`${root}/spec/report.schema.json`, `${dist}/spec/report.schema.json`);
// What the compiler leaves behind: the program that is JavaScript already, and the contract.
copyFileSync(`${root}/src/pact/verifier-process.mjs`, `${dist}/src/pact/verifier-process.mjs`);
cpSync(`${root}/contracts/pacts`, `${dist}/contracts/pacts`, { recursive: true });
chmodSync(`${dist}/src/cli/main.js`, 0o755);

// A test file that jest runs as CommonJS cannot load an ES module on Node 20, so for `require` there is one file of both.
const jest = `${dist}/src/app/jest`;
buildSync({
  entryPoints: [`${jest}.js`],
  outfile: `${jest}.cjs`,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: { 'import.meta.url': 'moduleUrl' },
  logLevel: 'warning',
});
copyFileSync(`${jest}.d.ts`, `${jest}.d.cts`);

rmSync(`${root}/dist`, { recursive: true, force: true });
renameSync(dist, `${root}/dist`);
