import { printable } from '../util/printable.ts';
import type { Io } from './io.ts';

/**
 * The same streams, behind the one place that all printed text passes (decision 0027). What a command prints may come
 * from a target, a page, a document, a stored report or another program.
 */
export const sink = (io: Io): Io => ({
  ...io,
  out: (text, form) => io.out(printable(text, form)),
  err: (text, form) => io.err(printable(text, form)),
});
