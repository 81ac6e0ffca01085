/** A comparison as every format of it shows it: a heading, a few sentences, tables. */
export interface ComparisonReport {
  readonly title: string;
  readonly remarks: readonly string[];
  readonly tables: readonly ComparisonTable[];
}

export interface ComparisonTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A format of comparisons: a pure function to text. Cells are foreign text, which it makes safe. */
export type ComparisonReporter = (
  sheet: ComparisonReport,
  options: { readonly color: boolean },
) => string | Promise<string>;
