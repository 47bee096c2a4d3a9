const tickMs = 10;
/** More than a tick is late by was a time in which this process could do nothing. */
const mostPerTickMs = 3 * tickMs;

export interface Stopwatch {
  /** Ends the measurement. */
  stopMs(): number;
}

/**
 * Measures a time that a product promises, as the gateway in this process feels it: a busy machine lets every process
 * wait for its turn, which proves nothing, so the time in which this one did not get the processor does not count.
 */
export function startStopwatch(): Stopwatch {
  let feltMs = 0;
  let last = performance.now();
  const count = (): void => {
    const now = performance.now();
    feltMs += Math.min(now - last, mostPerTickMs);
    last = now;
  };
  const timer = setInterval(count, tickMs).unref();
  return {
    stopMs() {
      clearInterval(timer);
      count();
      return feltMs;
    },
  };
}
