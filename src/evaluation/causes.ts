import type { CaseResult, Cause, CoverageRow, Finding } from '../model/result.ts';
import { isSuccess } from '../util/status-class.ts';
import { count, line } from '../util/text.ts';
import { maskedBy } from './masking.ts';

/** The deviations of all cases by cause, and the cases with each deviation marked by the cause that it is of. */
export interface Causes {
  readonly causes: readonly Cause[];
  readonly cases: readonly CaseResult[];
}

/** A deviation of a case. */
interface Occurrence {
  readonly case: CaseResult;
  readonly finding: Finding;
}

type Group = [first: Occurrence, ...others: Occurrence[]];

/**
 * Groups the deviations by what was expected, what was received and why, so that two faults never share a group. The
 * worst come first: what was wrongly accepted, then wrong codes, then wrong bodies, then form. Where an operation seems
 * to be absent, that comes before all else; what waivers cover comes last.
 */
export function findCauses(
  cases: readonly CaseResult[],
  coverage: readonly Pick<CoverageRow, 'operationId' | 'status'>[],
): Causes {
  const several = new Set(coverage.map(({ operationId }) => operationId)).size > 1;
  const documented = new Set(coverage.map(({ operationId, status }) => `${operationId}/${status}`));
  const groups = grouped(cases).map((group) => ({
    group,
    ids: idsOf(group),
    masks: maskedCases(group, cases),
  }));
  const allMasked = new Set(groups.flatMap(({ masks }) => masks));
  const found = groups
    .map((one) => ({ ...one, isMasked: one.group.every(({ case: item }) => allMasked.has(item.id)) }))
    .sort((one, other) => rankOf(one) - rankOf(other) || other.ids.length - one.ids.length);
  const causes = found.map(({ group, ids, masks, isMasked }, index) => {
    const [{ case: first, finding }] = group;
    const isDocumented = documented.has(`${first.operationId}/${statusOf(group[0])}`);
    return {
      id: causeId(index),
      headline: `${several ? nameOf(group, masks) : ''}${headlineOf(group, masks, isDocumented)}${isMasked ? ' (masked)' : ''}`,
      check: finding.check,
      ...(finding.expected !== undefined && { expected: finding.expected }),
      ...(finding.actual !== undefined && { actual: finding.actual }),
      ...(finding.requirement !== undefined && { requirement: finding.requirement }),
      cases: ids,
      ...(masks.length > 0 && { masks }),
    };
  });
  return { causes, cases: marked(cases, found) };
}

const causeId = (index: number): string => `cause-${index + 1}`;

function grouped(cases: readonly CaseResult[]): Group[] {
  const groups = new Map<string, Group>();
  for (const occurrence of cases.flatMap(deviationsOf)) {
    const key = keyOf(occurrence);
    const group = groups.get(key);
    if (group) group.push(occurrence);
    else groups.set(key, [occurrence]);
  }
  return [...groups.values()];
}

function deviationsOf(item: CaseResult): Occurrence[] {
  if (item.verdict !== 'deviates') return [];
  const found = item.findings.filter(({ severity }) => severity === 'deviation');
  if (found.length > 0) return found.map((finding) => ({ case: item, finding }));
  const message = item.reason ?? 'no finding was recorded';
  return [{ case: item, finding: { check: 'verdict', severity: 'deviation', message } }];
}

/**
 * What two deviations of one cause have in common. Of a status, or of no answer, the fault is in how the request was
 * understood, so cases about other things have other causes; several operations may have the same fault, such as one in
 * what stands before them all, but each refuses its own valid requests. A wrong body or header is a fault of the answer. `actual`
 * of a body is what the target happened to answer, such as an id, and says less than the message. The items of a list
 * are alike, so what is wrong with each of them is one fault.
 */
function keyOf({ case: item, finding }: Occurrence): string {
  const { check, location, expected, actual, requirement, waiver } = finding;
  const waived = isWaived(item, finding) && [waiver, item.waived];
  const why = isAboutRequest(finding)
    ? [isSuccess(item.expect) && item.operationId, receivedOf(finding), subjectOf(item)]
    : [requirement, location?.startsWith('header ') ? actual : ofAnyItem(finding).message];
  return JSON.stringify([waived, check, ofAnyItem(finding).location, expected, why]);
}

interface Place {
  readonly location: string | undefined;
  readonly message: string;
}

/** Location and message, with `*` for positions in lists: `/loans/*` for `/loans/0` and `/loans/1`. */
function ofAnyItem({ location, message }: Finding): Place {
  if (!location?.startsWith('body /')) return { location, message };
  const pointer = location.slice('body '.length);
  const general = pointer.replace(/\/\d+(?=\/|$)/g, '/*');
  return { location: `body ${general}`, message: message.replaceAll(pointer, general) };
}

/** A case may have several deviations of one cause. */
const idsOf = (group: Group): string[] => [...new Set(group.map((occurrence) => occurrence.case.id))];

const isAboutRequest = ({ location }: Finding): boolean => location === 'status' || location === 'exchange';

/** The status; of a redirect, without its target, which may differ from request to request. */
const receivedOf = ({ actual }: Finding): string | undefined => actual?.match(/^\d{3}\b/)?.[0] ?? actual;

