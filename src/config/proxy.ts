/** Which proxy the environment names for a target, by the rules of curl (decision 0020). */
import { BlockList, isIP } from 'node:net';
import type { HttpProxy } from '../http/connection-options.ts';
import { SuiteError } from '../model/errors.ts';
import type { Environment } from './sources.ts';

export interface ProxySettings {
  readonly proxy: HttpProxy;
  /** The variable that names it. */
  readonly variable: string;
  /** The user name and password of its URL, when it has them. */
  readonly user?: { readonly name: string; readonly password: string };
}

/**
 * The proxy for a target: `https_proxy` or `http_proxy`, by the target's scheme, unless `no_proxy` excludes its host.
 * Variables in lower case come first, and an empty variable means no proxy. As with curl, no host is excluded by
 * default, not even this machine.
 * @throws SuiteError of kind `usage` that shows nothing of a user name or password.
 */
export function proxyFor(target: string, env: Environment): ProxySettings | undefined {
  const { protocol, hostname, port } = new URL(target);
  const scheme = protocol.slice(0, -1);
  const configured = firstSet(env, `${scheme}_proxy`);
  if (!configured?.value) return undefined;
  const at = { host: plain(hostname), port: port || (scheme === 'https' ? '443' : '80') };
  const exceptions = firstSet(env, 'no_proxy')?.value ?? '';
  if (exceptions.split(/[\s,]+/).some((entry) => covers(entry, at))) return undefined;
  return parse(configured.variable, configured.value);
}

/** A variable by its name in lower case or, if that is not set, in upper case. */
function firstSet(env: Environment, name: string): { variable: string; value: string } | undefined {
  const variable = [name, name.toUpperCase()].find((one) => env[one] !== undefined);
  return variable === undefined ? undefined : { variable, value: (env[variable] ?? '').trim() };
}

/** A host without the brackets of IPv6 and without a dot at its end. */
const plain = (host: string): string => host.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');

/** Whether an entry of `no_proxy` covers a host: `*`, a domain with all below it, an address or a network, perhaps with a port. */
function covers(entry: string, { host, port }: { host: string; port: string }): boolean {
  if (entry === '') return false;
  if (entry === '*') return true;
  const [, bracketed, bare = entry, entryPort] =
    isIP(entry) > 0 ? [] : (/^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? []);
  if (entryPort !== undefined && entryPort !== port) return false;
  const pattern = bracketed ?? bare;
  if (isIP(host) > 0) return coversAddress(pattern, host);
  const name = plain(pattern.toLowerCase()).replace(/^\*?\./, '');
  return name !== '' && (host === name || host.endsWith(`.${name}`));
}

/** Whether an address (in any spelling) or a network (`10.0.0.0/8`) covers the host's address. */
function coversAddress(pattern: string, host: string): boolean {
  const [address = '', bits] = pattern.split('/');
  const kind = isIP(address);
  if (kind === 0 || kind !== isIP(host)) return false;
  const family = kind === 6 ? 'ipv6' : 'ipv4';
  const width = kind === 6 ? 128 : 32;
  const prefix = bits === undefined ? width : Number(bits);
  if (!/^\d*$/.test(bits ?? '') || bits === '' || prefix > width) return false;
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return list.check(host, family);
}

function parse(variable: string, value: string): ProxySettings {
  const [, scheme = 'http', rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(value) ?? [];
  const refuse = (what: string) =>
    new SuiteError('usage', `${variable} must ${what}. Set it empty to use no proxy.`);
  if (!/^https?$/i.test(scheme))
    throw refuse(`name a proxy that begins with http:// or https://, not ${scheme}://`);
  const text = `${scheme.toLowerCase()}://${rest}`;
  // The parser would silently drop or change these.
  if (/[\s\\]|\p{Cc}/u.test(rest) || !URL.canParse(text))
    throw refuse('be the URL of a proxy, such as http://proxy.example:3128 (its value is not shown)');
  const url = new URL(text);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const address = `${url.protocol}//${url.hostname}:${port}`;
  if (url.username === '' && url.password === '') return { variable, proxy: { url: address } };

  const user = { name: decoded(url.username), password: decoded(url.password) };
  if (user.name === undefined || user.password === undefined || user.name.includes(':'))
    throw refuse(
      'have its user name and password percent-encoded, and no colon in the name (its value is not shown)',
    );
  const authorization = `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`;
  return {
    variable,
    proxy: { url: address, authorization },
    user: { name: user.name, password: user.password },
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
