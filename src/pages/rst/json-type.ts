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

/** The type of JSON Schema that a page means by a word; undefined for a word that no page is known to use. */
export const jsonTypeOf = (word: string): JsonType | undefined => types.get(word.toLowerCase());
