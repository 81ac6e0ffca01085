import type { Answer } from '../proof/behaviour.ts';
import {
  always,
  at,
  bodied,
  faultMembers,
  isAction,
  jsonOf,
  memberOf,
  replacedAt,
  texted,
} from '../proof/behaviours.ts';
import type { Variant } from './variant.ts';

/** Bodies that say the same otherwise, or more. */

type Change = (body: unknown, answer: Answer) => unknown;

/** Changes every 202. */
const accepted = (name: string, sentence: string, change: (instance: unknown) => unknown): Variant => ({
  name: `accepted-${name}`,
  sentence,
  make: always({
    answer: (answer, asked) =>
      isAction(asked) && answer.status === 202
        ? bodied(answer, { ...Object(jsonOf(answer)), instance: change(at(jsonOf(answer), ['instance'])) })
        : answer,
  }),
});

/** Changes what stands in every fault. */
const faults = (name: string, sentence: string, change: Change): Variant => ({
  name: `fault-${name}`,
  sentence,
  make: always({
    answer(answer, asked) {
      const member = faultMembers[answer.status];
      if (!isAction(asked) || member === undefined || answer.body.byteLength === 0) return answer;
      return bodied(answer, { [member]: change(memberOf(jsonOf(answer), member), answer) });
    },
  }),
});

/** Changes the text of every body, not what it says. */
const written = (name: string, sentence: string, change: (body: unknown) => string): Variant => ({
  name: `json-${name}`,
  sentence,
  make: always({
    answer: (answer, asked) =>
      isAction(asked) && answer.body.byteLength > 0 ? texted(answer, change(jsonOf(answer))) : answer,
  }),
});

const put = (path: string, value: unknown) => (instance: unknown) =>
  replacedAt(instance, path.split('.'), value);

const optional = ['hostname', 'replica_of', 'schedule', 'available_upgrades', 'flavor.name', 'name'];

const without = optional.map((path) =>
  accepted(`without-${path.replaceAll(/[._]/g, '-')}`, `Leaves ${path} out of a 202.`, put(path, undefined)),
);

const dates: readonly (readonly [slug: string, value: string])[] = [
  ['offset', '2026-11-23T12:00:00+02:00'],
  ['negative-offset', '2026-11-23T05:30:00-04:30'],
  ['zero-offset', '2026-11-23T10:00:00+00:00'],
  ['offset-without-colon', '2026-11-23T12:00:00+0200'],
  ['milliseconds', '2026-11-23T10:00:00.123Z'],
  ['nanoseconds', '2026-11-23T10:00:00.123456789Z'],
  ['fraction-and-offset', '2026-11-23T12:00:00.5+02:00'],
  ['leap-day', '2028-02-29T23:59:59Z'],
];

const dated = dates.map(([slug, value]) =>
  accepted(`dates-with-${slug}`, `Writes dates as ${value}.`, (instance) =>
    put('updated', value)(put('created', value)(instance)),
  ),
);

export const everywhere = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(everywhere);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, item]) => [name, everywhere(item)]);
  return { ...Object.fromEntries(members), extra: 'more', extra_object: { of: [1, null, 'x'] } };
};

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, item]) => [name, reversed(item)]),
  );
};

const links = (instance: unknown): readonly unknown[] => {
  const list = memberOf(instance, 'links');
  return Array.isArray(list) ? list : [];
};

