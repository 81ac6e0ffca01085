import type { CaseDefinition } from '../../src/catalogue/case.ts';
import type { Rows } from '../../src/catalogue/catalogue.ts';
import { tolerating, withMember } from './with-member.ts';

/** What only the reference can state about the two ways to resize an instance. */

const resizeInstance: Rows = {
  operationId: 'resizeInstance',
  rows: ({ value }) => [
    {
      slug: 'unknown-flavor',
      title: 'A flavor that does not exist is refused',
      subject: 'a flavor that does not exist',
      status: 400,
      tolerates: tolerating('AMB-UNKNOWN-REFERENCE', 404, 422),
      requirements: ['RESIZE-FLAVOR'],
      request: withMember(value, ['resize', 'flavorRef'], '999999'),
    },
  ],
};

/** In gigabytes: no volume may be that large (general page "Limits"). */
export const overAnyLimit = 100_000;

const sizes: readonly (readonly [slug: string, what: string, size: number])[] = [
  ['zero', 'of 0 gigabytes', 0],
  ['negative', 'of less than nothing', -1],
  ['fraction', 'of a fraction of gigabytes', 4.5],
];

const resizeInstanceVolume: Rows = {
  operationId: 'resizeInstanceVolume',
  rows: ({ value }) => [
    ...sizes.map(
      ([slug, what, size]): CaseDefinition => ({
        slug: `size-${slug}`,
        title: `A volume ${what} is refused`,
        subject: 'a volume of a size that is not possible',
        status: 400,
        tolerates: tolerating('AMB-IMPOSSIBLE-VALUE', 422),
        requirements: ['RESIZE-VOLUME'],
        request: withMember(value, ['resize', 'volume', 'size'], size),
      }),
    ),
    {
      slug: 'size-over-any-limit',
      title: 'A volume that is larger than any may be is refused',
      subject: 'a volume that is too large',
      status: 413,
      notThrottled: true,
      tolerates: tolerating('AMB-VOLUME', 400, 422),
      requirements: ['LIMIT-VOLUME'],
      request: withMember(value, ['resize', 'volume', 'size'], overAnyLimit),
    },
  ],
};

export const resizes: readonly Rows[] = [resizeInstance, resizeInstanceVolume];
