import type { ResourceKind } from '../../src/checks/resource.ts';
import type { Json } from '../../src/model/json.ts';
import { isPlainObject } from '../../src/util/plain-object.ts';
import { found } from './apis.ts';
import type { Answer } from './exchanges.ts';
import type { Wire } from './runs.ts';

/** What a library's service shows of its loans, for tests of what reads them. */

const textOf = (body: unknown, name: string): string | undefined => {
  const value = isPlainObject(body) ? body[name] : undefined;
  return typeof value === 'string' ? value : undefined;
};

export const loans: ResourceKind = {
  name: 'loan',
  parameter: 'loan',
  read: '/loans/{loan}',
  list: '/loans',
  page(body) {
    const ids = isPlainObject(body) ? body.loans : undefined;
    const next = textOf(body, 'next');
    return Array.isArray(ids) ? { ids: ids.map(String), ...(next !== undefined && { next }) } : undefined;
  },
  status: (body) => textOf(body, 'status'),
  busy: ['MAKING', 'ENDING'],
  differs(body, { title }) {
    const shown = textOf(body, 'title');
    return shown === undefined || shown === title ? undefined : `is of ${shown}`;
  },
};

export const page = (ids: readonly string[], next?: string): Answer => ({
  status: 200,
  body: { loans: [...ids], ...(next !== undefined && { next }) },
});

export const loan = (members: { readonly [name: string]: Json } = {}): Answer => ({
  status: 200,
  body: { ...members },
});

/** What of a request tells the reads apart: its path with its query; `anonymous` where it has no credential. */
export const askedFor = ({ url, headers }: Parameters<Wire>[0]): string => {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}${headers.some(([name]) => name === 'X-Card') ? '' : ' anonymous'}`;
};

/** Gives each read its answers one after the other, the last one again and again. */
export function answering(by: Readonly<Record<string, Answer | readonly Answer[]>>): Wire {
  const rest = new Map(Object.entries(by).map(([name, answers]) => [name, [answers].flat()]));
  return (request) => {
    const answers = found(rest.get(askedFor(request)));
    return found(answers.length > 1 ? answers.shift() : answers[0]);
  };
}
