import type { Deviant } from '../deviants/index.ts';
import type { Unseen } from '../deviants/unseen.ts';
import type { Variant } from '../lawful/index.ts';
import { list, rows, section } from './markdown.ts';
import { matrixOf, matrixTable, unprovenInvariants } from './matrix.ts';
import type { Proved, Reported, Results } from './prove.ts';
import { deepest, ruleIds, type Suite } from './suite.ts';
import type { Tables } from './tables.ts';

/** `build/proof.md`: the same whenever the suite is the same. */
export function proofPage(
  suite: Suite,
  tables: Tables,
  results: Results,
  checkIds: readonly string[],
): string {
  const cases = caseIdsOf(suite);
  const { deviantsByKind, variantsByKind, unseen } = tables;
  const sections = [
    `# Proof\n\n${intro}`,
    `**${summary(tables, results)}**`,
    section('Operations', matrixTable(matrixOf(suite, tables, results))),
    section('What counts against the suite', list(complaints(suite, tables, results, checkIds))),
    section(
      'Checks',
      rows(['check', 'deviants declared', 'reported by it'], checkRows(tables, results, checkIds)),
    ),
    section(
      'Derivation rules',
      rows(['rule', 'deviants that its cases alone report'], ruleRows(tables, results)),
    ),
    section('Blind spots', rows(['provider', 'what it does', 'why it is not reported'], unseenRows(unseen))),
    ...Object.entries(deviantsByKind).map(([kind, items]) =>
      section(
        `Deviants: ${kind.charAt(0).toLowerCase()}${kind.slice(1)}`,
        rows(
          ['deviant', 'what it does', 'severity', 'to be reported by', 'reported by'],
          items.map((item) => deviantRow(item, results.deviants.get(item.name), cases)),
        ),
      ),
    ),
    ...Object.entries(variantsByKind).map(([kind, items]) =>
      section(
        `Lawful variants: ${kind.charAt(0).toLowerCase()}${kind.slice(1)}`,
        rows(
          ['variant', 'what it does', 'allowed by', 'outcome'],
          items.map((item) => variantRow(item, results.variants.get(item.name))),
        ),
      ),
    ),
    section(
      'Cases',
      rows(['case', 'deviants that it reports', 'that it alone reports'], caseRows(results, cases)),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

const intro = [
  'Made by `npm run prove`, which runs the suite against providers that each deviate on purpose in one way, and against',
  'providers that differ in ways the reference allows. A deviant counts as killed only if the declared check reports it',
  `at its declared severity in a case of the declared status. A case of ${deepest} stands here without the operation;`,
  '`400/*` are all its cases of 400. A deviant is sent the cases of its own operation, and of these only the ones that',
  'can tell.',
].join('\n');

/** The line that the command ends with. */
export function summary(tables: Tables, { deviants, variants }: Results): string {
  const killed = [...deviants.values()].filter(({ fault }) => fault === undefined).length;
  const alarms = [...variants.values()].filter(({ fault }) => fault !== undefined).length;
  return `killed ${killed} of ${tables.deviants.length} deviants, ${alarms} of ${tables.variants.length} lawful variants raised a deviation`;
}

/** Everything that makes the proof fail, in words; empty when it holds. */
export function complaints(
  suite: Suite,
  tables: Tables,
  results: Results,
  checkIds: readonly string[],
): string[] {
  const faults = (proved: ReadonlyMap<string, Proved>, what: string) =>
    [...proved.values()].flatMap(({ name, fault }) =>
      fault === undefined ? [] : [`${what} \`${name}\`: ${fault}`],
    );
  const killed = tables.deviants.filter(({ name }) => results.deviants.get(name)?.fault === undefined);
  return [
    ...faults(results.deviants, 'survivor'),
    ...faults(results.variants, 'false alarm'),
    ...[...results.unseen.values()]
      .filter(({ reported }) => reported.some(({ severity }) => severity === 'deviation'))
      .map(({ name }) => `blind spot \`${name}\` is reported by now: it belongs to the deviants`),
    ...checkIds
      .filter((id) => !killed.some(({ check }) => check === id))
      .map((id) => `no deviant is killed by the check \`${id}\``),
    ...derivers
      .filter((id) => !killed.some(({ rule }) => rule === id))
      .map((id) => `no deviant is killed by cases of \`${id}\` alone`),
    ...matrixOf(suite, tables, results)
      .flatMap(({ unproven }) => unproven)
      .map((id) => `no deviant is reported by the case \`${id}\``),
    ...unprovenInvariants(results).map((relation) => `no deviant breaks alone \`${relation}\``),
    ...untried(suite, tables),
  ];
}

/** The rules, and the rows, which are no rule. */
const derivers = [...ruleIds, 'rows'];

/** Tolerated statuses of the catalogue that no variant answers. */
function untried({ catalogue }: Suite, { variants }: Tables): string[] {
  const tried = new Set(variants.map(({ ambiguity, tolerated }) => `${ambiguity} ${tolerated}`));
  const wanted = new Set(
    catalogue.cases.flatMap(({ tolerates }) =>
      tolerates.map(({ ambiguity, status }) => `${ambiguity} ${status}`),
    ),
  );
  return [...wanted].filter((pair) => !tried.has(pair)).map((pair) => `no lawful variant answers as ${pair}`);
}

/** Ids as the page has them: those of the deepest operation without its name. */
export const caseIdsOf = ({ catalogue }: Suite): string[] => catalogue.cases.map(({ id }) => shown(id));

const shown = (id: string): string => (id.startsWith(`${deepest}/`) ? id.slice(deepest.length + 1) : id);

function deviantRow(deviant: Deviant, proved: Proved | undefined, cases: readonly string[]): string[] {
  const { name, sentence, status, check, as, rule } = deviant;
  const where = deviant.case ?? String(status);
  const how = [as === 'run' ? ', of the run' : '', rule ? `, by ${rule} alone` : ''];
  return [
    `\`${name}\``,
    sentence,
    as === 'warning' ? 'warning' : 'deviation',
    `\`${check}\` in ${where}${how.join('')}`,
    proved?.fault === undefined
      ? reportedText(proved?.reported ?? [], cases)
      : `**survives**: ${proved.fault}`,
  ];
}

function variantRow({ name, sentence, ambiguity, tolerated }: Variant, proved: Proved | undefined): string[] {
  return [
    `\`${name}\``,
    sentence,
    ambiguity === undefined ? 'the reference' : `${ambiguity}, with ${tolerated}`,
    proved?.fault === undefined
      ? ambiguity === undefined
        ? 'conformant'
        : 'tolerated'
      : `**${proved.fault}**`,
  ];
}

function unseenRows(unseen: readonly Unseen[]): string[][] {
  return unseen.map(({ name, sentence, why }) => [`\`${name}\``, sentence, why]);
}

function reportedText(reported: readonly Reported[], cases: readonly string[]): string {
  return reported
    .toSorted((a, b) => a.check.localeCompare(b.check, 'en') || a.severity.localeCompare(b.severity, 'en'))
    .map(({ check, severity, cases: found }) => {
      const as = severity === 'warning' ? ' (warning)' : '';
      return `\`${check}\`${as}: ${found.length === 0 ? 'the run' : abbreviated(found.map(shown), cases)}`;
    })
    .join('; ');
}

/** Case ids by status; all of a status as `400/*`, nearly all as `400/*` but the others. */
function abbreviated(found: readonly string[], cases: readonly string[]): string {
  const others = found.filter((id) => !/^\d/.test(id));
  if (others.length > 0) return others.length > 3 ? `${others.length} cases` : others.join(', ');
  const statuses = [...new Set(found.map((id) => id.slice(0, 3)))].toSorted();
  return statuses
    .map((status) => {
      const all = cases.filter((id) => id.startsWith(status));
      const absent = all.filter((id) => !found.includes(id));
      if (absent.length === 0) return `${status}/*`;
      const named = (ids: readonly string[]) => ids.map((id) => id.slice(4)).join(', ');
      if (absent.length < all.length / 3) return `${status}/* but ${named(absent)}`;
      return `${status}/ ${named(all.filter((id) => found.includes(id)))}`;
    })
    .join(', ');
}

function checkRows(tables: Tables, { deviants }: Results, checkIds: readonly string[]): string[][] {
  const reporting = (id: string) =>
    [...deviants.values()].filter(({ reported }) => reported.some(({ check }) => check === id)).length;
  return checkIds.map((id) => [
    `\`${id}\``,
    String(tables.deviants.filter(({ check }) => check === id).length),
    String(reporting(id)),
  ]);
}

function ruleRows(tables: Tables, { deviants }: Results): string[][] {
  return derivers.map((id) => [
    `\`${id}\``,
    String(
      tables.deviants.filter(({ rule, name }) => rule === id && deviants.get(name)?.fault === undefined)
        .length,
    ),
  ]);
}

function caseRows({ deviants }: Results, cases: readonly string[]): string[][] {
  const sets = [...deviants.values()].map(
    ({ reported }) =>
      new Set(
        reported.filter(({ severity }) => severity === 'deviation').flatMap((item) => item.cases.map(shown)),
      ),
  );
  return cases.map((id) => {
    const own = sets.filter((set) => set.has(id));
    return [`\`${id}\``, String(own.length), String(own.filter(({ size }) => size === 1).length)];
  });
}
