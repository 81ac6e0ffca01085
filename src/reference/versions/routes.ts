import type { Context } from 'hono';
import type { Backend, Env, Route } from '../route.ts';

/** The operations of the pages "List versions" and "List version details". */
export const versionRoutes = (version: string): readonly Route[] => [
  {
    method: 'GET',
    path: '/',
    operations: ['listVersions'],
    permission: 'read',
    perMinute: 100,
    handle: (c, backend) => c.json({ versions: [versionBody(c, backend)] }),
  },
  // The table of the page has 202 and its example 200; the table counts. Its example ends in a slash, its path does not.
  ...[`/${version}`, `/${version}/`].map(
    (path): Route => ({
      method: 'GET',
      path,
      operations: ['getVersion'],
      permission: 'read',
      perMinute: 100,
      handle: (c, backend) => c.json({ version: versionBody(c, backend) }, 202),
    }),
  ),
];

const versionBody = (c: Context<Env>, { version }: Backend) => ({
  id: version,
  links: [{ rel: 'self', href: `${new URL(c.req.url).origin}/${version}/` }],
  status: 'CURRENT',
  updated: '2012-01-01T00:00:00Z',
});
