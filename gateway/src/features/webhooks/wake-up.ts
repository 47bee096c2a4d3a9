import { runInBackground } from "../../platform/database/sql/work-scope.ts";

/** Asks for work that somebody else does, seldom enough to cost nothing. */
export interface WakeUp {
  /** The work is asked for soon, once for all requests until then. */
  request(): void;
  /** Resolves when everything requested so far has been asked for. */
  drain(): Promise<void>;
}

/** The first request passes at once; those of the pause after it share the next one. A failure is forgotten: the sweep makes up for it. */
export function createWakeUp(ask: () => Promise<void>, pauseMs: number): WakeUp {
  let isRequested = false;
  let running: Promise<void> | undefined;

  async function askWhileRequested(): Promise<void> {
    while (isRequested) {
      isRequested = false;
      await ask().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    running = undefined;
  }

  return {
    request() {
      isRequested = true;
      running ??= runInBackground(askWhileRequested);
    },
    drain: async () => {
      await running;
    },
  };
}
