import type { HeaderList } from '../model/exchange.ts';
import type {
  CaseResult,
  Finding,
  RecordedBody,
  RecordedExchange,
  RunResult,
  Statement,
  Waiver,
} from '../model/result.ts';
import { ownMember } from '../util/plain-object.ts';
import { line } from '../util/text.ts';
import { placeOf } from './queries.ts';

/** Enough of a body to see what is wrong; the JSON report has the rest. */
const bodyLimit = 1500;
const headerLimit = 300;
const maximumHeaders = 60;
const curlLimit = 4000;

/** A requirement or an ambiguity with its citation. */
export function citationLine(id: string, statement: Statement | undefined): string {
  if (!statement) return line(id);
  const { strength, authority, citation } = statement;
  const force = strength === 'ambiguity' ? `authority: ${authority}` : `${strength}; authority: ${authority}`;
  return line(`${id}: ${statement.statement} (${force}; ${citation})`, 1500);
}

/** A finding, its requirement, and the expected and actual values. */
export function findingLines(finding: Finding, result: RunResult): string[] {
  const { requirements } = result;
  const statement =
    finding.requirement === undefined ? undefined : ownMember(requirements, finding.requirement);
  return [
    `${finding.severity}: ${line(finding.message)} [${line(finding.check)}]`,
    ...(finding.requirement === undefined
      ? []
      : [`requirement ${citationLine(finding.requirement, statement)}`]),
    ...(statement?.authority === 'example'
      ? ['only an example in the reference shows this; no sentence states it']
      : []),
    ...(finding.location === undefined ? [] : [`location: ${line(finding.location)}`]),
    ...(finding.expected === undefined ? [] : [`expected: ${line(finding.expected)}`]),
    ...(finding.actual === undefined ? [] : [`actual:   ${line(finding.actual)}`]),
    ...(finding.waiver === undefined ? [] : [waiverLine(finding.waiver, result)]),
  ];
}

/** The same, with the place in the document where no known requirement is named. */
export function deviationLines(finding: Finding, one: CaseResult, result: RunResult): string[] {
  const place = placeOf(finding, one, result);
  return [
    ...findingLines(finding, result),
    ...(place === undefined ? [] : [`documented at: ${line(place)}`]),
  ];
}

/** Until when a deviation is waived, by whom, why, and by which entry. */
function waiverLine(entry: number, { run }: RunResult): string {
  const waiver = run.waivers?.find((one) => one.entry === entry);
  return waiver ? `${waiverTerms(waiver)} (entry ${entry})` : `waived (entry ${entry})`;
}

/** Until when a waiver holds, its owner, and why. */
export const waiverTerms = ({ expires, owner, reason }: Waiver): string =>
  line(`waived until ${expires}, owner ${owner}: ${reason}`, 1000);

/** An exchange as `curl -v` would show it, one escaped line per part, then the curl line that repeats it. */
export function exchangeLines({ request, response, error, curl, attempt }: RecordedExchange): string[] {
  return [
    ...(attempt > 1 ? [`attempt ${attempt}; the JSON report has earlier ones`] : []),
    `> ${line(request.method)} ${line(request.url, headerLimit * 2)}`,
    ...headerLines('>', request.headers),
    ...bodyLines('>', request.body),
    ...(response
      ? [
          `< HTTP/${line(response.httpVersion)} ${response.status} ${line(response.statusText)}`.trimEnd(),
          ...headerLines('<', response.headers),
          ...bodyLines('<', response.body),
        ]
      : []),
    ...(error === undefined ? [] : [`! ${line(error)}`]),
    `$ ${line(curl, curlLimit)}`,
  ];
}

function headerLines(mark: string, headers: HeaderList): string[] {
  const shown = headers
    .slice(0, maximumHeaders)
    .map(([name, value]) => `${mark} ${line(name, headerLimit)}: ${line(value, headerLimit)}`);
  const left = headers.length - shown.length;
  return left > 0 ? [...shown, `${mark} … (${left} more header fields)`] : shown;
}

function bodyLines(mark: string, body: RecordedBody | null): string[] {
  if (body === null) return [];
  if (body.bytes === 0) return [`${mark} (empty body)`];
  if (body.text === '' && body.encoding === 'base64')
    return [`${mark} (${body.bytes} bytes that are not text, not shown; sha256 ${line(body.sha256)})`];
  const whole = !body.truncated && body.text.length <= bodyLimit;
  const encoding = body.encoding === 'base64' ? 'base64, ' : '';
  const size = `(${encoding}${body.bytes} bytes${whole ? '' : `, shortened, sha256 ${line(body.sha256)}`})`;
  return [`${mark} ${line(body.text, bodyLimit)}`, ...(whole && encoding === '' ? [] : [`${mark} ${size}`])];
}
