import type { ServeSettings } from '../../config/settings/serve.ts';
import { rootMessage, SuiteError } from '../../model/errors.ts';
import {
  createReference,
  type LifeCycleTimes,
  type Listening,
  listen,
  type Reference,
} from '../../reference/index.ts';
import type { Io } from '../io.ts';

/** Serves the reference implementation until it is interrupted. Prints everything that a consumer needs. */
export async function serveCommand(settings: ServeSettings, io: Io): Promise<number> {
  const { host, port, values, datastore, lifeCycleTimes, limits } = settings;
  const { accountId, instanceId, token } = values;
  const reference = referenceWith({
    stateEndpoint: true,
    limits,
    ...(accountId !== undefined && { accountId }),
    ...(instanceId !== undefined && { instanceId }),
    ...(token !== undefined && { token }),
    ...(datastore && { datastore }),
    ...(lifeCycleTimes && { lifeCycleTimes: inMilliseconds(lifeCycleTimes) }),
  });
  const listening = await startListening(reference, host, port);
  const { defaults } = reference;
  io.out(
    [
      `The reference implementation listens on ${listening.url}`,
      `  provider states  ${listening.url}/_pact/provider-states`,
      `  account          ${defaults.accountId}`,
      `  token            ${defaults.token}`,
      `  instance         ${defaults.instanceId} (${defaults.datastore.type} ${defaults.datastore.version})`,
      'It serves these operations:',
      ...listed(reference),
      'Press Ctrl-C to stop it.',
      '',
    ].join('\n'),
  );
  await aborted(io.signal);
  await listening.close();
  return 0;
}

/** A line for each operation, with the values of the start in its path. */
function listed({ operations, defaults: { accountId, instanceId } }: Reference): string[] {
  const values: Readonly<Record<string, string>> = { accountId, instanceId };
  const named = operations.map(({ name }) => name.length);
  return operations.map(({ name, method, path }) => {
    const filled = path.replaceAll(/\{(\w+)\}/g, (whole, parameter: string) => values[parameter] ?? whole);
    return `  ${name.padEnd(Math.max(...named))}  ${method.padEnd(6)} ${filled}`;
  });
}

const inMilliseconds = (seconds: NonNullable<ServeSettings['lifeCycleTimes']>): Partial<LifeCycleTimes> =>
  Object.fromEntries(Object.entries(seconds).map(([process, time]) => [process, time * 1000]));

function referenceWith(options: Parameters<typeof createReference>[0]) {
  try {
    return createReference(options);
  } catch (cause) {
    throw new SuiteError(
      'usage',
      `--datastore names a datastore that cannot be served: ${rootMessage(cause)}`,
      {
        cause,
      },
    );
  }
}

function startListening(
  reference: ReturnType<typeof createReference>,
  host: string,
  port: number,
): Promise<Listening> {
  return listen(reference, { host, port }).catch((cause: unknown) => {
    throw new SuiteError(
      'unreachable',
      `Cannot listen on ${host}:${port}: ${rootMessage(cause)}. Choose another --port.`,
      {
        cause,
      },
    );
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
