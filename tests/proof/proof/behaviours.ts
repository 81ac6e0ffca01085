import type { Answer, Asked, Behaviour, HeaderLines, Make, Nothing, Provider } from './behaviour.ts';

/** What behaviours are put together from. */

type Json = unknown;

/** The member that names each fault (general page "Faults"). */
export const faultMembers: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  413: 'overLimit',
  415: 'badMediaType',
  422: 'unprocessableEntity',
  500: 'instanceFault',
  501: 'notImplemented',
  503: 'serviceUnavailable',
};

export const faultStatuses: readonly number[] = Object.keys(faultMembers).map(Number);
export const documentedStatuses: readonly number[] = [202, ...faultStatuses];

export const always =
  (behaviour: Behaviour): Make =>
  () =>
    behaviour;

type Alter = (answer: Answer, asked: Asked) => Answer | Nothing;
type Test = (asked: Asked, answer: Answer) => boolean | Promise<boolean>;

/** Only the action of the operation: reading an instance is left alone. */
export const isAction = ({ path }: Asked): boolean => path.endsWith('/action');

/** Another answer wherever the reference implementation would answer an action with this status. */
export const on = (status: number, alter: Alter): Pick<Provider, 'make' | 'touches'> => ({
  touches: status,
  make: when((_, answer) => answer.status === status, alter),
});

/** Another answer to the actions that pass the test. */
export const when = (test: Test, alter: Alter): Make =>
  always({
    answer: async (answer, asked) =>
      isAction(asked) && (await test(asked, answer)) ? alter(answer, asked) : answer,
  });

/** Asks the reference implementation something else. */
export const asking = (ask: (asked: Asked) => Asked): Make =>
  always({ ask: (asked) => (isAction(asked) ? ask(asked) : asked) });

export const withHeader = (asked: Asked, name: string, value: string | undefined): Asked => {
  const headers = new Headers(asked.headers);
  if (value === undefined) headers.delete(name);
  else headers.set(name, value);
  return { ...asked, headers };
};

/** The answer with a header in place of those of that name; without it when the value is undefined. */
export const headed = (answer: Answer, name: string, value: string | undefined): Answer => ({
  ...answer,
  headers: [
    ...answer.headers.filter(([known]) => known.toLowerCase() !== name.toLowerCase()),
    ...(value === undefined ? [] : [[name, value] as const]),
  ],
});

export const bodied = (answer: Answer, body: Json): Answer => ({
  ...answer,
  body: Buffer.from(JSON.stringify(body)),
});

export const texted = (answer: Answer, text: string): Answer => ({ ...answer, body: Buffer.from(text) });

/** An answer's body as JSON. */
export function jsonOf({ body }: Pick<Answer, 'body'>): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

export const json: HeaderLines = [['Content-Type', 'application/json; charset=UTF-8']];

const usualHeaders: Readonly<Record<number, HeaderLines>> = {
  401: [['WWW-Authenticate', 'X-Auth-Token']],
  405: [['Allow', 'POST']],
  413: [['Retry-After', '60']],
};

/** A correct fault. */
export const fault = (status: number, message = 'As the status says.'): Answer => ({
  status,
  headers: [...json, ...(usualHeaders[status] ?? [])],
  body: Buffer.from(JSON.stringify({ [faultMembers[status] ?? 'fault']: { code: status, message } })),
});

/** A throttle's answer where no throttle is meant: without Retry-After, which alone would tell one. */
export const faultWithoutWait = (status: number): Answer => headed(fault(status), 'Retry-After', undefined);

/** A correct 202 to whatever was asked; what cannot be read of it is made up. */
export function accepted({ path, body }: Asked): Answer {
  const [, version = '', account = '', , source = ''] = path.split('/');
  const id = '0a6a7a4c-3ad0-4b53-9d3d-7a52bd4bf6a1';
  const links = (of: string) => [
    { rel: 'self', href: `https://db.example/${version}/${account}/${of}` },
    { rel: 'bookmark', href: `https://db.example/${of}` },
  ];
  const upgrade = memberOf(jsonOf({ body }), 'upgrade');
  const text = (value: unknown, otherwise: string) =>
    typeof value === 'string' && value !== '' ? value : otherwise;
  const instance = {
    id,
    name: 'upgraded',
    status: 'BUILD',
    created: '2026-11-23T10:00:00Z',
    updated: '2026-11-23T10:00:00Z',
    flavor: { id: '1', ram: 1024, links: links('flavors/1') },
    volume: { size: 2 },
    datastore: {
      type: text(memberOf(upgrade, 'datastore_type'), 'mysql'),
      version: text(memberOf(upgrade, 'datastore_version'), '5.7'),
    },
    replica_of: { id: source, links: links(`instances/${source}`) },
    links: links(`instances/${id}`),
  };
  return { status: 202, headers: json, body: Buffer.from(JSON.stringify({ instance })) };
}

/** A member of what may be no object. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;
}

/** Accepts what the test picks, though the reference implementation refuses it. */
export const accepting = (test: Test): Make =>
  when(
    async (asked, answer) => answer.status !== 202 && (await test(asked, answer)),
    (_, asked) => accepted(asked),
  );

/** A copy of JSON in which what stands at the path is another value, or is gone when that is undefined. */
export function replacedAt(value: unknown, path: readonly string[], replacement: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return replacement;
  if (Array.isArray(value)) {
    const items = value.map((item, index) =>
      String(index) === name ? replacedAt(item, rest, replacement) : item,
    );
    return items.filter((item) => item !== undefined);
  }
  const { [name]: old, ...others } = Object(value);
  const made = replacedAt(old, rest, replacement);
  return made === undefined ? others : { ...Object(value), [name]: made };
}

export const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce((parent, name) => memberOf(parent, name), value);
