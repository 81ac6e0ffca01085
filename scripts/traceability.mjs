/** `build/traceability.md`: from each requirement to its citation, cases, checks and the deviants that prove them. */

/** Deviants and cases named in a row; the rest are counted. */
const shown = 3;

/**
 * @param given `statements`: requirements with citations in words; `requirements`: as `spec/requirements/` has them;
 * `proof`: what it shows of each operation, and deviants by requirement and operation; undefined when it was not run
 */
export function traceabilityPage({
  statements,
  requirements,
  sources,
  catalogue,
  invariants,
  observations,
  relations,
  titleOf,
  proof,
}) {
  const checksOf = checksByRequirement(catalogue, { invariants, observations, relations });
  const breadth = new Map();
  const deviantsOf = (id) => [...new Set(Object.values(proof?.requirements[id] ?? {}).flat())];
  for (const name of Object.keys(proof?.requirements ?? {}).flatMap(deviantsOf))
    breadth.set(name, (breadth.get(name) ?? 0) + 1);
  // Those that break the least besides come first: they say most about this requirement.
  const byBreadth = (one, other) => breadth.get(one) - breadth.get(other);
  const rows = Object.entries(statements).map(([id, requirement]) => {
    const cases = catalogue.cases.filter((item) => item.requirements.includes(id)).map((item) => item.id);
    const deviants = deviantsOf(id).toSorted(byBreadth);
    const operations = Object.keys(proof?.requirements[id] ?? {});
    const checks = checksOf.get(id) ?? [];
    return [
      `\`${id}\``,
      requirement.statement,
      requirement.citation +
        (requirements[id].digest === undefined ? '' : ` (\`${requirements[id].digest}\`)`),
      requirement.excluded === undefined ? listed(cases) : `none: ${requirement.excluded}`,
      checks.map((check) => `\`${check}\``).join(', ') || '–',
      proof === undefined
        ? 'not run'
        : `${listed(deviants)}${operations.length > 1 ? `; in ${operations.length} operations` : ''}`,
    ];
  });
  return `${[
    '# Traceability',
    intro,
    ...(proof === undefined
      ? ['The proof has not been run here, so the last column is empty (`npm run prove`).']
      : []),
    '## Requirements',
    table(['requirement', 'statement', 'citation', 'cases', 'checks', 'deviants'], rows),
    ...(proof === undefined ? [] : ['## Operations', operationsIntro, operationsTable(proof.operations)]),
    '## Lines of the pages',
    linesIntro,
    ...Object.entries(sources.pages)
      .filter(([, { anchor }]) => anchor !== undefined)
      .flatMap(([name, source]) => [`### ${titleOf(name)}`, linesOf(name, source, requirements)]),
  ].join('\n\n')}\n`;
}

const operationsIntro = 'What the proof shows of each operation.';

const operationsTable = (operations) =>
  table(
    ['operation', 'deviants killed', 'lawful variants blamed', 'cases without a deviant'],
    operations.map(({ operationId, deviants, killed, variants, blamed, cases, unproven }) => [
      `\`${operationId}\``,
      `${killed} of ${deviants}`,
      `${blamed} of ${variants}`,
      `${unproven.length} of ${cases}`,
    ]),
  );

const intro = [
  'From each requirement to where the reference states it, the cases that carry it, the checks that judge it, and the',
  'deviants that break it and that the suite killed ([proof](proof.md); all of them are in `proof.json`). Behind a citation',
  'stands the digest of the cited text, where `spec check` can read its page. Made of `spec/requirements/`,',
  '`spec/sources.yaml`, the catalogue and the proof by `npm run generate`.',
].join('\n');

const linesIntro = [
  'Every title, paragraph, row of a table, item of a list, header field and member of an example is cited by a requirement or is',
  'listed as not normative; `spec check` reports any that is neither. The lead-in and the head of a table or a list that is cited as',
  'a whole (all of it) are cited with it. Rows of tables are called by what they are about, items of lists by their number.',
].join('\n');

/** Section by section, in the order in which requirements cite them: what is cited, then what is not normative. */
function linesOf(name, { notNormative = [] }, requirements) {
  const rows = new Map();
  const add = ({ section, row, part }, by) => {
    const line = row ?? (part === '*' ? 'body' : part) ?? 'all of it';
    const lines = rows.get(section) ?? new Map();
    rows.set(section, lines.set(line, [...(lines.get(line) ?? []), by]));
  };
  for (const [id, requirement] of Object.entries(requirements))
    if (requirement.page === name) add(requirement, `\`${id}\``);
  for (const entry of notNormative) add(entry, `not normative: ${entry.reason}`);
  return table(
    ['section', 'line', 'covered by'],
    [...rows].flatMap(([section, lines]) =>
      [...lines].map(([line, by]) => [section, line, by.join(', ')].map(escaped)),
    ),
  );
}

/** Which checks judge what a requirement states. */
function checksByRequirement({ operations, cases }, { invariants, observations, relations }) {
  const found = new Map();
  const add = (id, check) => {
    if (id !== undefined) found.set(id, new Set([...(found.get(id) ?? []), check]));
  };
  for (const operation of operations.values()) {
    for (const [check, id] of Object.entries(operation.checkRequirements)) add(id, check);
    for (const response of operation.responses.values()) {
      const ofHeaders = new Set(response.headers.flatMap(({ requirement, should }) => [requirement, should]));
      for (const id of ofHeaders) add(id, 'response_headers_conformance');
      for (const id of response.contentRequirements)
        if (!ofHeaders.has(id))
          add(id, response.fault === undefined ? 'response_schema_conformance' : 'fault_conformance');
    }
  }
  for (const { requirement } of invariants) add(requirement, 'invariants');
  for (const { requirement } of observations) add(requirement, 'side_effects');
  for (const { requirement } of relations) add(requirement, 'relations');
  // What neither body nor header fields show, the status of the answer does.
  const ofContent = new Set(found.keys());
  for (const { requirements } of cases)
    for (const id of requirements) if (!ofContent.has(id)) add(id, 'status_code_conformance');
  return new Map([...found].map(([id, checks]) => [id, [...checks].sort()]));
}

function listed(names) {
  if (names.length === 0) return 'none';
  const some = names
    .slice(0, shown)
    .map((name) => `\`${name}\``)
    .join(', ');
  return names.length > shown ? `${some} and ${names.length - shown} more` : some;
}

const escaped = (text) => text.replaceAll('|', '\\|').replaceAll('*', '\\*');

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
