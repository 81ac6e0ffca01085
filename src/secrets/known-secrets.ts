import { createRedactor, type Redactor, type Secret } from './redaction.ts';
import { shortestSecret } from './shortest-secret.ts';

/** The secrets of one command line as far as they are known: what is printed on stderr is freed of them. */
export class KnownSecrets {
  readonly #secrets: Secret[] = [];
  #redactor: Redactor | undefined;

  /** Short ones are left out: they were refused, or `--allow-short-secrets` was given. */
  add(...secrets: readonly Secret[]): void {
    this.#secrets.push(...secrets.filter(({ value }) => value.length >= shortestSecret));
    this.#redactor = undefined;
  }

  /** The text with a name in the place of every secret. */
  redact(text: string): string {
    return this.#current().redact(text);
  }

  /** The beginning of a text, redacted: a secret that the cut falls into goes with the rest. */
  cut(text: string, limit: number): string {
    const { text: kept, truncated } = this.#current().cut(text, limit);
    return truncated ? `${kept}…` : kept;
  }

  #current(): Redactor {
    this.#redactor ??= createRedactor(this.#secrets);
    return this.#redactor;
  }
}
