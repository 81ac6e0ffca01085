import type { Asked, Make } from '../proof/behaviour.ts';
import { bodied, isAction, jsonOf, memberOf, replacedAt } from '../proof/behaviours.ts';
import { askReference } from '../proof/service.ts';
import { checks, type Deviant } from './deviant.ts';

/** Refusals that are carried out all the same. The suite sees it on every instance that it can read. */

const upgrade = Buffer.from('{"upgrade":{"datastore_type":"mysql","datastore_version":"5.7"}}');

/** Once it has refused with the status, it does what the upgrade would do: VERIFY_UPGRADE and a new replica. */
const carriedOut =
  (status: number): Make =>
  (reference) => ({
    async answer(answer, asked) {
      if (!isAction(asked) || answer.status !== status) return answer;
      const { defaults } = reference;
      const headers = new Headers({ 'X-Auth-Token': defaults.token, 'Content-Type': 'application/json' });
      const path = `/${defaults.version}/${defaults.accountId}/instances/${defaults.instanceId}/action`;
      await askReference(reference, { method: 'POST', path, headers, body: upgrade });
      return answer;
    },
  });

/** The same on whatever instance the refused request names, with its token where that is good. */
const carriedOutThere =
  (status: number): Make =>
  (reference) => ({
    async answer(answer, asked) {
      if (!isAction(asked) || answer.status !== status) return answer;
      const { path } = asked;
      for (const token of [asked.headers.get('x-auth-token'), reference.defaults.token]) {
        const headers = new Headers({ 'X-Auth-Token': token ?? '', 'Content-Type': 'application/json' });
        await askReference(reference, { method: 'POST', path, headers, body: upgrade });
      }
      return answer;
    },
  });

/** Once it has refused with the status, it shows something else of the instance. */
const shownOtherwise =
  (
    status: number,
    of: 'instance' | 'instances',
    alter: (shown: unknown, instanceId: string) => unknown,
  ): Make =>
  ({ defaults }) => {
    let refused = false;
    return {
      answer(answer, asked) {
        if (isAction(asked)) refused ||= answer.status === status;
        else if (refused && memberOf(jsonOf(answer), of) !== undefined)
          return bodied(answer, alter(jsonOf(answer), defaults.instanceId));
        return answer;
      },
    };
  };

const row = (name: string, sentence: string, status: number, make: Make): Deviant => ({
  name: `side-effect-${name}`,
  sentence,
  status,
  check: checks.sideEffects,
  as: 'run',
  terms: { given: true },
  make,
});

const aReplica = (shown: unknown, id: string): unknown => {
  const instances = memberOf(shown, 'instances');
  const replica = { id: '0a6a7a4c-3ad0-4b53-9d3d-7a52bd4bf6a1', replica_of: { id } };
  return { instances: [...(Array.isArray(instances) ? instances : []), replica] };
};

const isOfMalformed = (asked: Asked) => jsonOf(asked) === undefined;

export const sideEffects: readonly Deviant[] = [
  ...[400, 401, 404, 405, 415, 422].map((status) =>
    row(`of-${status}`, `Carries an upgrade out when it answers ${status}.`, status, carriedOut(status)),
  ),
  // Not 401: the token of such a request is bad, and only the state knows a good one.
  ...[400, 405, 415, 422].map((status) => ({
    ...row(
      `of-${status}-on-a-state`,
      `Carries an upgrade out on the instance of a provider state when it answers ${status}.`,
      status,
      carriedOutThere(status),
    ),
    terms: {},
  })),
  row(
    'status-alone',
    'Sets the instance to VERIFY_UPGRADE when it answers 400.',
    400,
    shownOtherwise(400, 'instance', (shown) => replacedAt(shown, ['instance', 'status'], 'VERIFY_UPGRADE')),
  ),
  row(
    'datastore-alone',
    'Changes the datastore of the instance when it answers 422.',
    422,
    shownOtherwise(422, 'instance', (shown) =>
      replacedAt(shown, ['instance', 'datastore', 'version'], '5.7'),
    ),
  ),
  row(
    'replica-alone',
    'Makes a replica when it answers 415.',
    415,
    shownOtherwise(415, 'instances', aReplica),
  ),
  row('of-malformed', 'Carries an upgrade out when the body is malformed.', 400, (reference) => {
    const { answer: carryOut } = carriedOut(400)(reference);
    return {
      answer: (answer, asked) => (isOfMalformed(asked) ? (carryOut?.(answer, asked) ?? answer) : answer),
    };
  }),
];
