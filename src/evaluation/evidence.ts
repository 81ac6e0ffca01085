import { type Case, credentialValue } from '../catalogue/case.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { CaseEvidence, RecordedExchange } from '../model/result.ts';
import type { Redactor } from '../secrets/redaction.ts';
import { parametersIn } from '../util/path-segment.ts';
import { isPlainObject } from '../util/plain-object.ts';
import type { CaseOutcome } from './case-outcome.ts';
import { digestOf } from './record.ts';

/** Makes what is recorded of each case beside its exchanges, so that it can be judged again from them (decision 0046). */
export class EvidenceRecorder {
  readonly #names: ReadonlySet<string>;
  readonly #redactor: Redactor;
  readonly #setUps = new Map<object, number>();

  constructor({ cases }: Pick<Catalogue, 'cases'>, redactor: Redactor) {
    const paths = new Set(cases.map(({ request }) => request.path));
    this.#names = new Set([...[...paths].flatMap(parametersIn), ...cases.flatMap(namesOfValues)]);
    this.#redactor = redactor;
  }

  /** Undefined where nothing was sent. Set-ups are numbered in the order of calls. */
  of(outcome: CaseOutcome, exchanges: readonly RecordedExchange[]): CaseEvidence | undefined {
    const last = exchanges.at(-1);
    if (!last) return undefined;
    const values = this.#values(outcome, last.response?.body?.text ?? '');
    return {
      sha256: digestOfExchanges(exchanges),
      ...(outcome.judged && { judged: outcome.judged }),
      ...(values && { values }),
      ...(outcome.shown && { comparedOn: this.#numberOf(outcome.shown.setUp) }),
    };
  }

  /**
   * Of what the last request was made with, what a request can be made of, and what its answer shows. A driver may give
   * more, which no report is to show.
   */
  #values({ exchanges }: CaseOutcome, shown: string): CaseEvidence['values'] {
    const given = exchanges
      .slice(-1)
      .flatMap(({ values }) => Object.entries(values))
      .filter(
        ([name, value]) => name !== credentialValue && (this.#names.has(name) || isShown(value, shown)),
      );
    const isSecret = given.some(
      ([name, value]) => this.#redactor.redact(value) !== value || this.#redactor.redact(name) !== name,
    );
    return isSecret ? undefined : Object.fromEntries(given);
  }

  #numberOf(setUp: object): number {
    const known = this.#setUps.get(setUp);
    if (known !== undefined) return known;
    const number = this.#setUps.size;
    this.#setUps.set(setUp, number);
    return number;
  }
}

/** Whether a text has the value by itself: a digit is in most ids and times by chance, and not in those of the next run. */
function isShown(value: string, text: string): boolean {
  if (value === '') return false;
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
    if (!isWord(text[at - 1]) && !isWord(text[at + value.length])) return true;
  return false;
}

const isWord = (character = ''): boolean => /[\p{L}\p{N}]/u.test(character);

/** The values that stand in a query or a body. Those of header fields may be known to nobody but their users. */
const namesOfValues = ({ request: { query = [], bodyValues = {} } }: Case): string[] => [
  ...query.map(({ name }) => name),
  ...Object.values(bodyValues).map(({ name }) => name),
];

/** The digest of exchanges as a report has them, whatever the order of the members is. */
export const digestOfExchanges = (exchanges: readonly RecordedExchange[]): string =>
  digestOf(JSON.stringify(sorted(exchanges)));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isPlainObject(value)) return value;
  const names = Object.keys(value).toSorted();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}
