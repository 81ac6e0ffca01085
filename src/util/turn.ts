import { setImmediate } from 'node:timers/promises';

/** Lets the process do other work within a long one: handle a signal, collect garbage (decision 0032). */
export const turn = (): Promise<void> => setImmediate();
