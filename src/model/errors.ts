import { types } from 'node:util';

/** Exit codes of the command (decision 0001), the only table of them. */
export const exitCodes = {
  conformant: 0,
  deviates: 1,
  usage: 2,
  incomplete: 3,
  couldNotRun: 4,
  interrupted: 130,
} as const;

/** What can go wrong outside the target, and the exit code it means. */
const errorKinds = {
  /** Wrong usage: an option, an argument, a variable. */
  usage: exitCodes.usage,
  /** Wrong configuration: a config file or a document the user gave. */
  configuration: exitCodes.usage,
  /** The target could not be reached at all. */
  unreachable: exitCodes.couldNotRun,
  /** The provider-state driver could not be reached at all. */
  driver: exitCodes.couldNotRun,
  /** The run's credential could not be obtained. */
  identity: exitCodes.couldNotRun,
  /** The target refuses a value that the user gave, such as the credential. */
  input: exitCodes.couldNotRun,
  /** A report could not be written. */
  report: exitCodes.couldNotRun,
  /** The run was stopped before memory ran out. */
  memory: exitCodes.couldNotRun,
  /** A defect of the suite itself. */
  internal: exitCodes.couldNotRun,
} as const;

export type ErrorKind = keyof typeof errorKinds;

/** An error for users: its message says what was expected, what came, where, and what to do. */
export class SuiteError extends Error {
  override readonly name = 'SuiteError';
  readonly kind: ErrorKind;
  readonly exitCode: number;

  constructor(kind: ErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
    this.exitCode = errorKinds[kind];
  }
}

/** The innermost message of an error and its causes, for one-sentence diagnostics. It never throws. */
export function rootMessage(error: unknown): string {
  const seen = new Set<unknown>();
  try {
    let innermost = error;
    for (let inner = innerOf(error); inner !== undefined && !seen.has(inner); inner = innerOf(inner)) {
      seen.add(inner);
      innermost = inner;
    }
    return types.isNativeError(innermost) ? String(innermost.message) : String(innermost);
  } catch {
    return 'an error whose message cannot be read';
  }
}

/** Not `instanceof`: an error of Node may come from another realm than this module. */
function innerOf(error: unknown): unknown {
  if (!types.isNativeError(error)) return undefined;
  if (types.isNativeError(error.cause)) return error.cause;
  // Several addresses were tried: this kind of error has an empty message.
  return 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : undefined;
}
