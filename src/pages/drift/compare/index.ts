import type { PageComparison } from '../finding.ts';
import { codes } from './codes.ts';
import { examples } from './examples.ts';
import { headers } from './headers.ts';
import { listedExamples } from './listed-examples.ts';
import { notCompared } from './not-compared.ts';
import { parameters } from './parameters.ts';

/** All comparisons between pages and document, in the order of their findings. */
export const comparisons: readonly PageComparison[] = [
  codes,
  parameters,
  listedExamples,
  examples,
  headers,
  notCompared,
];
