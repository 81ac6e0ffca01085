/** Schemas that others refer to, by their names in `components.schemas`. */
export type Definitions = Readonly<Record<string, unknown>>;

/** The definitions of the document that a schema is of, which holds in itself those that it refers to. */
export const definitionsOfDocument = new WeakMap<object, Definitions>();
