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

export interface BrokerOptions {
  /** The contracts that it has; without one only publishing contracts works. */
  readonly contracts?: readonly string[];
  /** Its answer to what is published, by the consumer. @default 201 */
  readonly taking?: (consumer: string) => number;
}

export async function serveBroker(options: BrokerOptions = {}): Promise<BrokerDouble> {
  const verified = new Map<string, boolean>();
  const serving = await serve((request) => {
    const [, consumer] = resultsPath.exec(request.path) ?? [];
    if (consumer !== undefined) verified.set(consumer, JSON.parse(request.body).success === true);
    if (request.path.startsWith('/matrix?')) return matrixAnswer(request.path, verified, options);
    const link = (path: string) => ({ href: `http://${request.headers.host}${path}` });
    const [status, body] = answerTo(request, link, options);
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

const resultsPath = /^\/results\/(.+)$/;

/** Whether the provider may be deployed: with the consumers that are asked for, or with all. */
function matrixAnswer(
  path: string,
  verified: ReadonlyMap<string, boolean>,
  { contracts = [] }: BrokerOptions,
) {
  const named = new URL(path, 'http://broker.test').searchParams.getAll('q[][pacticipant]').slice(1);
  const asked = named.length > 0 ? named : contracts.map(consumerOf);
  const [success, failed] = [true, false].map((is) => asked.filter((one) => verified.get(one) === is).length);
  const unknown = asked.length - (success ?? 0) - (failed ?? 0);
  const summary = { deployable: success === asked.length, reason: 'counted', success, failed, unknown };
  const headers = { 'Content-Type': 'application/hal+json' };
  return { status: 200, headers, body: JSON.stringify({ summary, notices: [], matrix: [] }) };
}

const consumerOf = (contract: string): string => JSON.parse(contract).consumer.name;

type Link = (path: string) => { readonly href: string };

function answerTo(
  { method, path, body }: Received,
  link: Link,
  { contracts = [], taking = () => 201 }: BrokerOptions,
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
  if (path === '/contracts/publish') {
    const status = taking(JSON.parse(body).pacticipantName);
    return [status === 201 ? 200 : status, { notices: [], _links: self }];
  }
  if (path === '/pacts/provider/cloud-databases/latest') {
    const pacts = contracts.map(consumerOf).map((name) => ({ ...link(`/contract/${name}`), name }));
    return [200, { _links: { ...self, pacts } }];
  }
  const contract = contracts.find((one) => path === `/contract/${consumerOf(one)}`);
  if (contract !== undefined) return [200, servedContract(contract, self, link)];
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
  const [, ofConsumer] = resultsPath.exec(path) ?? [];
  if (ofConsumer !== undefined) return [taking(ofConsumer), {}];
  return method === 'PUT' ? [201, {}] : [404, {}];
}

function servedContract(contract: string, self: { readonly self: ReturnType<Link> }, link: Link): object {
  const consumer = consumerOf(contract);
  return {
    ...withIds(JSON.parse(contract)),
    _links: {
      ...self,
      'pb:publish-verification-results': link(`/results/${consumer}`),
      'pb:provider': { ...link('/pacticipants/cloud-databases'), name: 'cloud-databases' },
      'pb:consumer': { ...link(`/pacticipants/${consumer}`), name: consumer },
    },
  };
}
