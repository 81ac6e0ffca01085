import type { CoverageRow } from '../model/result.ts';

/** At most one in so many codes may be excluded; beyond it nothing is conformant (decision 0035). */
const codesPerExcluded = 5;

/** Whether so many codes are excluded that the others say too little. */
export const tooManyExcluded = (coverage: readonly Pick<CoverageRow, 'verdict'>[]): boolean =>
  coverage.filter(({ verdict }) => verdict === 'excluded').length * codesPerExcluded > coverage.length;
