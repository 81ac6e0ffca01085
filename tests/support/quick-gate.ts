import { Gate } from '../../src/runner/gate.ts';

/** Who asks more often will never stop. */
const most = 20;

/** A gate that takes no time: it grants so many pauses and waits, and keeps what was asked of it. */
export class QuickGate extends Gate {
  readonly waits: (number | undefined)[] = [];
  readonly pauses: (number | undefined)[] = [];
  #granted: number;

  constructor(signal: AbortSignal, granted = 60) {
    super({ maxWaitS: 0, spacingMs: 0, signal });
    this.#granted = granted;
  }

  override get hasThrottled(): boolean {
    return this.pauses.length > 0;
  }

  override async wait(ms: number | undefined): Promise<number | undefined> {
    this.waits.push(ms);
    return this.#grant(ms);
  }

  override pause(ms: number | undefined): number | undefined {
    this.pauses.push(ms);
    return this.#grant(ms);
  }

  #grant(ms: number | undefined): number | undefined {
    this.#granted -= 1;
    if (this.#granted < -most) throw new Error(`Asked ${most} times after the last that was granted.`);
    return this.#granted < 0 ? undefined : (ms ?? 1000);
  }
}
