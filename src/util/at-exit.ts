/** What must be done before the process ends, however it ends: nothing that takes time can be. */
const pending = new Set<() => void>();
let listening = false;

/** Registers work for the end of the process. Returns what takes it back. */
export function atExit(work: () => void): () => void {
  if (!listening) process.once('exit', doAll);
  listening = true;
  pending.add(work);
  return () => pending.delete(work);
}

function doAll(): void {
  for (const work of pending) {
    try {
      work();
    } catch {
      // The others are still to be done, and nobody can be told.
    }
  }
}
