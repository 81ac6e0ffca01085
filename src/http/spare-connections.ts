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

/**
 * Lets an agent have connections that were opened before its requests: opening one and listening to it takes longer than
 * many an answer (decision 0049).
 * @param keptMs how long the agent keeps a connection without a request; undefined if each is for one request
 */
export function withSpares(agent: http.Agent, spares: SpareConnections, keptMs?: number): http.Agent {
  const open = agent.createConnection.bind(agent);
  agent.createConnection = (to, created) => {
    const spare = spares.oldest(agent.getName(to), () => open(to));
    // Another agent may have opened it.
    spare?.setTimeout(keptMs ?? 0);
    const connection = spare ?? open(to, created);
    if (connection && keptMs === undefined) spares.use(agent.getName(to), connection);
    return connection;
  };
  return agent;
}

interface Destination {
  readonly open: () => Connection;
  readonly waiting: Set<net.Socket>;
  inUse: number;
}

/** Connections that wait for requests. */
export class SpareConnections {
  readonly #options: SpareOptions;
  readonly #destinations = new Map<string, Destination>();
  #begun = false;
  #stopped = false;

  constructor(options: SpareOptions) {
    this.#options = options;
  }

  /**
   * The one that has waited longest, if there is one.
   * @param open opens another to the same destination
   */
  oldest(name: string, open: () => Connection): net.Socket | undefined {
    const to = this.#destinations.get(name) ?? { open, waiting: new Set(), inUse: 0 };
    this.#destinations.set(name, to);
    const [oldest] = to.waiting;
    if (oldest) to.waiting.delete(oldest);
    return oldest;
  }

  /** A request has the connection for itself. */
  use(name: string, connection: Duplex): void {
    const to = this.#destinations.get(name);
    if (!to) return;
    to.inUse += 1;
    connection.once('close', () => {
      to.inUse -= 1;
    });
  }

  /** Opens as many as requests have for themselves. At first, when one is in use, as many as there may be in all. */
  prepare(): void {
    if (this.#stopped) return;
    const { most } = this.#options;
    for (const { open, waiting, inUse } of this.#destinations.values()) {
      const wanted = this.#begun ? Math.min(most, inUse) : most - 1;
      while (waiting.size < wanted) {
        const socket = open();
        if (!(socket instanceof net.Socket)) return;
        waiting.add(socket);
        this.#keep(socket, waiting);
      }
    }
    this.#begun = true;
  }

  /** Closes those that wait, and opens no more. */
  stop(): void {
    this.#stopped = true;
    this.drop();
  }

  /** Closes those that wait, and says whether there were any. */
  drop(): boolean {
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
