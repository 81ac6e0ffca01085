/** How much slower requests are sent after a pace was refused that was not known to be good. */
const slowDown = 2;
/** Share of the way to the fastest safe pace that each answer makes good. */
const recovery = 0.05;
/** A refused pace is not tried again: requests stay this much slower. */
const margin = 1.1;
/** A refused pace is tried again after so many times the pause that it cost: throttles come and go. */
const forgetAfterPauses = 20;
/** A pace is known to be good after so many answers in a row. */
const goodAfter = 5;

/**
 * The pace that a target's throttle allows, learned from what it answers (decision 0008). Times are milliseconds.
 * After a first throttle, requests are sent at the rate at which they were answered until then, the pause included;
 * each answer at a rate doubles it, until a pace is refused. Then the rate is halved, or set a little below the last one
 * that was good, and each answer raises it slowly towards the refused one, without reaching it. After a while without a
 * refusal, faster paces are tried again.
 */
export class LearnedPace {
  readonly #minimum: number;
  #spacing: number;
  /** The longest gap between requests that was refused; undefined while none was. */
  #refused: number | undefined;
  #answered = 0;
  #since: number;
  #forgetAt = Number.POSITIVE_INFINITY;

  /** @param minimum shortest time between two requests that the user allows */
  constructor(minimum: number, now: number) {
    this.#minimum = minimum;
    this.#spacing = minimum;
    this.#since = now;
  }

  /** Time between two requests. */
  get spacingMs(): number {
    return this.#spacing;
  }

  /**
   * A request was answered, and not by the throttle.
   * @param gapMs time between this request and the one before it
   */
  answered(sentAt: number, gapMs: number): void {
    // An answer to a request from before the pause says nothing of the pace since then.
    if (sentAt < this.#since) return;
    this.#answered += 1;
    if (this.#spacing <= this.#minimum) return;
    if (sentAt > this.#forgetAt) this.#refused = undefined;
    if (this.#refused === undefined) {
      this.#spacing = Math.max(this.#minimum, Math.min(this.#spacing, gapMs / slowDown));
      return;
    }
    const fastest = Math.max(this.#minimum, this.#refused * margin);
    this.#spacing = Math.max(fastest, this.#spacing - (this.#spacing - fastest) * recovery);
  }

  /**
   * The throttle refused a request, and nothing is sent for `waitMs`.
   * @param gapMs time between the refused request and the one before it
   */
  refused(now: number, waitMs: number, gapMs: number): void {
    const sustained = (now + waitMs - this.#since) / Math.max(this.#answered, 1);
    if (this.#spacing > 0) {
      // A request that waited longer than the pace demands says no more than that the pace itself is refused.
      const pace = Math.min(gapMs, this.#spacing);
      const wasGood = this.#refused !== undefined && this.#answered >= goodAfter;
      const slower = wasGood ? this.#spacing * margin : pace * slowDown;
      this.#refused = pace;
      this.#spacing = Math.max(this.#minimum, Math.min(sustained, slower));
    } else {
      this.#spacing = sustained;
    }
    this.#answered = 0;
    this.#since = now + waitMs;
    this.#forgetAt = this.#since + forgetAfterPauses * waitMs;
  }
}
