import type { Answer, Asked } from '../../proof/behaviour.ts';
import { always, at, bodied, headed, jsonOf, replacedAt, texted } from '../../proof/behaviours.ts';
import { idsOf, isOf, type Subject } from '../../proof/operations.ts';
import { askReference } from '../../proof/service.ts';
import { everywhere } from '../bodies.ts';
import type { Variant } from '../variant.ts';

/** Successes that say the same otherwise, or as much as the reference asks for. */

type Alter = (answer: Answer, asked: Asked) => Answer;

/** Changes the successes of the operations that the test picks. */
const successes =
  (subjects: readonly Subject[]) =>
  (name: string, sentence: string, alter: Alter, test: (subject: Subject) => boolean): Variant => {
    const chosen = subjects.filter(test);
    return {
      name: `operations-${name}`,
      sentence,
      operations: idsOf(chosen),
      cases: chosen.flatMap(({ cases, success }) =>
        cases.filter(({ status }) => status === success).map(({ id }) => id),
      ),
      make: always({
        answer: (answer, asked) =>
          answer.status < 300 && chosen.some(({ operation }) => isOf(operation, asked))
            ? alter(answer, asked)
            : answer,
      }),
    };
  };

const changed =
  (change: (body: unknown) => unknown): Alter =>
  (answer) =>
    bodied(answer, change(jsonOf(answer)));

const written =
  (change: (text: string) => string): Alter =>
  (answer) =>
    texted(answer, change(answer.body.toString()));

/** Changes each instance of a body. */
const instances = (change: (instance: unknown) => unknown): Alter =>
  changed((body) => {
    const list = at(body, ['instances']);
    return Array.isArray(list)
      ? { ...Object(body), instances: list.map(change) }
      : { ...Object(body), instance: change(at(body, ['instance'])) };
  });

const put = (values: Readonly<Record<string, unknown>>) => (instance: unknown) =>
  Object.entries(values).reduce((made, [path, value]) => replacedAt(made, path.split('.'), value), instance);

const uuids = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

const hasBody = ({ operation, success }: Subject) => operation.responses.get(success)?.schema !== undefined;
const isSilent = (subject: Subject) => !hasBody(subject);
const isOneOf =
  (...ids: readonly string[]) =>
  ({ operation }: Subject) =>
    ids.includes(operation.id);
const showsInstances = isOneOf(
  'listInstances',
  'getInstance',
  'createInstance',
  'createReplica',
  'listReplicas',
);
const showsFlavors = isOneOf('listFlavors', 'getFlavor', 'listFlavorsForDatastoreVersion');

/** Follows the links to the next part, so that the list is whole however long it is. */
const wholeList = (subjects: readonly Subject[]): Variant => ({
  ...successes(subjects)(
    'whole-list',
    'Lists everything at once.',
    (answer) => answer,
    isOneOf('listInstances'),
  ),
  make: (reference) => ({
    async answer(answer, asked) {
      if (answer.status !== 200 || !/\/instances$/.test(asked.path)) return answer;
      const items: unknown[] = [];
      for (let part = jsonOf(answer); ; ) {
        items.push(...Object(part).instances);
        const next = at(part, ['links', '0', 'href']);
        if (typeof next !== 'string') return bodied(answer, { instances: items });
        const { pathname, search } = new URL(next);
        part = jsonOf(await askReference(reference, { ...asked, path: `${pathname}${search}` }));
      }
    },
  }),
});

export function bodyVariants(subjects: readonly Subject[]): readonly Variant[] {
  const of = successes(subjects);
  const without = (...paths: readonly string[]) =>
    instances(put(Object.fromEntries(paths.map((path) => [path, undefined]))));
  return [
    of('extra-members', 'Has more members in every object.', changed(everywhere), hasBody),
    of('members-reversed', 'Has members in another order.', changed(membersReversed), hasBody),
    of(
      'indented',
      'Indents its JSON.',
      written((text) => JSON.stringify(JSON.parse(text), null, 4)),
      hasBody,
    ),
    of(
      'dates-without-zone',
      'Writes dates without a zone.',
      written((text) => text.replaceAll(/(T\d\d:\d\d:\d\d)Z"/g, '$1"')),
      hasBody,
    ),
    of(
      'flavor-ids-as-text',
      'Writes the ids of flavors as text.',
      written((text) => text.replaceAll(/"id":(\d+)/g, '"id":"$1"')),
      showsFlavors,
    ),
    of(
      'ids-in-upper-case',
      'Writes ids in upper case.',
      written((text) => text.replaceAll(uuids, (id) => id.toUpperCase())),
      showsInstances,
    ),
    of(
      'addresses',
      'Shows addresses in place of a host name.',
      instances(put({ hostname: undefined, ip: ['10.0.0.1', '2001:db8::1'] })),
      showsInstances,
    ),
    of('without-address', 'Shows neither host name nor address.', without('hostname'), showsInstances),
    of('without-name', 'Shows no name of an instance.', without('name'), showsInstances),
    of('without-datastore', 'Shows no datastore of an instance.', without('datastore'), showsInstances),
    of('without-use', 'Does not show how much of a volume is used.', without('volume.used'), showsInstances),
    of(
      'openstack-links',
      'Calls the links of a list instances_links.',
      written((text) => text.replace(/"links":(\[\{"rel":"next")/, '"instances_links":$1')),
      isOneOf('listInstances'),
    ),
    wholeList(subjects),
    of(
      'empty-json',
      'Has a Content-Type of JSON and no body.',
      (answer) => headed(texted(answer, ''), 'Content-Type', 'application/json'),
      isSilent,
    ),
    of(
      'empty',
      'Has neither a body nor a Content-Type.',
      (answer) => headed(texted(answer, ''), 'Content-Type', undefined),
      isSilent,
    ),
    of(
      'empty-text',
      'Has a Content-Type of text and no body.',
      (answer) => headed(texted(answer, ''), 'Content-Type', 'text/plain'),
      isSilent,
    ),
    of(
      'empty-chunked',
      'Has a body of no chunk.',
      (answer) => ({
        ...headed(headed(answer, 'Content-Length', undefined), 'Transfer-Encoding', 'chunked'),
        body: Buffer.from('0\r\n\r\n'),
      }),
      isSilent,
    ),
  ];
}

/** The order of the items of a list means something; that of members does not. */
function membersReversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(membersReversed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, item]) => [name, membersReversed(item)] as const);
  return Object.fromEntries(members.toReversed());
}
