import { abridgeAnswer, truncateBody } from '../evaluation/record.ts';
import type { Exchange, HeaderList } from '../model/exchange.ts';
import type { Finding } from '../model/result.ts';
import { count } from '../util/text.ts';

/** Most exchanges that are kept of one case. */
const mostOfCase = 8;

/** How much one run keeps of long answers that were the last of their case, and of all that were not, in bytes. */
const mostOfRun = { last: 4 * 1024 ** 2, earlier: 8 * 1024 ** 2 };

/** What the last exchange of each case may take without being counted, in bytes. */
const uncounted = 4 * 1024;

/** Room for so many bytes. */
class Room {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Whether there is room for so many bytes, which are then taken. */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#left += bytes;
  }
}

/** What the cases of one run may still keep of answers: of the last ones, and of the others. */
export class ExchangeBudget {
  readonly last = new Room(mostOfRun.last);
  readonly earlier = new Room(mostOfRun.earlier);
}

/**
 * The exchanges of one case, in their order: the last one always, the first ones while there is room. The target decides
 * how often a case is sent, and how long its answers are (decision 0032).
 */
export class ExchangeLog {
  readonly #budget: ExchangeBudget;
  /** With room in the budget for each. */
  readonly #earlier: Exchange[] = [];
  #last: Exchange | undefined;
  /** How much room the last one takes. */
  #taken = 0;
  #isAbridged = false;

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

  /** Says what is not kept. */
  get notes(): readonly Finding[] {
    const leftOut = this.attempts - this.exchanges.length;
    return [
      ...(leftOut > 0
        ? [
            `The report leaves out ${count(leftOut, 'exchange')} of this case, which was sent ${this.attempts} times: it keeps the first ones, as far as there is room, and the last.`,
          ]
        : []),
      ...(this.#isAbridged
        ? [
            `The report leaves out most of this long answer: those before it took the ${mostOfRun.last / 1024 ** 2} MB that a run keeps of long answers.`,
          ]
        : []),
    ].map((message) => ({ check: 'exchanges', severity: 'note', message }));
  }

  add(exchange: Exchange): void {
    const before = this.#last;
    this.#keep(exchange);
    if (!before || this.#earlier.length >= mostOfCase - 1) return;
    if (this.#budget.earlier.take(sizeOf(before))) this.#earlier.push(before);
  }

  /** Keeps the last exchange, whole as long as there is room. */
  #keep(exchange: Exchange): void {
    const { last: room } = this.#budget;
    room.giveBack(this.#taken);
    const truncated = truncateBody(exchange);
    const size = sizeOf(truncated);
    this.#taken = size > uncounted ? size : 0;
    this.#isAbridged = !room.take(this.#taken);
    if (this.#isAbridged) this.#taken = 0;
    this.#last = this.#isAbridged ? abridgeAnswer(exchange) : truncated;
  }
}

/** About how much memory an exchange takes beside its request, which attempts share. */
const sizeOf = ({ response }: Exchange): number =>
  perExchange + (response ? response.body.length + sizeOfFields(response.headers) : 0);

/** The objects that each one consists of, and those of each header field. */
const [perExchange, perField] = [2048, 200];

const sizeOfFields = (headers: HeaderList): number =>
  headers.reduce((sum, [name, value]) => sum + name.length + value.length + perField, 0);
