/** The option `auth`: where the token comes from when it is not given. */

import type { Kind } from '../config/option.ts';
import { quoted } from '../config/raw-option.ts';
import type { Json } from '../model/json.ts';
import { didYouMean } from '../util/nearest.ts';
import { isPlainObject } from '../util/plain-object.ts';
import type { Auth, AuthMethod } from './auth-method.ts';
import { command } from './command.ts';
import { keystoneV2 } from './keystone-v2.ts';
import { keystoneV3ApplicationCredential, keystoneV3Password } from './keystone-v3.ts';

export type { Auth, Credential } from './auth-method.ts';

const authMethods: readonly AuthMethod[] = [
  command,
  keystoneV2,
  keystoneV3Password,
  keystoneV3ApplicationCredential,
];
const types: readonly string[] = [...new Set(authMethods.map(({ type }) => type))];

/** A mapping that says how a token is obtained. No message shows its values. */
export const authKind: Kind<Auth> = {
  argument: 'AUTH',
  allowed: `a mapping with a type, which is one of ${types.join(', ')}, and the keys of that type`,
  schema: { oneOf: authMethods.map(({ schema }) => schema) },
  fromText: (given) => given,
  read(value, refuse) {
    if (!isPlainObject(value)) return refuse(value);
    const refuseWith = (why: string) => refuse(value, why);
    const { type = null } = value;
    if (type === null) return refuse(value, `lacks the key type, which must be one of ${types.join(', ')}`);
    if (typeof type !== 'string' || !types.includes(type))
      return refuse(
        value,
        `has the type ${quoted(type)}, which must be one of ${types.join(', ')}${near(type)}`,
      );
    return authMethodFor(type, value).read(value, refuseWith);
  },
};

/** Of the authMethods of a type, the one that knows most of the keys: its complaints are to the point. */
function authMethodFor(type: string, value: Readonly<Record<string, Json>>): AuthMethod {
  const known = ({ keys }: AuthMethod) => keys.filter((key) => Object.hasOwn(value, key)).length;
  return authMethods
    .filter((method) => method.type === type)
    .reduce((best, method) => (known(method) > known(best) ? method : best));
}

function near(type: Json): string {
  const hint = typeof type === 'string' ? didYouMean(type, types).trim() : '';
  return hint && ` (${hint.replace(/\.$/, '').replace(/^D/, 'd')})`;
}
