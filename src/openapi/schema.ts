import { rootMessage } from '../model/errors.ts';
import { compiler } from './compiler.ts';
import { withSharedDefinitions } from './shared-definitions.ts';
import { UnusableError } from './unusable.ts';
import { type CompiledSchema, type Schema, type Validator, validatorFrom } from './violations.ts';

/** A validator of one schema, compiled when first used. */
export function validatorOf(schema: Schema): Validator {
  const known = validators.get(schema) ?? newValidator(schema);
  validators.set(schema, known);
  return known;
}

/** Operations share schemas, and to compile one takes long. */
const validators = new WeakMap<object, Validator>();

function newValidator(schema: Schema): Validator {
  const compiled = new Map<boolean, CompiledSchema>();
  return validatorFrom(schema, (advice) => {
    const validate = compiled.get(advice) ?? compile(schema, advice);
    compiled.set(advice, validate);
    return validate;
  });
}

/** What is wrong with schemas is found when a document is read. Whatever is left concerns this schema alone. */
function compile(schema: Schema, advice: boolean): CompiledSchema {
  try {
    const complete = withSharedDefinitions(schema, compiler(advice));
    const text = JSON.stringify([advice, complete]);
    const known = compiledTexts.get(text) ?? compiler(advice).compile(complete);
    compiledTexts.set(text, known);
    return known;
  } catch (error) {
    throw new UnusableError(`a schema cannot be compiled: ${rootMessage(error)}`);
  }
}

/** By the text of a schema, in which its references name the document: most answers of a document have the same few. */
const compiledTexts = new Map<string, CompiledSchema>();
