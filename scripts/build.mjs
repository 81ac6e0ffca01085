/** Compiles the sources, and prepares `spec/` as one JSON file that the command reads at start (decision 0015). */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
/** Builds in a temporary folder and replaces `dist` at the end, so that running processes keep a complete build. */
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
// What the compiler does not copy: a JavaScript program, and the contract.
copyFileSync(`${root}/src/pact/verifier-process.mjs`, `${dist}/src/pact/verifier-process.mjs`);
cpSync(`${root}/contracts/pacts`, `${dist}/contracts/pacts`, { recursive: true });
chmodSync(`${dist}/src/cli/main.js`, 0o755);

// Jest runs test files as CommonJS, which cannot load ES modules on Node 20: `require` gets a bundle.
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