/** What the case is about; cases that do not say it are apart by requirement. */
const subjectOf = ({ subject, requirements }: CaseResult): string | undefined => subject ?? requirements[0];

const isWaived = ({ waived }: CaseResult, { waiver }: Finding): boolean =>
  waived !== undefined || waiver !== undefined;

/** The status that a deviation about the request is of; undefined where there was no answer. */
function statusOf({ case: item, finding }: Occurrence): number | undefined {
  if (finding.location === 'exchange') return undefined;
  const named = Number(receivedOf(finding));
  return Number.isNaN(named) ? receivedStatus(item) : named;
}

const receivedStatus = ({ exchanges }: CaseResult): number | undefined => exchanges.at(-1)?.response?.status;

interface Ranked {
  readonly group: Group;
  readonly masks: readonly string[];
  /** Whether all its cases are masked by another cause. */
  readonly isMasked: boolean;
}

/** 0 for an absent operation, 1 for what was wrongly accepted, 2 for wrong codes, 3 for bodies, 4 for form. */
function rankOf({ group, masks, isMasked }: Ranked): number {
  const [{ case: item, finding }] = group;
  if (isWaived(item, finding)) return 6;
  if (isMasked) return 5;
  if (masks.length > 0) return 0;
  if (isAboutRequest(finding)) return isSuccess(statusOf(group[0])) && !isSuccess(item.expect) ? 1 : 2;
  return finding.location?.startsWith('header ') ? 4 : 3;
}

function maskedCases([{ case: item, finding }]: Group, cases: readonly CaseResult[]): string[] {
  return finding.location === 'status' ? maskedBy(item, cases) : [];
}

function marked(cases: readonly CaseResult[], found: readonly { readonly group: Group }[]): CaseResult[] {
  const causeOf = new Map<Finding, string>();
  for (const [index, { group }] of found.entries())
    for (const { finding } of group) causeOf.set(finding, causeId(index));
  return cases.map((item) => {
    const findings = item.findings.map((finding) => {
      const cause = causeOf.get(finding);
      return cause === undefined ? finding : { ...finding, cause };
    });
    return { ...item, findings };
  });
}

/** The operation that a cause is about, unless its headline names it or it is about several. */
function nameOf([first, ...others]: Group, masks: readonly string[]): string {
  const { operationId } = first.case;
  const isOfOne = others.every(({ case: item }) => item.operationId === operationId);
  return isOfOne && masks.length === 0 ? `${operationId}: ` : '';
}

/** One sentence, without a full stop. It ends with the number of cases, which lists of causes show nowhere else. */
function headlineOf(group: Group, masks: readonly string[], isDocumented: boolean): string {
  const [{ case: first, finding }] = group;
  const { location, actual, expected } = finding;
  const cases = count(idsOf(group).length, 'case');
  if (isAboutRequest(finding)) {
    const codes = `${receivedWords(group[0], isDocumented)} where ${first.expect} is documented`;
    if (masks.length > 0)
      return `${first.operationId} seems to be absent: ${codes}, the same answer as to an unknown action, ${cases}; this masks ${count(masks.length, 'other case')}`;
    return `${codes}: ${whatHappened(group)}, ${cases}`;
  }
  const what =
    location?.startsWith('header ') && actual !== undefined && expected !== undefined
      ? `${line(actual, 100)} where ${line(expected, 100)} is documented (${line(location, 60)})`
      : line(messageOf(group), 200).replace(/\.$/, '');
  return `${what}${answersOf(group)}, ${cases}`;
}

/** What is wrong, and in which item; `*` if in several. */
function messageOf([{ finding: first }, ...others]: Group): string {
  const isOne = others.every(({ finding }) => finding.location === first.location);
  return isOne ? first.message : ofAnyItem(first).message;
}

function receivedWords(occurrence: Occurrence, isDocumented: boolean): string {
  const { location, actual = '' } = occurrence.finding;
  if (location === 'exchange') return `no complete answer (${line(actual, 100)})`;
  const status = statusOf(occurrence) ?? line(actual, 100);
  return isDocumented ? `${status}` : `${status}, a code that is not documented,`;
}

/** What became of the request: `a media type that is not JSON is accepted`. */
function whatHappened([first, ...others]: Group): string {
  const { subject, title, expect } = first.case;
  if (subject === undefined) return `"${line(title, 200)}"${others.length > 0 ? ' and the like' : ''}`;
  return `${line(subject, 200)} ${verbFor(statusOf(first), expect)}`;
}

function verbFor(status: number | undefined, expect: number): string {
  if (status === undefined) return 'is not answered';
  if (isSuccess(status)) return isSuccess(expect) ? 'is accepted with another code' : 'is accepted';
  if (status < 400) return 'is redirected';
  if (isSuccess(expect)) return status >= 500 ? 'fails' : 'is refused';
  if (status >= 500 && expect < 500) return 'makes the service fail';
  return 'is refused with another code';
}

/** `, in answers 400 and 404`: where a wrong body or header was seen. */
function answersOf(group: Group): string {
  const statuses = [...new Set(group.map(({ case: item }) => receivedStatus(item)))].filter(
    (status) => status !== undefined,
  );
  if (statuses.length === 0) return '';
  return `, in ${statuses.length === 1 ? 'answers with' : 'answers with one of'} ${statuses.toSorted((a, b) => a - b).join(', ')}`;
}
