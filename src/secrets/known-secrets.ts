import { minSecretLength } from './min-secret-length.ts';
import { createRedactor, type Redactor, type Secret } from './redaction.ts';

/** The secrets of one command that are known so far. They are removed from all that is printed on stderr. */
export class KnownSecrets {
  readonly #secrets: Secret[] = [];
  #redactor: Redactor | undefined;

  /** Short secrets are ignored: they were rejected, or `--allow-short-secrets` was given. */
  add(...secrets: readonly Secret[]): void {
    this.#secrets.push(...secrets.filter(({ value }) => value.length >= minSecretLength));
    this.#redactor = undefined;
  }

  /** The text with a name in place of every secret. */
  redact(text: string): string {
    return this.#current().redact(text);
  }

  /** The beginning of a text, redacted. A secret at the cut is dropped whole. */
  cut(text: string, limit: number): string {
    const { text: kept, truncated } = this.#current().cut(text, limit);
    return truncated ? `${kept}…` : kept;
  }

  #current(): Redactor {
    this.#redactor ??= createRedactor(this.#secrets);
    return this.#redactor;
  }
}
