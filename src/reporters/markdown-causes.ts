import type { CaseResult, Finding, RunResult, Statement } from '../model/result.ts';
import { ownMember } from '../util/plain-object.ts';
import { count } from '../util/text.ts';
import { exchangeLines } from './evidence.ts';
import { type ListedCause, listedCauses } from './listed-causes.ts';
import { markdownCode, markdownDetails, markdownText } from './markdown-text.ts';
import { type FoundCause, type Group, placeOf, unwaivedCauses } from './queries.ts';

/** A part of the report. `more` is added if there is room after the text of all parts. */
export interface Block {
  readonly text: string;
  readonly more?: string;
}

/** The exchange of a case is shown with its first cause. */
export function deviationBlocks(result: RunResult): Block[] {
  const all = listedCauses(unwaivedCauses(result), result);
  const firstWith = new Map<CaseResult, number>();
  for (const [index, { causes: listed }] of all.entries()) {
    const { case: first } = listed[0].found[0];
    if (!firstWith.has(first)) firstWith.set(first, index);
  }
  return all.map((one, index) => {
    const above = firstWith.get(one.causes[0].found[0].case) ?? index;
    return causeBlock(one, index, result, above < index ? above : undefined);
  });
}

function causeBlock(
  { headline, causes: listed }: ListedCause,
  index: number,
  result: RunResult,
  above: number | undefined,
): Block {
  const [{ cause, found }, ...others] = listed;
  const [{ case: one, finding }] = found;
  const exchange = one.exchanges.at(-1);
  const ids = found.map((occurrence) => occurrence.case.id);
  return {
    text: [
      `**${index + 1}. ${markdownText(headline)}** (${markdownCode(finding.check)})`,
      '',
      ...(others.length > 0 ? memberItems(listed) : []),
      ...findingItems(finding, result),
      ...placeItem(finding, one, result),
      ...(others.length > 0 ? [] : [`- ${count(ids.length, 'case')}: ${idsText(ids)}`]),
      ...(cause.masks
        ? [
            `- masks ${count(cause.masks.length, 'other case')}, which got the same answer and show nothing: ${idsText(cause.masks)}`,
          ]
        : []),
      ...(exchange && above !== undefined ? [`- exchange: see cause ${above + 1}`] : []),
    ].join('\n'),
    ...(exchange &&
      above === undefined && {
        more: markdownDetails(`Exchange of ${markdownText(one.id)}`, exchangeLines(exchange)),
      }),
  };
}

/** Each missing member with one case, then the evidence of the first of them. */
const memberItems = (listed: Group<FoundCause>): string[] => [
  ...listed.map(
    ({ cause, found: [first] }) => `- ${markdownText(cause.headline)}: ${markdownCode(first.case.id, 200)}`,
  ),
  `- evidence of the first of them:`,
];

export function findingItems(finding: Finding, { requirements }: RunResult): string[] {
  const { requirement, location, expected, actual } = finding;
  const statement = requirement === undefined ? undefined : ownMember(requirements, requirement);
  return [
    ...(requirement === undefined ? [] : [`- requirement ${cite(requirement, statement)}`]),
    ...(statement?.authority === 'example'
      ? ['- only an example in the reference shows this; no sentence states it']
      : []),
    ...(location === undefined ? [] : [`- at ${markdownCode(location)}`]),
    ...(expected === undefined ? [] : [`- expected ${markdownCode(expected, 300)}`]),
    ...(actual === undefined ? [] : [`- actual ${markdownCode(actual, 300)}`]),
  ];
}

function placeItem(finding: Finding, one: CaseResult, result: RunResult): string[] {
  const place = placeOf(finding, one, result);
  return place === undefined ? [] : [`- documented at ${markdownCode(place)}`];
}

export function cite(id: string, statement: Statement | undefined): string {
  if (!statement) return markdownCode(id);
  const { strength, authority, citation } = statement;
  return `${markdownCode(id)}: ${markdownText(statement.statement)} (${strength}; ${markdownText(authority, 300)}; ${markdownText(citation, 300)})`;
}

const maximumIds = 8;

export function idsText(ids: readonly string[]): string {
  const shown = ids.slice(0, maximumIds).map((id) => markdownCode(id, 200));
  const left = ids.length - shown.length;
  return `${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}
