import { truncateBody } from '../evaluation/record.ts';
import type { Exchange, HeaderList } from '../model/exchange.ts';
import type { Finding } from '../model/result.ts';
import { count } from '../util/text.ts';

/** Most exchanges that are kept of one case. */
const mostOfCase = 8;

/** How much one run keeps of answers that were not the last of their case, in bytes. */
const mostOfRun = 8 * 1024 ** 2;

/** What the cases of one run may still keep of answers that were not their last. */
export class ExchangeBudget {
  #left = mostOfRun;

  /** Whether there is room for so many bytes, which are then taken. */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }
}

/**
 * The exchanges of one case, in their order: the last one always, and the first ones while there is room. The target
 * decides how often a case is sent, and how long its answers are (decision 0032).
 */
export class ExchangeLog {
  readonly #budget: ExchangeBudget;
  /** With room in the budget for each. */
  readonly #earlier: Exchange[] = [];
  #last: Exchange | undefined;

  /** @param earlier what another attempt kept of the same case, with its room in the budget */
  constructor(budget: ExchangeBudget, earlier: readonly Exchange[] = []) {
    this.#budget = budget;
    this.#earlier.push(...earlier.slice(0, -1));
    this.#last = earlier.at(-1);
  }

  /** How often the case was sent. */
  get attempts(): number {
    return this.#last?.attempt ?? 0;
  }

  /** What is kept. */
  get exchanges(): readonly Exchange[] {
    return this.#last ? [...this.#earlier, this.#last] : [];
  }

  /** Says how many are not kept. */
  get notes(): readonly Finding[] {
    const leftOut = this.attempts - this.exchanges.length;
    if (leftOut <= 0) return [];
    const message = `The report leaves out ${count(leftOut, 'exchange')} of this case, which was sent ${this.attempts} times: it keeps the first ones, as far as there is room, and the last.`;
    return [{ check: 'exchanges', severity: 'note', message }];
  }

  add(exchange: Exchange): void {
    const last = this.#last;
    this.#last = truncateBody(exchange);
    if (!last || this.#earlier.length >= mostOfCase - 1) return;
    if (this.#budget.take(sizeOf(last))) this.#earlier.push(last);
  }
}

/** About how much memory an exchange takes beside its request, which attempts share. */
const sizeOf = ({ response }: Exchange): number =>
  perExchange + (response ? response.body.length + sizeOfFields(response.headers) : 0);

/** The objects that each one consists of, and those of each header field. */
const [perExchange, perField] = [2048, 200];

const sizeOfFields = (headers: HeaderList): number =>
  headers.reduce((sum, [name, value]) => sum + name.length + value.length + perField, 0);
