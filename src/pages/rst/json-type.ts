export type JsonType = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';

const words: Readonly<Record<JsonType, readonly string[]>> = {
  string: ['string', 'str', 'uuid', 'date', 'datetime', 'uri', 'url', 'enum', 'csapi:uuid', 'xsd:string'],
  integer: ['integer', 'int', 'long', 'xsd:int'],
  number: ['number', 'float', 'double'],
  boolean: ['boolean', 'bool', 'xsd:boolean'],
  object: ['object', 'dict', 'dictionary', 'hash', 'map'],
  array: ['array', 'list'],
};

const types = new Map(
  (['string', 'integer', 'number', 'boolean', 'object', 'array'] as const).flatMap((type) =>
    words[type].map((word) => [word, type] as const),
  ),
);

/** The JSON Schema type for a type name of a page; undefined for an unknown name. */
export const jsonTypeOf = (word: string): JsonType | undefined => types.get(word.toLowerCase());
