/** A comparison as all its formats show it: a title, remarks, tables. */
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

/** A format of comparisons: a pure function to text. It escapes the cells, which are text from outside. */
export type ComparisonReporter = (
  report: ComparisonReport,
  options: { readonly color: boolean },
) => string | Promise<string>;
