import { ciNames } from '../ci.ts';
import * as kinds from '../kinds.ts';
import { type Option, optional, withDefault } from '../option.ts';
import { fileOrUrl } from '../place-kind.ts';

const results = 'Results';
const general = 'General';
const files = 'Files';

/** What comes of a run, and the options of every command. */
export const outputOptions = {
  report: withDefault(kinds.list(kinds.report, { commas: false }), [], {
    commands: ['run', 'report', 'compare'],
    group: results,
    help: 'write a report to a file; one of them may go to stdout as FORMAT=-, and the text for people then goes to stderr',
  }),
  open: withDefault(kinds.flag, false, {
    commands: ['report'],
    group: results,
    help: 'open the html report in the browser: that of --report html=FILE, or one in a new folder for temporary files; not in CI',
    inFile: false,
  }),
  rejudge: withDefault(kinds.flag, false, {
    commands: ['report'],
    group: results,
    help: 'render nothing: judge the recorded exchanges again, and say where the report says something else; nothing is sent',
    inFile: false,
  }),
  as: optional(kinds.choice(['changes', 'matrix']), {
    commands: ['compare'],
    group: results,
    help: 'show what changed between two runs, or all runs side by side; by default changes for two runs of one target, otherwise matrix',
    inFile: false,
  }),
  waivers: optional(kinds.file, {
    commands: ['run'],
    group: results,
    help: 'YAML or JSON file of known deviations that should not fail the run, each with a reason, an owner and an expiry date',
  }),
  writeWaivers: optional(kinds.file, {
    commands: ['run'],
    group: results,
    help: 'write a draft of such a file, with all deviations that are not waived yet; an existing file is not overwritten',
  }),
  allowIncomplete: withDefault(kinds.list(kinds.allowedCode, { commas: true }), [], {
    commands: ['run'],
    group: results,
    help: 'documented statuses that may stay untested without exit code 3, such as 500,501; OPERATION/CODE for those of one operation',
  }),
  strict: withDefault(kinds.flag, false, {
    commands: ['run'],
    group: results,
    help: 'let warnings count in the exit code',
  }),
  json: withDefault(kinds.flag, false, {
    commands: ['list', 'spec check'],
    group: results,
    help: 'print JSON',
  }),
  annotations: withDefault(kinds.flag, false, {
    commands: ['spec check'],
    group: results,
    help: 'also print workflow commands, so that GitHub shows each finding beside its line; the default in GitHub Actions',
    inFile: false,
  }),
  out: optional(kinds.file, {
    commands: ['spec import'],
    group: results,
    help: 'file to write the draft to; an existing file is not overwritten',
    inFile: false,
  }),
  into: optional(kinds.file, {
    commands: ['spec import'],
    group: results,
    help: 'file to add the drafts to, such as spec/paths/TAG.yaml; what is there stays as it is',
    inFile: false,
  }),
  spec: optional(kinds.file, {
    commands: ['run', 'list', 'explain', 'report', 'spec check'],
    group: general,
    help: 'OpenAPI document to use instead of the built-in one',
  }),
  specAllow: withDefault(kinds.list(fileOrUrl, { commas: false, lines: true }), [], {
    commands: ['run', 'list', 'explain', 'report', 'spec check'],
    group: general,
    help: 'file, folder or beginning of a URL from which that document may take parts, beside its own folder',
    needs: [{ key: 'spec', because: 'the built-in document needs nothing else' }],
  }),
  config: optional(kinds.file, {
    commands: ['run', 'list', 'explain', 'serve', 'publish'],
    group: general,
    help: 'file with options by their camel-case names (YAML, JSON, JavaScript, TypeScript); by default clouddb-conformance.config.* in the working directory, or above it up to the root of the repository',
    inFile: false,
  }),
  noConfig: withDefault(kinds.flag, false, {
    commands: ['run', 'list', 'explain', 'serve', 'publish'],
    group: general,
    help: 'do not read a config file, even if there is one',
    inFile: false,
  }),
  allowShortSecrets: withDefault(kinds.flag, false, {
    commands: ['run'],
    group: general,
    help: 'accept secrets shorter than 8 characters; a short token is removed only from its own header',
  }),
  quiet: withDefault(kinds.flag, false, {
    commands: ['run'],
    group: general,
    help: 'print neither progress nor the result; use the exit code and the reports',
  }),
  brief: withDefault(kinds.flag, false, {
    commands: ['run', 'report'],
    group: results,
    help: 'print one line for each documented code (of several operations: for each operation) and for each cause of deviations, and no evidence; reports are as always',
  }),
  noColor: withDefault(kinds.flag, false, {
    commands: ['run', 'report', 'compare'],
    group: general,
    help: 'print without colours; a non-empty NO_COLOR variable does the same',
    convention: 'NO_COLOR',
  }),
  ci: withDefault(kinds.list(kinds.choice([...ciNames, 'none']), { commas: true }), ['github', 'gitlab'], {
    commands: ['init'],
    group: files,
    help: 'CI services to write a workflow for; none for no workflow',
    inFile: false,
  }),
  dir: withDefault(kinds.directory, '.', {
    commands: ['init'],
    group: files,
    help: 'directory to write to: the root of a repository',
    inFile: false,
  }),
} satisfies Record<string, Option<unknown>>;
