/** Nothing that a user runs assumes a POSIX system. What Windows does otherwise cannot run here, so the sources are read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const files = ['src', 'contracts', 'scripts', 'examples'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[cm]?[jt]s$/.test(file) && !file.includes('node_modules'))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
);

interface Rule {
  readonly pattern: RegExp;
  /** Files that may, each with its reason. */
  readonly except?: Readonly<Record<string, string>>;
}

const rules: Readonly<Record<string, Rule>> = {
  'import() of a path: use pathToFileURL(path).href': {
    pattern: /(?<![.\w])import\((?!\s*(?:'|pathToFileURL\())/,
  },
  'the path of a file URL by .pathname: use fileURLToPath': {
    pattern: /import\.meta\.url\)\.pathname|import\.meta\.(?:dirname|filename)/,
  },
  'paths of POSIX for files of the user: use join, dirname, sep of node:path': {
    pattern: /\bposix\b.*from 'node:path'/,
  },
  'a process group': {
    pattern: /process\.kill\(-/,
    except: { 'src/util/child-process.ts': 'ends a tree of processes in another way on Windows' },
  },
  'a folder that only POSIX systems have': {
    pattern: /(?:['"`]|\\)\/\(?(?:\?:)?(?:tmp|dev|proc|usr|bin|etc)\b/,
    except: {
      'src/app/write-file.ts': 'recognises descriptors by the names that they have elsewhere',
      'src/util/read-file.ts': 'recognises descriptors by the names that they have elsewhere',
      'scripts/bench.mjs': 'a script of maintainers, with the Chromium of Debian',
      'scripts/peak-memory.cjs': 'measures on Linux alone',
      'scripts/screenshot.mjs': 'a script of maintainers, with the Chromium of Debian',
    },
  },
  'npm and npx, which are scripts of the shell on Windows: start Node with the program': {
    pattern: /(?:spawn|spawnSync|execFile|execFileSync)\(\s*['"](?:npm|npx|yarn|pnpm)['"]/,
  },
  'a colon or another sign that no file name may have there': {
    pattern: /toISOString\(\)[^;]*\.(?:json|html|xml|txt|tmp)\b/,
  },
};

test.each(Object.entries(rules))('nothing uses %s', (_, { pattern, except = {} }) => {
  const found = files.filter((file) => {
    const code = readFileSync(join(root, file), 'utf8').replace(/^\s*(?:\*|\/\/|\/\*).*$/gm, '');
    return pattern.test(code);
  });
  expect(found.filter((file) => except[file] === undefined)).toEqual([]);
  expect(Object.keys(except).filter((file) => !found.includes(file))).toEqual([]);
});

test('the scripts of npm are for any shell', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const posixOnly = /['$;|`]|^\w+=|&& \w+=|\b(?:rm|cp|mv|mkdir|export|test|cat) -/;
  expect(Object.entries<string>(scripts).filter(([, line]) => posixOnly.test(line))).toEqual([]);
});

test('every file has the line ends of Git, which it keeps on Windows', () => {
  expect(readFileSync(join(root, '.gitattributes'), 'utf8')).toMatch(/^\* text=auto eol=lf$/m);
});
