/** Tells whether deliveries come in so fast that answering them wants this process to itself. */
export interface IngressPressure {
  /** A group of so many deliveries was committed together. */
  note(groupSize: number): void;
  /** Resolves at once while it is calm, and after `atMostMs` however much comes in: a pressure slows work down, it never stops it. */
  waitForCalm(atMostMs: number): Promise<void>;
}

/** So many deliveries within one commit are a pressure. */
const highPressureGroupSize = 16;
const calmAfterMs = 100;
const lookEveryMs = 50;

export function createIngressPressure(): IngressPressure {
  let highUntil = 0;
  return {
    note(groupSize) {
      if (groupSize >= highPressureGroupSize) highUntil = performance.now() + calmAfterMs;
    },
    async waitForCalm(atMostMs) {
      const until = performance.now() + atMostMs;
      while (performance.now() < Math.min(highUntil, until))
        await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    },
  };
}