const instances: readonly Variant[] = [
  ...without,
  ...dated,
  accepted(
    'without-all-optional',
    'Leaves everything out of a 202 that not every answer needs.',
    (instance) => optional.reduce((value, path) => put(path, undefined)(value), instance),
  ),
  accepted('extra-members', 'Has more members in every object of a 202.', everywhere),
  accepted(
    'status-of-later-times',
    'Shows a status in upper case that the reference does not know.',
    put('status', 'UPGRADE_PENDING'),
  ),
  accepted('status-active', 'Shows the new instance as ACTIVE.', put('status', 'ACTIVE')),
  accepted('type-capitalised', 'Writes the datastore type in other letters.', (instance) =>
    put('datastore.type', String(at(instance, ['datastore', 'type'])).toUpperCase())(instance),
  ),
  accepted('links-reversed', 'Has the bookmark before the self link.', (instance) =>
    put('links', links(instance).toReversed())(instance),
  ),
  accepted('links-more', 'Has a third link.', (instance) =>
    put('links', [...links(instance), { rel: 'describedby', href: 'https://docs.example/' }])(instance),
  ),
  accepted('links-elsewhere', 'Has links to another host, over https.', (instance) =>
    put('links.0.href', `https://public.example:8443/v1.0/9/instances/${memberOf(instance, 'id')}`)(instance),
  ),
  accepted('id-of-another-form', 'Has an id that is no UUID.', (instance) =>
    put('links.0.href', 'https://db.example/v1.0/1/instances/i-17')(put('id', 'i-17')(instance)),
  ),
  accepted('large', 'Shows a large flavor and volume.', (instance) =>
    put('volume.size', 65_536)(put('flavor.ram', 1_048_576)(instance)),
  ),
  accepted('upgrades-listed', 'Lists upgrades of the new instance.', (instance) =>
    put('available_upgrades', {
      current_version: '5.7',
      upgrades: [{ datastore_type: 'mysql', datastore_version: '8.0' }],
    })(instance),
  ),
  accepted('name-not-ascii', 'Has a name that is not ASCII.', put('name', 'Größe 数据 😀')),
];

const details: readonly (readonly [slug: string, value: unknown])[] = [
  ['text', 'The account may upgrade again later.'],
  ['empty', ''],
  ['null', null],
  ['object', { limit: 5, unit: 'MINUTE' }],
  ['array', ['first', 'second']],
  ['stack-trace', 'Traceback (most recent call last):\n  File "/srv/app.py", line 3, in upgrade'],
];

const faultBodies: readonly Variant[] = [
  ...details.map(([slug, value]) =>
    faults(`details-${slug}`, `Has details in every fault: ${JSON.stringify(value)}.`, (fault) => ({
      ...Object(fault),
      details: value,
    })),
  ),
  faults('more-members', 'Has more members inside every fault.', (fault) => ({
    ...Object(fault),
    requestId: 'req-1',
    created: null,
    causes: [{ code: 1 }],
  })),
  faults('message-not-ascii', 'Has messages that are not ASCII.', (fault) => ({
    ...Object(fault),
    message: 'Das geht nicht: größer 数据 😀',
  })),
  faults('message-long', 'Has messages of 100,000 characters.', (fault) => ({
    ...Object(fault),
    message: 'long '.repeat(20_000),
  })),
  faults('message-of-lines', 'Has messages of several lines, with quotes and markup.', (fault) => ({
    ...Object(fault),
    message: 'First\r\n\t"second" <b>third</b> & \\ \u2028',
  })),
  faults('message-blank', 'Has messages of one blank.', (fault) => ({ ...Object(fault), message: ' ' })),
  faults('message-of-a-time', 'Names a time of day in every message.', (fault) => ({
    ...Object(fault),
    message: 'Try again at 10:15:30',
  })),
];

const texts: readonly Variant[] = [
  written('indented', 'Indents its JSON.', (body) => JSON.stringify(body, null, 4)),
  written('with-newline', 'Ends its JSON with a line break.', (body) => `${JSON.stringify(body)}\r\n`),
  written(
    'with-blanks',
    'Has blanks before and after its JSON.',
    (body) => `\n\t ${JSON.stringify(body)} \n`,
  ),
  written('reversed', 'Has the members of every object in another order.', (body) =>
    JSON.stringify(reversed(body)),
  ),
  written('escaped', 'Escapes letters that need no escape.', (body) =>
    JSON.stringify(body).replaceAll('i', '\\u0069').replaceAll('/', '\\/'),
  ),
  written('numbers-of-many-digits', 'Has a number of many digits beside the documented members.', (body) =>
    JSON.stringify(body).replace(/"(message|volume)":/, '"load":1.00000000000000000001,$&'),
  ),
  written('member-twice-alike', 'Names a member twice, with the same value.', (body) =>
    JSON.stringify(body).replace(/"(code|status)":("?\w+"?)/, '$&,"$1":$2'),
  ),
];

export const bodies: readonly Variant[] = [...instances, ...faultBodies, ...texts];
