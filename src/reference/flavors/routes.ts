import { bad } from '../members.ts';
import { absent } from '../refusals.ts';
import { linkBase, type Route } from '../route.ts';
import { type Flavor, flavorBody, flavors, flavorWithId } from './flavors.ts';

/** The operations of the pages "List flavors" and "List flavor by ID". */
export const flavorRoutes = (version: string): readonly Route[] => [
  {
    method: 'GET',
    path: `/${version}/:accountId/flavors`,
    operations: ['listFlavors'],
    permission: 'read',
    perMinute: 100,
    handle: (c, backend) =>
      c.json({ flavors: flavors.map((flavor) => flavorBody(flavor, linkBase(c, backend))) }),
  },
  {
    method: 'GET',
    path: `/${version}/:accountId/flavors/:flavorId`,
    operations: ['getFlavor'],
    permission: 'read',
    perMinute: 100,
    handle: (c, backend) =>
      c.json({ flavor: flavorBody(flavorOf(c.req.param('flavorId') ?? ''), linkBase(c, backend)) }),
  },
];

/** An id should be a whole number; what follows a decimal point is left out (page "List flavor by ID", note). */
function flavorOf(id: string): Flavor {
  const whole = /^(-?\d+)(\.\d+)?$/.exec(id)?.[1];
  if (whole === undefined) throw bad('The id of a flavor is a whole number.');
  const flavor = flavorWithId(Number(whole));
  if (!flavor) throw absent('flavor');
  return flavor;
}
