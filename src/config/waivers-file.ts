/** Reads a file of waivers. Imported only when there is one, because `yaml` and `ajv` are slow to load. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import schema from '../../spec/waivers.schema.json' with { type: 'json' };
import { rootMessage, SuiteError } from '../model/errors.ts';
import type { Waiver } from '../model/result.ts';
import { didYouMean } from '../util/nearest.ts';
import { readUserFile, textFile } from '../util/read-file.ts';
import { abbreviate } from '../util/text.ts';
import { sentence } from './raw-option.ts';
import { parseYaml } from './yaml.ts';

/** A draft has texts that begin with this where the user has to write. The schema rejects them. */
export const placeholder = 'TODO';

/** A file that matches the schema. */
interface WaiversFile {
  readonly waivers: readonly (Omit<Waiver, 'case' | 'actual'> & {
    readonly case: string | number | readonly string[];
    readonly actual?: string | number;
  })[];
}

/**
 * The waivers of a YAML or JSON file.
 * @throws SuiteError of kind `configuration`, naming file, entry, key, value and what is allowed.
 */
export async function readWaivers(path: string, checks: readonly string[]): Promise<readonly Waiver[]> {
  const unusable = (why: string, cause?: unknown) =>
    new SuiteError('configuration', sentence(`The waivers file ${path} ${why}`), { cause });
  const bytes = await readUserFile(path, textFile).catch((error: unknown) => {
    throw unusable(`cannot be read (${rootMessage(error)})`, error);
  });
  const content = parseYaml(decoded(bytes, unusable), unusable);

  const validate = validator();
  if (!validate(content)) throw unusable(whatIsWrong(validate.errors ?? []));
  return content.waivers.map(({ case: pattern, actual, ...rest }, index) => {
    if (!checks.includes(rest.check))
      throw unusable(
        `has in entry ${index + 1} the unknown check ${shown(rest.check)}; known are ${checks.join(', ')}.${didYouMean(rest.check, checks)}`,
      );
    const cases = typeof pattern === 'number' ? String(pattern) : pattern;
    return { ...rest, case: cases, ...(actual !== undefined && { actual: String(actual) }) };
  });
}

/** As for config files: compiled once, of a schema that tests check. */
function validator(): ValidateFunction<WaiversFile> {
  if (compiled) return compiled;
  const ajv = new Ajv2020({
    ...{ allErrors: true, verbose: true, allowUnionTypes: true },
    ...{ validateSchema: false, meta: false },
  });
  addFormats.default(ajv, ['date']);
  compiled = ajv.compile<WaiversFile>(schema);
  return compiled;
}

let compiled: ValidateFunction<WaiversFile> | undefined;

function decoded(bytes: Uint8Array, unusable: (why: string, cause?: unknown) => Error): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw unusable('is not text in UTF-8', error);
  }
}

/** The first error by entry. Within an entry an unknown key comes first, as it explains the missing one. */
function whatIsWrong(errors: readonly ErrorObject[]): string {
  const rank = (error: ErrorObject) => [
    Number(pathOf(error)[1] ?? -1),
    Number(error.keyword !== 'additionalProperties'),
  ];
  const [first] = errors.toSorted((one, other) => {
    const [[entry = 0, known = 0], [otherEntry = 0, otherKnown = 0]] = [rank(one), rank(other)];
    return entry - otherEntry || known - otherKnown;
  });
  return first ? worded(first) : 'does not match its schema';
}

const pathOf = ({ instancePath }: ErrorObject): string[] => instancePath.split('/').slice(1);

function worded(error: ErrorObject): string {
  const { keyword, params, parentSchema, data } = error;
  const [list, index, key] = pathOf(error);
  const place = index === undefined ? '' : ` in entry ${Number(index) + 1}`;
  const properties: Readonly<Record<string, { readonly description: string }>> =
    parentSchema?.properties ?? {};
  if (keyword === 'additionalProperties') {
    const unknown = String(params.additionalProperty);
    const keys = Object.keys(properties).filter((name) => name !== '$schema');
    return `has${place} the unknown key ${shown(unknown)}; known are ${keys.join(', ')}.${didYouMean(unknown, keys)}`;
  }
  if (keyword === 'required') {
    const missing = String(params.missingProperty);
    return `lacks${place} the key ${missing}, which must be ${properties[missing]?.description}`;
  }
  if (list === undefined) return 'must hold a mapping with the key waivers, whose value is a list of entries';
  const must = `${key ?? (index === undefined ? list : 'it')} must be ${parentSchema?.description}`;
  if (typeof data === 'string' && data.trimStart().startsWith(placeholder))
    return `is not filled in yet${place}: ${must}, not the placeholder ${shown(data)}`;
  return `is wrong${place}: ${must}, not ${shown(data)}`;
}

/** A value in a message. YAML has numbers that JSON has not: NaN and the infinities. */
function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return abbreviate(text ?? 'nothing', 100);
}
