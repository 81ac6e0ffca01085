import type { ResourceKind } from '../src/checks/resource.ts';
import { atPath } from '../src/util/json-pointer.ts';
import { scalarText } from '../src/util/text.ts';
import { busyStatuses } from './instance-statuses.ts';

/** What the paths of the API name. */
export const resources: readonly ResourceKind[] = [
  {
    name: 'instance',
    parameter: 'instanceId',
    read: '/{version}/{accountId}/instances/{instanceId}',
    list: '/{version}/{accountId}/instances',
    page(body) {
      const items = atPath(body, 'instances');
      if (!Array.isArray(items)) return undefined;
      // General page "Pagination": a link with `rel` next; OpenStack's services call the list `instances_links`.
      const links = ['links', 'instances_links'].flatMap((name) => atPath(body, name));
      const next = links.find((link) => atPath(link, 'rel') === 'next');
      const href = atPath(next, 'href');
      return {
        ids: items.map((item) => scalarText(atPath(item, 'id'))),
        ...(typeof href === 'string' && { next: href }),
      };
    },
    status(body) {
      const status = atPath(body, 'instance', 'status');
      return typeof status === 'string' ? status : undefined;
    },
    // General page "Database instance status", and the release notes. A restart that is only required is no hindrance.
    busy: [...busyStatuses.filter((status) => status !== 'RESTART_REQUIRED'), 'VERIFY_UPGRADE'],
    differs(body, expected) {
      const [type, version] = ['type', 'version'].map((name) => atPath(body, 'instance', 'datastore', name));
      if (typeof type !== 'string' || typeof version !== 'string') return undefined;
      const { type: wantedType, version: wantedVersion } = expected;
      const same =
        type.toLowerCase() === String(wantedType).toLowerCase() && isVersion(version, String(wantedVersion));
      return same ? undefined : `runs ${type} ${version}`;
    },
  },
];

/** A target may show a version more exactly than a user: 5.6.40, or 5.6-109. */
const isVersion = (shown: string, given: string): boolean =>
  shown === given || (shown.startsWith(given) && /^[.-]/.test(shown.slice(given.length)));
