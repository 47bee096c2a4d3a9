import type { ProblemError } from "../../platform/http/problem-error.ts";

/** Looks after requests that outlive their start, such as streams: what ends their key ends them. */
export interface AccessWatch {
  /** Calls `onEnd` once as soon as `check` refuses. Gives what ends the watch. */
  add(check: () => ProblemError | undefined, onEnd: (problem: ProblemError) => void): () => void;
}

interface Watched {
  readonly check: () => ProblemError | undefined;
  readonly onEnd: (problem: ProblemError) => void;
}

/** A key can expire as well as be revoked, so it is the clock that looks, not a change alone. A look costs no query. */
const lookEveryMs = 250;

export function createAccessWatch(): AccessWatch {
  const watched = new Set<Watched>();
  let timer: NodeJS.Timeout | undefined;

  const drop = (one: Watched): void => {
    watched.delete(one);
    if (watched.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  const look = (): void => {
    for (const one of watched) {
      const problem = one.check();
      if (problem === undefined) continue;
      drop(one);
      one.onEnd(problem);
    }
  };
  return {
    add(check, onEnd) {
      const one = { check, onEnd };
      watched.add(one);
      timer ??= setInterval(look, lookEveryMs);
      return () => drop(one);
    },
  };
}
