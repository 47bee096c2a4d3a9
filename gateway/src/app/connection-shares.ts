import { connectionFlagPrefix } from "../features/providers/connection-flag.ts";

/** Keeps one connection's jobs from taking all of a process's workers: its provider may hang. */
export interface ConnectionShares {
  /** Flags of the connections whose share is used up: their jobs wait in the queue. */
  listFull(): string[];
  /** Gives what ends the work; undefined: the share is used up. Jobs of no connection always get on. */
  begin(flags: readonly string[]): (() => void) | undefined;
}

/** How many workers a connection may have for each one that it leaves free. */
const sharePerFree = 2;

/**
 * A connection alone gets about two thirds of the workers; the more connections want them, the smaller each one's share.
 * The last free worker is for a connection that has none.
 */
export function createConnectionShares(workerCount: number): ConnectionShares {
  const running = new Map<string, number>();
  let total = 0;
  const isFull = (flag: string): boolean => {
    const own = running.get(flag) ?? 0;
    const free = workerCount - total;
    return own > 0 && (free <= 1 || own >= sharePerFree * free);
  };
  return {
    listFull: () => [...running.keys()].filter(isFull),
    begin(flags) {
      const flag = flags.find((name) => name.startsWith(connectionFlagPrefix));
      if (flag === undefined) return () => undefined;
      if (isFull(flag)) return undefined;
      running.set(flag, (running.get(flag) ?? 0) + 1);
      total += 1;
      return () => {
        total -= 1;
        const left = (running.get(flag) ?? 1) - 1;
        if (left === 0) running.delete(flag);
        else running.set(flag, left);
      };
    },
  };
}
