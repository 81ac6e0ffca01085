/**
 * Compiles the sources, and makes of `spec/` the one JSON file that the command reads at start. With `--if-changed`, only
 * where what it is made of has changed since the last build.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');
/** The digest of what `dist/` was built of. */
const builtOf = `${root}/.tmp/built-of`;

const digest = digestOf([
  ...['src', 'contracts', 'spec', 'package.json', 'package-lock.json'],
  ...['tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs'],
]);
const isBuilt = existsSync(`${root}/dist`) && existsSync(builtOf) && readFileSync(builtOf, 'utf8') === digest;
if (!isBuilt || !process.argv.includes('--if-changed')) await build();

async function build() {
  // Loaded here, because most starts with `--if-changed` do not need it.
  const { buildSync, transform } = await import('esbuild');
  /** Built beside the last build and put in its place when complete, for programs that are running from it. */
  const dist = `${root}/.tmp/dist-${process.pid}`;
  process.on('exit', () => rmSync(dist, { recursive: true, force: true }));
  const tsc = `${root}/node_modules/typescript/bin/tsc`;
  execFileSync(process.execPath, [tsc, '-p', `${root}/tsconfig.build.json`, '--outDir', dist], {
    stdio: 'inherit',
  });
  const built = (module) => import(pathToFileURL(`${dist}/src/app/${module}.js`).href);
  const { prepareSpecification } = await built('prepare-specification');
  const { withCatalogue } = await built('prepare-catalogue');
  const { textOf } = await built('specification-text');
  const specification = withCatalogue(await prepareSpecification(root));
  mkdirSync(`${dist}/spec`, { recursive: true });
  writeFileSync(`${dist}/spec/specification.json`, textOf(specification));
  copyFileSync(`${root}/spec/report.schema.json`, `${dist}/spec/report.schema.json`);
  // What the compiler leaves behind: the program that is JavaScript already, and the contract.
  copyFileSync(`${root}/src/pact/verifier-process.mjs`, `${dist}/src/pact/verifier-process.mjs`);
  cpSync(`${root}/contracts/pacts`, `${dist}/contracts/pacts`, { recursive: true });

  await bundleCommand(dist, transform);
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
  // CommonJS may take types from an ES module only where it says so.
  const types = readFileSync(`${jest}.d.ts`, 'utf8');
  writeFileSync(
    `${jest}.d.cts`,
    types.replace(/ from '\.[^']*'/g, "$& with { 'resolution-mode': 'import' }"),
  );

  rmSync(`${root}/dist`, { recursive: true, force: true });
  renameSync(dist, `${root}/dist`);
  writeFileSync(builtOf, digest);
}

/**
 * Puts the command's own modules into a few files (decision 0015). They stay in the folder of `main.js`, as deep as every
 * room is, so that paths from there hold.
 */
async function bundleCommand(dist, transform) {
  const { rollup } = await import('rollup');
  const cli = `${dist}/src/cli`;
  const bundle = await rollup({
    input: `${cli}/main.js`,
    external: (name) => !/^[./]/.test(name) && !isAbsolute(name),
    plugins: [jsonModules(), withoutComments(transform)],
    onLog(level, { code, message }) {
      // A helper of the compiler asks for it, and knows that it may be absent.
      if (code !== 'THIS_IS_UNDEFINED') throw new Error(`${level}: ${message}`);
    },
  });
  const { output } = await bundle.generate({
    format: 'es',
    chunkFileNames: 'chunk-[name]-[hash].js',
    manualChunks: chunkOf(cli),
  });
  await bundle.close();
  // The generated files of `init` are made from the templates.
  for (const name of readdirSync(cli))
    if (name !== 'templates') rmSync(`${cli}/${name}`, { recursive: true });
  for (const { fileName, code } of output) writeFileSync(`${cli}/${fileName}`, code);
}

/** What every command loads is one file, and what every run loads another. The rest is split where it is loaded late. */
function chunkOf(cli) {
  const moduleOf = (name) => resolve(cli, '..', `${name}.js`);
  const firsts = {
    start: ['cli/command-line'].map(moduleOf),
    run: ['cli/heap', 'cli/commands/run', 'provider-states/http', 'reporters/console'].map(moduleOf),
  };
  const chunks = new Map();
  return (id, { getModuleInfo }) => {
    if (chunks.size === 0)
      for (const [name, queue] of Object.entries(firsts))
        for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
          if (chunks.has(next)) continue;
          chunks.set(next, name);
          queue.push(...(getModuleInfo(next)?.importedIds ?? []).filter(isAbsolute));
        }
    return chunks.get(id);
  };
}

function jsonModules() {
  const transform = (text, id) => (id.endsWith('.json') ? `export default ${text}` : null);
  return { name: 'json-modules', transform };
}

/** Node reads all of a file before it runs any. esbuild writes no comments. */
function withoutComments(transform) {
  const renderChunk = async (code) => (await transform(code, { target: 'node20' })).code;
  return { name: 'without-comments', renderChunk };
}

/** Of the names and contents of files, and of all files in folders. */
function digestOf(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesIn).sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(`${root}/${file}`))
      .update('\0');
  return hash.digest('hex');
}

function filesIn(path) {
  // Made of the other files of `spec/`, for tests.
  if (path.startsWith('spec/specification.json')) return [];
  if (!statSync(`${root}/${path}`).isDirectory()) return [path];
  return readdirSync(`${root}/${path}`).flatMap((name) => filesIn(`${path}/${name}`));
}
