import type { OpenAPIV3_1 } from 'openapi-types';
import type { Value } from '../model/json.ts';
import { isValue, rounded } from '../util/exact-json.ts';
import { atPointer } from '../util/json-pointer.ts';
import { isPlainObject } from '../util/plain-object.ts';
import { ExtensionReader } from './extensions.ts';
import type { Example, Schema } from './operations.ts';
import { requireModestSize, target, unreferenced } from './resolved.ts';
import { unusable } from './unusable.ts';
import type { ValidatorOf } from './violations.ts';

interface ReadExamples {
  readonly examples: readonly Example[];
  /** The values of those that the schema refuses. */
  readonly refused: readonly Value[];
  /** Why examples of the document are left out. */
  readonly notes: readonly string[];
}

/**
 * The examples of a request body: the named ones, else `example`, else those of its schema, which they override (OpenAPI
 * 3.1, section 4.8.14). One that the schema refuses is left out: no target could be blamed for refusing it too.
 */
export function readExamples(
  mediaType: OpenAPIV3_1.MediaTypeObject,
  schema: Schema,
  where: string,
  validatorOf: ValidatorOf,
): ReadExamples {
  const named = namedExamples(mediaType, where);
  const found = named.length > 0 ? named : unnamedExamples(mediaType, schema);
  const readable = found.filter(isReadable);
  const [first] = readable;
  // Compiling a schema takes time, and few documents have examples.
  const validate = first && validatorOf(schema);
  const judged = readable.map((example) => ({
    example,
    violation: validate?.(rounded(example.value)).find(({ advisory }) => !advisory),
  }));
  for (const { value } of readable) requireModestSize(value, where);
  return {
    examples: judged.flatMap(({ example, violation }) => (violation ? [] : [example])),
    refused: judged.flatMap(({ example, violation }) => (violation ? [example.value] : [])),
    notes: [
      ...found
        .filter((example) => !isReadable(example))
        .map(({ name }) => `Its example "${name}" is left out: it has no value in the document.`),
      ...judged.flatMap(({ example, violation }) =>
        violation
          ? [
              `Its example "${example.name}" is left out, because its schema refuses it: at ${violation.pointer || 'the top'}, ${violation.expected} was expected.`,
            ]
          : [],
      ),
    ],
  };
}

type Found = Omit<Example, 'value'> & { readonly value: Value | undefined };

const isReadable = (example: Found): example is Example => isValue(example.value);

function namedExamples({ examples = {} }: OpenAPIV3_1.MediaTypeObject, where: string): Found[] {
  return Object.entries(examples).flatMap(([name, example]) => {
    const own = unreferenced(example);
    return own ? [namedExample(name, own, `${where}/examples/${name}`)] : [];
  });
}

function namedExample(name: string, example: OpenAPIV3_1.ExampleObject, where: string): Found {
  const extensions: Readonly<Record<string, unknown>> = { ...example };
  const state = extensions['x-provider-state'];
  const reader = new ExtensionReader(example, where);
  const values = reader.stringMap('x-values');
  // OpenAPI 3.2 has `dataValue` beside `value`.
  const value: Value | undefined = example.value === undefined ? extensions.dataValue : example.value;
  for (const pointer of Object.keys(values)) requireSingleValue(value, pointer, where);
  return {
    name,
    summary: example.summary ?? name,
    value,
    requirements: reader.strings('x-requirements') ?? [],
    ...(state !== undefined && { state: new ExtensionReader(state, `${where}/x-provider-state`).state() }),
    ...(Object.keys(values).length > 0 && { values }),
  };
}

/** A value of the run or of a state replaces a text, a number or a truth value of the example. */
function requireSingleValue(example: unknown, pointer: string, where: string): void {
  const value = atPointer(example, pointer);
  if (value === undefined || typeof value === 'object')
    throw unusable(
      `${where}/x-values`,
      `the pointer ${JSON.stringify(pointer)} does not lead to a text, a number or a truth value of the example`,
    );
}

function unnamedExamples({ example }: OpenAPIV3_1.MediaTypeObject, schema: Schema): Found[] {
  if (example !== undefined) return [unnamed('example', example)];
  const own = target(schema, schema);
  const values = [own.example, ...(Array.isArray(own.examples) ? own.examples : [])].filter(
    (value) => value !== undefined,
  );
  return values.map((value, index) =>
    unnamed(
      index === 0 ? 'schema-example' : `schema-example-${index + 1}`,
      withoutReadOnly(value, schema, schema),
    ),
  );
}

const unnamed = (name: string, value: Value): Found => ({ name, summary: name, value, requirements: [] });

/** Schemas serve requests and answers, so their examples have members that only answers have. */
function withoutReadOnly(value: Value, schema: Schema, root: Schema): Value {
  if (Array.isArray(value)) {
    const { items } = target(schema, root);
    return isPlainObject(items) ? value.map((item) => withoutReadOnly(item, items, root)) : value;
  }
  if (!isPlainObject(value)) return value;
  const properties = propertiesOf(schema, root);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]): [string, Value][] => {
      const property = properties.get(name);
      if (property === undefined) return [[name, member]];
      return target(property, root).readOnly === true || property.readOnly === true
        ? []
        : [[name, withoutReadOnly(member, property, root)]];
    }),
  );
}

/** The properties of a schema and of those that apply together with it. */
function propertiesOf(schema: Schema, root: Schema): Map<string, Schema> {
  const own = target(schema, root);
  const parts: readonly unknown[] = Array.isArray(own.allOf) ? own.allOf : [];
  const properties = isPlainObject(own.properties) ? Object.entries(own.properties) : [];
  return new Map([
    ...parts.filter(isPlainObject).flatMap((part) => [...propertiesOf(part, root)]),
    ...properties.flatMap(([name, property]): [string, Schema][] =>
      isPlainObject(property) ? [[name, property]] : [],
    ),
  ]);
}
