import { type Received, type Serving, serve } from '../../support/server.ts';

/**
 * A double of a Pact Broker: the resources of its documented HAL API that publishing uses, as recorded from the calls
 * of Pact's own command line. It is not a broker; it answers like one and keeps what it was sent.
 */
export interface BrokerDouble extends Serving {
  /** Method, path and credential of each request, in order, and its JSON. */
  readonly calls: readonly {
    readonly line: string;
    readonly authorization: unknown;
    readonly json: unknown;
  }[];
}

/** @param contract what it has for a contract; without one only publishing a contract works */
export async function serveBroker(contract?: string, taking = 201): Promise<BrokerDouble> {
  const serving = await serve((request) => {
    const link = (path: string) => ({ href: `http://${request.headers.host}${path}` });
    const [status, body] = answerTo(request, link, contract, taking);
    return { status, headers: { 'Content-Type': 'application/hal+json' }, body: JSON.stringify(body) };
  });
  return {
    ...serving,
    get calls() {
      return serving.received.map(({ method, path, headers, body }) => ({
        line: `${method} ${path}`,
        authorization: headers.authorization,
        json: body === '' ? undefined : JSON.parse(body),
      }));
    },
  };
}

/** A broker gives each interaction an id, by which results are published. */
function withIds(contract: { readonly interactions: readonly object[] }): object {
  const interactions = contract.interactions.map((one, index) => ({ ...one, _id: `interaction-${index}` }));
  return { ...contract, interactions };
}

type Link = (path: string) => { readonly href: string };

function answerTo(
  { method, path }: Received,
  link: Link,
  contract: string | undefined,
  taking: number,
): readonly [status: number, body: unknown] {
  const self = { self: link(path) };
  if (path === '/')
    return [
      200,
      {
        _links: {
          ...self,
          'pb:publish-contracts': link('/contracts/publish'),
          'pb:latest-provider-pacts': { ...link('/pacts/provider/{provider}/latest'), templated: true },
        },
      },
    ];
  if (path === '/contracts/publish') return [taking === 201 ? 200 : taking, { notices: [], _links: self }];
  if (path === '/pacts/provider/cloud-databases/latest')
    return [200, { _links: { ...self, pacts: [{ ...link('/contract'), name: 'Pact', title: 'Pact' }] } }];
  if (path === '/contract' && contract !== undefined)
    return [
      200,
      {
        ...withIds(JSON.parse(contract)),
        _links: {
          ...self,
          'pb:publish-verification-results': link('/results'),
          'pb:provider': { ...link('/pacticipants/cloud-databases'), name: 'cloud-databases' },
          'pb:consumer': { ...link('/pacticipants/clouddb-conformance'), name: 'clouddb-conformance' },
        },
      },
    ];
  if (method === 'GET' && path === '/pacticipants/cloud-databases')
    return [
      200,
      {
        name: 'cloud-databases',
        _links: {
          ...self,
          'pb:version-tag': { ...link(`${path}/versions/{version}/tags/{tag}`), templated: true },
          'pb:branch-version': { ...link(`${path}/branches/{branch}/versions/{version}`), templated: true },
        },
      },
    ];
  if (path === '/results') return [taking, {}];
  return method === 'PUT' ? [201, {}] : [404, {}];
}
