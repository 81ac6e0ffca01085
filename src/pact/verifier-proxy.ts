import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Exchange } from '../model/exchange.ts';
import type { Values } from '../provider-states/driver.ts';
import { serveOnLoopback } from './loopback-server.ts';
import { readRequests, responseBytes, type WireRequest } from './wire.ts';

/** A proxy between the verifier and the target, for one interaction. */
export interface VerifierProxy {
  /** The provider, for the verifier. */
  readonly url: string;
  /** The provider's state endpoint, for the verifier. */
  readonly statesUrl: string;
  /** The exchanges with the target for the verifier's request. The last one is judged. */
  readonly exchanges: readonly Exchange[];
  close(): Promise<void>;
}

export interface VerifierProxyOptions {
  /** The answer of the state endpoint. The state has been set up before. */
  readonly values: Values;
  /** Sends the verifier's request to the target. */
  readonly forward: (request: WireRequest) => Promise<readonly Exchange[]>;
}

/**
 * Serves one interaction on a separate port, so that requests need no sorting. The verifier's first request goes to the
 * target unchanged, and its exchange is kept, because the verifier does not report what it received. Any other
 * request, such as one that follows a redirect, would hide the target's answer: it is refused.
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
        // An incomplete answer cannot be judged; the exchange says why.
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
