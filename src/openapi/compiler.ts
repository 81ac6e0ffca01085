import { _, type KeywordCxt } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isPlainObject } from '../util/plain-object.ts';
import { areDistinct } from './distinct.ts';
import { limitedPattern } from './slow-pattern.ts';
import { maxErrors } from './violations.ts';

const [weekday, month, day, time] = [
  '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)',
  '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)',
  '(?:0[1-9]|[12]\\d|3[01])',
  '(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)',
];

/** Whole seconds or an HTTP date (RFC 9110 §10.2.3); the three date forms of §5.6.7. */
const retryAfter = new RegExp(
  `^(?:${[
    '\\d+',
    `${weekday}, ${day} ${month} \\d{4} ${time} GMT`,
    `(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, ${day}-${month}-\\d{2} ${time} GMT`,
    `${weekday} ${month} (?:${day}| [1-9]) ${time} \\d{4}`,
  ].join('|')})$`,
);

const compilers = new Map<boolean, Ajv2020>();

/**
 * The compiler of all schemas. Two are needed: with too many errors, those of good practice could leave no room for the
 * others.
 * @param advice whether schemas of good practice count: their errors have `x-should` in their schema path
 */
export function compiler(advice: boolean): Ajv2020 {
  const known = compilers.get(advice) ?? newCompiler(advice);
  compilers.set(advice, known);
  return known;
}

/**
 * The document is already validated, so schemas are not validated again.
 * @param options `source`: whether it keeps the code that it makes, to be stored
 */
export function newCompiler(advice: boolean, { source = false } = {}): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    meta: false,
    validateSchema: false,
    logger: false,
    // Reports have words of their own.
    messages: false,
    // Optimised code is hardly faster, and takes half of the time of compiling.
    code: {
      source,
      optimize: false,
      process: withFewErrors,
      regExp: patterns,
      formats: _`formats.fullFormats`,
    },
  });
  addFormats.default(ajv, ['date-time', 'date', 'uri', 'uuid', 'email', 'ipv4', 'ipv6', 'hostname']);
  ajv.addFormat('retry-after', retryAfter);
  ajv.addKeyword({
    keyword: 'x-should',
    // In a branch of anyOf it would decide which branch fits, and good practice must not.
    macro: (schema: unknown, _parent, { compositeRule }) =>
      advice && !compositeRule && isPlainObject(schema) ? schema : {},
  });
  for (const keyword of ['anyOf', 'oneOf', 'contains']) replaceCode(ajv, keyword, withoutBranchErrors);
  replaceCode(ajv, 'uniqueItems', () => uniqueItems);
  return ajv;
}

/** The name is that under which stored code finds the function. */
const patterns = Object.assign(limitedPattern, { code: 'limitedPattern' });

/**
 * What the generated code does with its errors, and what it does instead. All are still counted, because their number
 * decides what is valid; only the first are kept. `compiler.test.ts` shows that no other form occurs.
 */
const replacements: readonly (readonly [RegExp, string])[] = [
  [/vErrors\.push\((err\d+)\);/g, `if(vErrors.length < ${maxErrors})vErrors.push($1);`],
  [
    /vErrors = vErrors === null \? ([\w.]+)\.errors : vErrors\.concat\(\1\.errors\);\s*errors = vErrors\.length;/g,
    `errors += $1.errors.length;if(vErrors === null)vErrors = $1.errors;else if(vErrors.length < ${maxErrors})vErrors = vErrors.concat($1.errors);`,
  ],
  [/vErrors\.length = (_errs\d+);/g, 'vErrors.length = Math.min(vErrors.length, $1);'],
];

/** Ajv does not do this to code that is stored. */
export const withFewErrors = (code: string): string =>
  replacements.reduce((all, [form, bounded]) => all.replace(form, bounded), code);

type Code = (context: KeywordCxt) => void;

/** Changes a keyword where it stands: adding it again would change the order of errors. */
function replaceCode(ajv: Ajv2020, keyword: string, change: (code: Code) => Code): void {
  const definition = ajv.getKeyword(keyword);
  if (typeof definition === 'object' && 'code' in definition) definition.code = change(definition.code);
}

/** The keyword's own error is enough: nobody can say which branch was meant. Branches stop at their first error. */
function withoutBranchErrors(code: Code): Code {
  return (context) => {
    const { subschema, error } = context;
    context.subschema = (applied, valid) =>
      subschema.call(context, { ...applied, createErrors: false, allErrors: false }, valid);
    context.error = (...details) => {
      context.reset();
      error.apply(context, details);
    };
    code(context);
  };
}

/** The keyword's own code compares each two items. */
function uniqueItems(context: KeywordCxt): void {
  if (context.schema !== true) return;
  const distinct = context.gen.scopeValue('func', { ref: areDistinct, code: _`areDistinct` });
  context.setParams({ i: 0, j: 0 });
  context.pass(_`${distinct}(${context.data})`);
}
