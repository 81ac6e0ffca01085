import type { Json } from '../model/json.ts';
import { didYouMean } from '../util/nearest.ts';
import type { Kind } from './option.ts';

/** What takes time in the life of an instance that `serve` has. */
const processes = ['build', 'restart', 'resize', 'detach', 'delete'] as const;

/** Seconds by process; what is not named takes none. */
export type LifeCycleTimes = { readonly [process in (typeof processes)[number]]?: number };

/** Beyond a day nobody waits. */
const mostSeconds = 86_400;

const item = /^([a-z]+)=(\d+(?:\.\d+)?)$/;

/** Written `build=30,delete=5`. */
export const lifeCycleTimes: Kind<LifeCycleTimes> = {
  argument: 'PROCESS=S',
  allowed: `a list of ${processes.join(', ')}, each once and with its seconds from 0 to ${mostSeconds}, such as build=30`,
  list: { commas: true },
  schema: {
    type: 'array',
    minItems: 1,
    items: { type: 'string', pattern: `^(${processes.join('|')})=\\d+(\\.\\d+)?$` },
  },
  completion: processes.map((process) => `${process}=`),
  fromText: (text) => text,
  read(value, refuse) {
    const times: { -readonly [process in keyof LifeCycleTimes]: number } = {};
    for (const one of Array.isArray(value) ? value : [value]) {
      const [process, seconds] = processTime(one) ?? refuse(value, undefined, meant(one));
      if (seconds > mostSeconds || times[process] !== undefined) refuse(value);
      times[process] = seconds;
    }
    return times;
  },
};

function processTime(value: Json) {
  const [, name, seconds] = (typeof value === 'string' && item.exec(value)) || [];
  const process = processes.find((known) => known === name);
  return process && ([process, Number(seconds)] as const);
}

const meant = (value: Json): string =>
  typeof value === 'string' ? didYouMean(value.replace(/=.*$/s, ''), processes) : '';
