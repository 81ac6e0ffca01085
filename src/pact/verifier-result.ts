import type { Finding } from '../model/result.ts';
import { atPath } from '../util/json-pointer.ts';

/** Id under which the findings of Pact's verifier are reported. */
export const pactCheck = 'pact_verification';

/** The result of verifying one interaction. */
export interface VerifierResult {
  readonly findings: readonly Finding[];
  /** Why there is no result. */
  readonly unusable?: string;
}

/** Reads the verifier's result. Failures of pending interactions count: they are pending only for other verifiers. */
export function readVerifierResult(text: string): VerifierResult {
  let result: unknown;
  try {
    result = JSON.parse(text);
  } catch {
    return { findings: [], unusable: `the Pact verifier gave no result: ${text.slice(0, 500)}` };
  }
  const interactions = atPath(result, 'interactionResults');
  if (!Array.isArray(interactions) || interactions.length !== 1)
    return { findings: [], unusable: 'the Pact verifier did not verify the one interaction it was given' };
  const errors = [atPath(result, 'errors'), atPath(result, 'pendingErrors')].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  const findings = errors.flatMap((error: unknown) => findingsOf(atPath(error, 'mismatch')));
  const failed = atPath(interactions[0], 'result') !== 'OK';
  if (failed && findings.length === 0)
    return { findings, unusable: 'the Pact verifier failed without saying why' };
  return { findings };
}

function findingsOf(mismatch: unknown): Finding[] {
  const list = atPath(mismatch, 'mismatches');
  if (Array.isArray(list)) return list.map(findingOf);
  const message = atPath(mismatch, 'message');
  return [finding('exchange', typeof message === 'string' ? message : JSON.stringify(mismatch))];
}

function findingOf(mismatch: unknown): Finding {
  const said = atPath(mismatch, 'mismatch');
  const message = typeof said === 'string' ? said : JSON.stringify(mismatch);
  const path = atPath(mismatch, 'path');
  const key = atPath(mismatch, 'key');
  const location =
    atPath(mismatch, 'type') === 'StatusMismatch'
      ? 'status'
      : typeof key === 'string'
        ? `header ${key}`
        : typeof path === 'string'
          ? `body ${path}`
          : 'body';
  const [expected, actual] = [atPath(mismatch, 'expected'), atPath(mismatch, 'actual')].map(shown);
  return {
    ...finding(location, message),
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
  };
}

const finding = (location: string, message: string): Finding => ({
  check: pactCheck,
  severity: 'deviation',
  location,
  message: `Pact: ${message}`,
});

function shown(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
