import type { Context } from 'hono';
import { bad, instanceMember, nameOf } from '../members.ts';
import { nextLink, pageOf, readPageRequest } from '../pagination.ts';
import { createReplica } from '../replication/create.ts';
import { detachReplica } from '../replication/detach.ts';
import { type Backend, type Env, empty, linkBase, type Route } from '../route.ts';
import { deleteInstance, renameInstance, updateInstance } from './change.ts';
import { createInstance, readCreation } from './create.ts';
import { instanceDetails, instanceSummary } from './representation.ts';

/** The operations on the list of instances and on one instance. */
export function instanceRoutes(version: string): readonly Route[] {
  const all = `/${version}/:accountId/instances`;
  const one = `${all}/:instanceId`;
  return [
    {
      method: 'GET',
      path: all,
      operations: ['listInstances'],
      permission: 'read',
      perMinute: 100,
      handle: list,
    },
    {
      method: 'POST',
      path: all,
      operations: ['createInstance', 'createReplica'],
      permission: 'create',
      perMinute: 20,
      handle: create,
    },
    {
      method: 'GET',
      path: one,
      operations: ['getInstance'],
      permission: 'read',
      perMinute: 100,
      handle: get,
    },
    {
      method: 'PATCH',
      path: one,
      operations: ['renameInstance', 'detachReplica'],
      permission: 'update',
      handle: patch,
    },
    { method: 'PUT', path: one, operations: ['updateInstance'], permission: 'update', handle: update },
    {
      method: 'DELETE',
      path: one,
      operations: ['deleteInstance'],
      permission: 'delete',
      perMinute: 20,
      handle: remove,
    },
  ];
}

/** The most instances in one answer (general page "Pagination"). */
const pageSize = 20;

function list(c: Context<Env>, backend: Backend): Response {
  const account = c.get('account');
  const place = linkBase(c, backend);
  const withReplicas = flag(c, 'include_replicas');
  // No instance here belongs to an HA group, so there is nothing to leave out.
  flag(c, 'include_ha');
  const page = readPageRequest(c, pageSize);
  const listed = [...account.instances.values()].filter(
    ({ replicaOf }) => withReplicas || replicaOf === null,
  );
  const { items, next } = pageOf(listed, page);
  return c.json({
    instances: items.map((instance) => instanceSummary(instance, account, place)),
    ...nextLink(c, place, 'instances', page, next),
  });
}

/** A query parameter that is true unless it is set to false. */
function flag(c: Context<Env>, name: string): boolean {
  const given = c.req.query(name)?.toLowerCase() ?? 'true';
  if (given !== 'true' && given !== 'false') throw bad(`\`${name}\` must be true or false.`);
  return given === 'true';
}

const details = (c: Context<Env>, backend: Backend, instance = c.get('instance')) => ({
  instance: instanceDetails(instance, c.get('account'), linkBase(c, backend)),
});

function get(c: Context<Env>, backend: Backend): Response {
  return c.json(details(c, backend));
}

function create(c: Context<Env>, backend: Backend): Response {
  const account = c.get('account');
  const creation = readCreation(c.get('body'));
  const { replicaOf } = creation;
  const created =
    replicaOf === null
      ? createInstance(backend, account, creation)
      : createReplica(backend, account, { ...creation, replicaOf });
  return c.json(details(c, backend, created));
}

/** Both pages with PATCH send one member; what both together would mean, none says. */
function patch(c: Context<Env>, backend: Backend): Response {
  const instance = c.get('instance');
  const change = instanceMember(c.get('body'), ['name', 'replica_of']);
  if (Object.keys(change).length !== 1) throw bad('`instance` must have either `name` or `replica_of`.');
  if ('name' in change) renameInstance(backend, instance, nameOf(change.name));
  else detachReplica(backend, instance, change.replica_of);
  return empty(202);
}

/** The table of the page has 200 and its example 202; the table counts. */
function update(c: Context<Env>, backend: Backend): Response {
  const change = instanceMember(c.get('body'), ['configuration']);
  updateInstance(backend, c.get('account'), c.get('instance'), change);
  return empty(200);
}

function remove(c: Context<Env>, backend: Backend): Response {
  deleteInstance(backend, c.get('account'), c.get('instance'));
  return empty(202);
}
