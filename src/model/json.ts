/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A JSON value as a document has it: of its whole numbers, those that a double would round are of type bigint. */
export type Value = null | boolean | number | bigint | string | Value[] | { [name: string]: Value };
