import type { Case } from '../catalogue/case.ts';
import type { CaseOutcome } from '../evaluation/case-outcome.ts';
import type { Progress } from './options.ts';

/** Says how far a run has come, whenever a case begins and whenever one has ended. */
export class ProgressReport {
  readonly #total: number;
  readonly #outcomes: ReadonlyMap<string, CaseOutcome>;
  readonly #onProgress: ((progress: Progress) => void) | undefined;
  readonly #underWay = new Map<Case, { readonly id: string; readonly since: number }>();

  constructor(
    total: number,
    outcomes: ReadonlyMap<string, CaseOutcome>,
    onProgress: ((progress: Progress) => void) | undefined,
  ) {
    this.#total = total;
    this.#outcomes = outcomes;
    this.#onProgress = onProgress;
  }

  begin(item: Case): void {
    this.#underWay.set(item, { id: item.id, since: Date.now() });
    this.#report();
  }

  end(item: Case): void {
    this.#underWay.delete(item);
    this.#report();
  }

  /** The case will be sent later. */
  postpone(item: Case): void {
    this.#underWay.delete(item);
  }

  #report(): void {
    if (!this.#onProgress) return;
    const outcomes = [...this.#outcomes.values()];
    this.#onProgress({
      done: outcomes.length,
      total: this.#total,
      deviating: outcomes.filter(({ verdict }) => verdict === 'deviates').length,
      underWay: [...this.#underWay.values()],
    });
  }
}
