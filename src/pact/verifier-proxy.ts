import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Exchange } from '../model/exchange.ts';
import type { Values } from '../provider-states/driver.ts';
import { serveOnLoopback } from './loopback-server.ts';
import { readRequests, responseBytes, type WireRequest } from './wire.ts';

/** Stands between the verifier and the target for one interaction. */
export interface VerifierProxy {
  /** What the verifier takes for the provider. */
  readonly url: string;
  /** What the verifier takes for the provider's state endpoint. */
  readonly statesUrl: string;
  /** The exchanges with the target that came of the verifier's request; the last one is the one to judge. */
  readonly exchanges: readonly Exchange[];
  close(): Promise<void>;
}

export interface VerifierProxyOptions {
  /** What the state endpoint gives; the state itself has been brought about before. */
  readonly values: Values;
  /** Sends the verifier's request to the target. */
  readonly forward: (request: WireRequest) => Promise<readonly Exchange[]>;
}

/**
 * Serves one interaction on a port of its own, so that nothing has to be told apart. The verifier's first request goes
 * to the target as it is and its exchange is kept, as the verifier does not say what it received. Another request,
 * such as for a redirect, would hide what the target answered: it is refused.
 */
export async function startVerifierProxy({ values, forward }: VerifierProxyOptions): Promise<VerifierProxy> {
  const statesPath = `/${randomUUID()}`;
  const exchanges: Exchange[] = [];
  let forwarded = false;

  const serve = async (socket: Socket) => {
    for await (const request of readRequests(socket)) {
      if (request.path === statesPath) {
        socket.end(responseBytes(statesAnswer(values), false));
      } else if (forwarded) {
        socket.destroy();
      } else {
        forwarded = true;
        exchanges.push(...(await forward(request)));
        const { response, failure } = exchanges.at(-1) ?? {};
        // What cannot be read whole is no answer to be judged; the exchange says why.
        if (!response || failure || response.incomplete !== undefined) socket.destroy();
        else socket.end(responseBytes(response, request.method === 'HEAD'));
      }
    }
  };

  const server = await serveOnLoopback(serve);
  return { url: server.url, statesUrl: server.url + statesPath, exchanges, close: server.close };
}

function statesAnswer(values: Values): NonNullable<Exchange['response']> {
  return {
    status: 200,
    statusText: 'OK',
    httpVersion: '1.1',
    headers: [['Content-Type', 'application/json']],
    body: Buffer.from(JSON.stringify(values)),
  };
}
