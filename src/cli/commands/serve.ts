import { servedText } from '../../app/served.ts';
import type { ServeSettings } from '../../config/settings/serve.ts';
import { rootMessage, SuiteError } from '../../model/errors.ts';
import { createReference, type LifeCycleTimes, type Listening, listen } from '../../reference/index.ts';
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
  io.out(servedText({ url: listening.url, reference, tokenGiven: token !== undefined, program: io.program }));
  await aborted(io.signal);
  await listening.close();
  return 0;
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
