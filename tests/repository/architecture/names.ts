import type { ModuleItem } from '@swc/core';
import { parsed, visit } from './rules.ts';

/** A private word that was renamed before the first release (decision 0017). */
export interface RenamedWord {
  readonly word: string;
  readonly now: string;
  /** Why prose and local names may have it all the same: it is also a common English word. */
  readonly common?: true;
}

const common = true;

/** Private words that were renamed, as they stood in exported names, members, messages and reports. */
export const renamedWords: readonly RenamedWord[] = [
  { word: 'Patience', now: 'RetryContext' },
  { word: 'sendPatiently', now: 'sendWithRetry' },
  { word: 'hastyMs', now: 'shutdownGraceMs' },
  { word: 'reachesFar', now: 'affectsOthers' },
  { word: 'far', now: 'affectsOthers', common },
  { word: 'spoiledBy', now: 'modifiedBy' },
  { word: 'spoiled', now: 'modified, or expired' },
  { word: 'spoils', now: 'modifies' },
  { word: 'disturbing', now: 'wideScopeSetUps' },
  { word: 'disturbed', now: 'interfered' },
  { word: 'withBeginning', now: 'truncateBody' },
  { word: 'Manner', now: 'RunStrategy', common },
  { word: 'differing', now: 'overrides', common },
  { word: 'Grounds', now: 'RunEvidence', common },
  { word: 'drawConclusions', now: 'evaluateRun' },
  { word: 'withoutLeave', now: 'checkStrictly' },
  { word: 'unexcused', now: 'verdictIfFinal' },
  { word: 'makesNothing', now: 'readOnly' },
  { word: 'askBack', now: 'requestTeardown' },
  { word: 'leave', now: 'release', common },
  { word: 'keptBack', now: 'reserved' },
  { word: 'kept back', now: 'reserved' },
  { word: 'keeper', now: 'reservedFor' },
  { word: 'kept', now: 'reservedFor', common },
  { word: 'Given', now: 'RawOption', common },
  { word: 'chosen', now: 'optionValue', common },
  { word: 'told', now: 'what it is' },
  { word: 'Obtaining', now: 'AuthContext', common },
  { word: 'Form', now: 'AuthMethod', common },
  { word: 'misfit', now: 'keyError' },
  { word: 'untilAnswered', now: 'waitForTarget' },
  { word: 'sayables', now: 'representable' },
  { word: 'sayable', now: 'representable' },
  { word: 'unsayable', now: 'unsupported' },
  { word: 'notSaid', now: 'omitted' },
  { word: 'Prospect', now: 'PlannedCase' },
  { word: 'lacks', now: 'missing', common },
  { word: 'Sheet', now: 'ComparisonReport', common },
  { word: 'Draft', now: 'CaseDefinition', common },
  { word: 'contaminated', now: 'inconclusive' },
  { word: 'not-provoked', now: 'not-exercised' },
  { word: 'provoked', now: 'exercised' },
  { word: 'brought about', now: 'set up, or exercised' },
];

/** Names of which there were two, with different meanings. */
export const singleMeaning: readonly string[] = ['Observation', 'Outcome', 'Reading', 'judge'];

/** Sentences that were replaced, shortened to what is theirs alone. */
export const replacedSentences: readonly string[] = [
  'never says it otherwise',
  'that is given but empty',
  'leave it out to run',
  'to be changed for one that is none',
  'could not be told',
  'it is said so',
  'is no part of the project',
  'nothing generated may need it',
  'ends a teardown well',
  'needs to be told',
  'Git says of no commit',
  'which speaks to the broker',
  'that nobody waited for',
  'documented for other requests than this one',
  'it cannot be told',
];

/** Phrases of prose that reads as if translated. */
export const warningSigns: readonly string[] = [
  'whoever',
  'whatever becomes',
  'tells of',
  'brought about',
  'is none',
  'be it',
  'for want of',
  'lest',
  'in its stead',
];

/** Text on one line: wrapped lines joined, and without the signs of comments. */
export const flowing = (text: string): string =>
  text.replace(/\n[ \t]*(?:\/\/\/?|\*(?!\/)|#|>)?[ \t]*/g, ' ').replace(/ {2,}/g, ' ');

/** Plain English that looks like a warning sign. */
const plainEnglish = /\bthere is none\b/gi;

/** The phrases that a text has as whole words, upper and lower case alike. */
export function phrasesIn(text: string, phrases: readonly string[]): string[] {
  const line = flowing(text).replace(plainEnglish, '');
  return phrases.filter((phrase) =>
    new RegExp(`(?<![\\w-])${phrase.replaceAll(' ', '\\s')}(?![\\w-])`, 'i').test(line),
  );
}

/** The words and names of a module. */
export interface ModuleWords {
  readonly exported: readonly string[];
  /** Every name: variables, types, members, parameters. */
  readonly names: ReadonlySet<string>;
  /** What it can print: its strings, and the fixed parts of its templates. */
  readonly messages: readonly string[];
}

export function wordsOf(source: string): ModuleWords {
  const module = parsed(source);
  const names = new Set<string>();
  const messages: string[] = [];
  visit(module, (node) => {
    if (node.type === 'Identifier' && typeof node.value === 'string') names.add(node.value);
    if (node.type === 'StringLiteral' && typeof node.value === 'string') messages.push(node.value);
    if (node.type === 'TemplateElement' && typeof node.cooked === 'string') messages.push(node.cooked);
  });
  return { exported: module.body.flatMap(exportedBy), names, messages };
}

function exportedBy(item: ModuleItem): string[] {
  if (item.type === 'ExportNamedDeclaration')
    return item.specifiers.flatMap((one) =>
      one.type === 'ExportSpecifier' ? [(one.exported ?? one.orig).value] : [],
    );
  if (item.type !== 'ExportDeclaration') return [];
  const { declaration } = item;
  if (declaration.type === 'VariableDeclaration')
    return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.value] : []));
  if ('identifier' in declaration) return [declaration.identifier.value];
  return declaration.id.type === 'Identifier' ? [declaration.id.value] : [];
}
