import equal from 'ajv/dist/runtime/equal.js';
import ucs2length from 'ajv/dist/runtime/ucs2length.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { areDistinct } from './distinct.ts';
import { limitedPattern } from './slow-pattern.ts';
import { type CompiledSchema, type Schema, type ValidatorOf, validatorFrom } from './violations.ts';

/** The code that the compiler has made of a schema: an expression whose value is a `CompiledSchema`. */
export interface PreparedSchema {
  readonly code: string;
  /** Without good practice; absent where the schema asks for none. */
  readonly withoutAdvice?: string;
}

/** Schemas of one document, by `schemaText`. */
export type PreparedSchemas = Readonly<Record<string, PreparedSchema>>;

/** Tells schemas of one document apart, in which the same reference is to the same definition. */
export function schemaText({ components, ...own }: Schema): string {
  return JSON.stringify(own);
}

/** What code of the compiler uses, by the names that it has there. */
const scope: Readonly<Record<string, unknown>> = {
  equal: functionOf(equal),
  ucs2length: functionOf(ucs2length),
  formats: { fullFormats },
  areDistinct,
  limitedPattern,
};

/** To a CommonJS module, as bundlers make them, the import is the function; to an ES module it is all that is exported. */
function functionOf<F>(module: F | { readonly default: F }): F {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : module;
}

/**
 * Validators without a compiler, which takes longer to load than most runs need to judge.
 * @throws Error for a schema that is not among the prepared ones
 */
export function preparedValidators(prepared: PreparedSchemas): ValidatorOf {
  const compiled = new Map<string, CompiledSchema>();
  const compiledFrom = (code: string): CompiledSchema => {
    const known = compiled.get(code) ?? evaluated(code);
    compiled.set(code, known);
    return known;
  };
  return (schema) => {
    let found: PreparedSchema | undefined;
    return validatorFrom(schema, (advice) => {
      found ??= preparedFor(schema, prepared);
      return compiledFrom(advice ? found.code : (found.withoutAdvice ?? found.code));
    });
  };
}

function preparedFor(schema: Schema, prepared: PreparedSchemas): PreparedSchema {
  const text = schemaText(schema);
  const found = Object.hasOwn(prepared, text) ? prepared[text] : undefined;
  if (!found) throw new Error(`The schema ${text} was not prepared.`);
  return found;
}

/** As the compiler itself does with code that it has made. */
const evaluated = (code: string): CompiledSchema =>
  new Function(...Object.keys(scope), `return ${code}`)(...Object.values(scope));
