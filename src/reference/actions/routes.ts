import type { Context } from 'hono';
import { upgradedInstance } from '../instances/representation.ts';
import { bad, readObject } from '../members.ts';
import { type Backend, type Env, empty, linkBase, type Route } from '../route.ts';
import { resizeInstance } from './resize.ts';
import { restartInstance } from './restart.ts';
import { readUpgrade, upgradeInstance } from './upgrade.ts';

/** The actions on an instance, which share method and path. The only member of the body names the action. */
export const actionRoutes = (version: string): readonly Route[] => [
  {
    method: 'POST',
    path: `/${version}/:accountId/instances/:instanceId/action`,
    operations: ['upgradeInstance', 'restartInstance', 'resizeInstance', 'resizeInstanceVolume'],
    permission: 'update',
    perMinute: 5,
    refusesMediaTypes: true,
    handle: act,
  },
];

function act(c: Context<Env>, backend: Backend): Response {
  const instance = c.get('instance');
  const entries = Object.entries(readObject(c.get('body')));
  const [entry] = entries;
  if (!entry || entries.length !== 1) throw bad('The body must name exactly one action.');
  const [action, value] = entry;
  if (action === 'upgrade') return upgrade(c, backend, value);
  if (action === 'restart') restartInstance(backend, instance, value);
  else if (action === 'resize') resizeInstance(backend, instance, value);
  else throw bad('The actions are `upgrade`, `restart` and `resize`.');
  return empty(202);
}

function upgrade(c: Context<Env>, backend: Backend, value: unknown): Response {
  const account = c.get('account');
  const created = upgradeInstance(backend, account, c.get('instance'), readUpgrade(value));
  return c.json({ instance: upgradedInstance(created, account, linkBase(c, backend)) }, 202);
}
