import type http from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { watchOf } from './connection-watch.ts';

/** How long a connection waits for its request. */
const longestWaitMs = 500;

export interface SpareOptions {
  /** How many may wait at once for each destination. */
  readonly most: number;
  /** @default 500 */
  readonly longestMs?: number;
}

type Connection = Duplex | null | undefined;

/** An agent that has connections ready. */
export interface SpareAgent {
  readonly agent: http.Agent;
  /** Opens as many connections as are in use, to where these lead. */
  readonly prepare: () => void;
  /** Closes those that wait, and opens no more. It says whether there were any. */
  readonly stop: () => boolean;
}

/**
 * Lets an agent open connections before the requests that need one of their own: opening one and listening to it takes longer
 * than many an answer (decision 0049). An agent that opens them late, as through a tunnel, has none.
 * @param agent one that keeps no connection
 */
export function withSpares(agent: http.Agent, options: SpareOptions): SpareAgent {
  const spares = new SpareConnections(options);
  const open = agent.createConnection.bind(agent);
  const destroy = agent.destroy.bind(agent);
  agent.createConnection = (to, created) =>
    spares.connection(
      agent.getName(to),
      () => open(to, created),
      () => open(to),
    );
  agent.destroy = () => {
    spares.stop();
    destroy();
  };
  return { agent, prepare: () => spares.prepare(), stop: () => spares.stop() };
}

interface Destination {
  readonly open: () => Connection;
  readonly waiting: Set<net.Socket>;
  inUse: number;
}

class SpareConnections {
  readonly #options: SpareOptions;
  readonly #destinations = new Map<string, Destination>();
  #stopped = false;

  constructor(options: SpareOptions) {
    this.#options = options;
  }

  /** The connection that has waited longest, or else a new one. */
  connection(name: string, open: () => Connection, openSpare: () => Connection): Connection {
    const to = this.#destinations.get(name) ?? { open: openSpare, waiting: new Set(), inUse: 0 };
    this.#destinations.set(name, to);
    const [oldest] = to.waiting;
    if (oldest) to.waiting.delete(oldest);
    const connection = oldest ?? open();
    if (connection) {
      to.inUse += 1;
      connection.once('close', () => {
        to.inUse -= 1;
      });
    }
    return connection;
  }

  prepare(): void {
    if (this.#stopped) return;
    for (const { open, waiting, inUse } of this.#destinations.values())
      while (waiting.size < Math.min(this.#options.most, inUse)) {
        const socket = open();
        if (!(socket instanceof net.Socket)) return;
        waiting.add(socket);
        this.#keep(socket, waiting);
      }
  }

  stop(): boolean {
    this.#stopped = true;
    const all = [...this.#destinations.values()].flatMap(({ waiting }) => [...waiting]);
    for (const { waiting } of this.#destinations.values()) waiting.clear();
    for (const socket of all) socket.destroy();
    return all.length > 0;
  }

  #keep(socket: net.Socket, waiting: Set<net.Socket>): void {
    watchOf(socket);
    const expired = () => {
      if (waiting.delete(socket)) socket.destroy();
    };
    setTimeout(expired, this.#options.longestMs ?? longestWaitMs).unref();
    // What a server does on a silent connection is seen on one that was opened for a request.
    const touched = () => {
      if (waiting.has(socket)) this.stop();
    };
    for (const event of ['data', 'end', 'error', 'close'] as const) socket.on(event, touched);
  }
}
