/** Reads JSON reports that `run` wrote, and checks them against their schema. */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { findCauses } from '../evaluation/causes.ts';
import { operationsOfStored } from '../evaluation/operations.ts';
import { rootMessage, SuiteError } from '../model/errors.ts';
import type { RunResult } from '../model/result.ts';
import { exceededLimit } from '../util/json-text.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { megabyte, readUserFile } from '../util/read-file.ts';
import { line } from '../util/text.ts';
import { contradictionIn } from './consistency.ts';
import type { StoredResult } from './merge.ts';

/** The build copies it, so that the path is the same in a checkout and in `dist`. */
const schemaFile = fileURLToPath(new URL('../../spec/report.schema.json', import.meta.url));

/** A result as its schema describes it. */
type StoredRunResult = Omit<RunResult, LaterMember> & Partial<Pick<RunResult, LaterMember>>;

/** Members that the first versions of the suite with this format did not write. */
type LaterMember = 'causes' | 'operations';

type Validate = (value: unknown, file: string) => RunResult;

export interface ReadOptions {
  /** False leaves out what only a rendered report shows. @default true */
  readonly bodies?: boolean;
  /** False accepts a report that contradicts itself: that is what is looked for. @default true */
  readonly consistent?: boolean;
}

/**
 * The results in the files, in their order.
 * @throws SuiteError of kind `configuration` for a file that is not a JSON report of the suite: which, where, why.
 */
export async function readResults(
  files: readonly string[],
  { bodies = true, consistent = true }: ReadOptions = {},
): Promise<StoredResult[]> {
  const validate = await validator(consistent);
  const stored: StoredResult[] = [];
  for (const file of files) {
    const result = validate(await readJson(file), file);
    stored.push({ file, result: bodies ? result : withoutBodies(result) });
  }
  return stored;
}

/** What a comparison of any number of reports needs: most of a report is bodies, header fields and `curl` lines. */
function withoutBodies(result: RunResult): RunResult {
  const cases = result.cases.map((item) => ({
    ...item,
    exchanges: item.exchanges.map(({ request, response, ...exchange }) => ({
      ...exchange,
      curl: '',
      request: { ...request, headers: [], body: null },
      ...(response && { response: { ...response, headers: [], body: null } }),
    })),
  }));
  return { ...result, cases };
}

const unusable = (message: string, cause?: unknown): SuiteError =>
  new SuiteError('configuration', message, { cause });

/** Reading what is within these limits, and rendering it, stays under 256 MB. The report of a usual run has a tenth of this. */
const maxBytes = 16 * megabyte;
const limits = { levels: 200, values: 500_000 };

async function readJson(file: string): Promise<unknown> {
  const bytes = await readUserFile(file, { maxBytes, pipes: true }).catch((cause: unknown) => {
    throw unusable(`The report ${file} cannot be read (${rootMessage(cause)}).`, cause);
  });
  const text = bytes.toString();
  const limit = exceededLimit(text, limits);
  if (limit !== undefined) throw unusable(`The report ${file} cannot be read: it ${limit}.`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unusable(
      `${file} is not a JSON report: ${line(rootMessage(cause))}. Pass a file that \`run --report json=FILE\` wrote.`,
      cause,
    );
  }
}

/** What to do with a report of another version. */
const instead = (version: unknown): string =>
  version === 1
    ? 'this suite reads version 2, in which verdicts "contaminated" and "not-provoked" are called "inconclusive" and "not-exercised": run the suite again'
    : 'this suite reads version 2';

/** What an earlier version of the suite did not write follows from the rest. */
const completed = (stored: StoredRunResult): RunResult => {
  const { causes, operations = operationsOfStored(stored) } = stored;
  const result = { ...stored, operations };
  return causes ? { ...result, causes } : { ...result, ...findCauses(result.cases, result.coverage) };
};

/** Compiled when the first file is read, for all files. Tests check the schema itself. */
async function schemaCheck(): Promise<ValidateFunction<StoredRunResult>> {
  const [{ Ajv2020 }, formats] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')]);
  const ajv = new Ajv2020({ strict: true, validateSchema: false, meta: false });
  formats.default.default(ajv);
  return ajv.compile<StoredRunResult>(JSON.parse(await readFile(schemaFile, 'utf8')));
}

let compiled: ValidateFunction<StoredRunResult> | undefined;

async function validator(consistent: boolean): Promise<Validate> {
  compiled ??= await schemaCheck();
  const validate = compiled;
  return (value, file) => {
    if (isPlainObject(value) && 'formatVersion' in value && value.formatVersion !== 2)
      throw unusable(
        `${file} has the format version ${JSON.stringify(value.formatVersion)}; ${instead(value.formatVersion)}.`,
      );
    if (validate(value)) {
      const result = completed(value);
      const contradiction = consistent ? contradictionIn(result) : undefined;
      if (contradiction === undefined) return result;
      throw unusable(
        `${file} contradicts itself: ${contradiction}. Pass a file that a run wrote, unchanged.`,
      );
    }
    const [error] = validate.errors ?? [];
    const place = error?.instancePath ? `at ${error.instancePath}` : 'at its root';
    const allowed = error?.params.allowedValues ? `: ${JSON.stringify(error.params.allowedValues)}` : '';
    const extra = error?.params.additionalProperty
      ? ` (${JSON.stringify(error.params.additionalProperty)})`
      : '';
    throw unusable(
      `${file} is not a JSON report of this suite: ${place} it ${error?.message ?? 'is wrong'}${allowed}${extra}. spec/report.schema.json says what is allowed.`,
    );
  };
}
