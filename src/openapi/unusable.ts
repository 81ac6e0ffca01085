import { SuiteError } from '../model/errors.ts';

/** A part of a document that the suite cannot use. */
export class UnusableError extends SuiteError {
  /** What is wrong, and where. */
  readonly why: string;

  constructor(why: string) {
    super('configuration', `The OpenAPI document is not usable: ${why}.`);
    this.why = why;
  }
}

/** The error for a place of a document. */
export const unusable = (where: string, why: string): UnusableError =>
  new UnusableError(`at ${where}, ${why}`);
