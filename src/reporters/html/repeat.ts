import type { Json } from '../../model/json.ts';
import type { RunResult } from '../../model/result.ts';
import { line, visible } from '../../util/text.ts';
import { hasDriver, specificationName } from '../summary.ts';
import { type Content, codeMarkup, html, type Markup, noMarkup, type Section, safeText } from './markup.ts';

/** A longer command is shortened and not offered for copying. */
const commandLimit = 16_384;

/** What it takes to repeat the run. */
export function repeatSection(result: RunResult): Section[] {
  return [{ id: 'repeat', title: 'How to repeat this run', content: repeat(result) }];
}

function repeat({ suite, run, target }: RunResult): Content {
  const { sha256 } = suite.specification;
  const entries = Object.entries(run.options);
  const inFile = entries.filter(([key]) => onlyInFile.has(key)).map(([key]) => key);
  const typed = entries.filter((entry) => !isOwnVariable(entry) && !onlyInFile.has(entry[0]));
  const words = typed.flatMap(([key, value]) => optionWords(key, value));
  const aside = [
    ...inFile,
    ...typed.filter(([key, value]) => optionWords(key, value).length === 0).map(([key]) => key),
  ];
  const secrets = new Set(entries.flatMap(([, value]) => variablesIn(value)));
  const command = [`${suite.name} run`, ...words].join(' \\\n  ');
  const safe = command.length <= commandLimit && visible(command, '\n') === command;
  return html`<pre class="curl${safe ? ' copy' : ''}">${safeText(command, commandLimit, '\n')}</pre>
${secrets.size > 0 ? html`<p>Set ${[...secrets].map((name) => [codeMarkup(name), ' '])}first; this report holds no secrets.</p>` : noMarkup}
${aside.length > 0 ? html`<p>The config file gives ${aside.map((name, index) => [index > 0 ? ', ' : '', codeMarkup(name)])}${inFile.includes('auth') ? ', and with it the token' : ''}: run this where that file is found, or name it with ${codeMarkup('--config FILE')}.</p>` : noMarkup}
<dl class="facts">
${row('Suite', line(`${suite.name} ${suite.version}`))}${row('Specification', line(specificationName(suite)))}${row('SHA-256 of the specification', codeMarkup(sha256))}${row('Contract version', codeMarkup(target.apiVersion))}${row('Started', codeMarkup(run.startedAt))}${row('Consent', run.consent)}${hasDriver(run) ? row('Driver', safeText(run.driver, 1000)) : noMarkup}</dl>
<h3 class="sub">Options as given</h3>
${
  entries.length === 0
    ? html`<p class="empty">None.</p>`
    : html`<dl class="facts">${entries.map(([key, value]) => row(codeMarkup(key), codeMarkup(JSON.stringify(value), 2000)))}</dl>`
}`;
}

const row = (name: Content, value: Content): Markup => html`<div><dt>${name}</dt><dd>${value}</dd></div>
`;

/** Keys of the config file that are no options of the command line, whatever is shown of their values. */
const onlyInFile: ReadonlySet<string> = new Set(['auth', 'stateValues']);

/** An option as arguments; none for a value that only a config file can hold. */
function optionWords(key: string, value: Json): string[] {
  const name = `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (value === true) return [name];
  const items = Array.isArray(value) ? value : [value];
  const words = items.flatMap((item) =>
    typeof item === 'string' || typeof item === 'number' ? [`${name} ${quoted(String(item))}`] : [],
  );
  return words.length === items.length ? words : [];
}

/** What redaction writes instead of a secret; it may be part of a value: `X-Key: $A_KEY`. */
const variable = /(\$[A-Z]\w*)/;

const isVariable = (value: Json): value is `$${string}` =>
  typeof value === 'string' && variable.exec(value)?.[0] === value;

/** The names of all variables in the value of an option. */
const variablesIn = (value: Json): string[] =>
  [value]
    .flat()
    .flatMap((item) => (typeof item === 'string' ? item.split(variable) : []))
    .flatMap((part) => (isVariable(part) ? [part.slice(1)] : []));

/**
 * Whether the command reads this secret from its own environment variable. It must not be an argument: every
 * user of the machine can read arguments.
 */
const isOwnVariable = ([key, value]: readonly [string, Json]): boolean =>
  isVariable(value) && value.endsWith(`_${key.replace(/[A-Z]/g, '_$&').toUpperCase()}`);

/** A word for the shell, in which only variables are expanded. */
function quoted(text: string): string {
  const parts = text.split(variable).filter((part) => part !== '');
  return parts.map((part) => (isVariable(part) ? `"${part}"` : literal(part))).join('') || "''";
}

function literal(text: string): string {
  return /^[\w.,:/@=+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
