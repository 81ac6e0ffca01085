/** Time passes in steps, so that what a step brings about can begin a pause of its own before the next. */
const stepMs = 250;
const mostSteps = 1000;

/** Does work whose pauses take no time, as long as they are minutes and not hours. */
export async function inNoTime<T>(work: () => Promise<T>): Promise<T> {
  jest.useFakeTimers();
  try {
    let isDone = false;
    const working = work().finally(() => {
      isDone = true;
    });
    for (let step = 0; step < mostSteps && !isDone; step += 1) await jest.advanceTimersByTimeAsync(stepMs);
    if (!isDone) throw new Error(`It was not done after ${(mostSteps * stepMs) / 1000} s.`);
    return await working;
  } finally {
    jest.useRealTimers();
  }
}
