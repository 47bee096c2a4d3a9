import type { Pool } from "pg";
import { v7 as newUuid } from "uuid";
import { runInBackground } from "../../platform/database/sql/work-scope.ts";
import { saveCalls, type CallCount } from "./provider-calls.store.ts";
import { callDurations, findPlace } from "./duration-histogram.ts";

/** One call to a provider that came to its end. */
export interface EndedCall {
  readonly connection: string;
  readonly operation: string;
  readonly outcome: string;
  readonly durationMs: number;
}

/** Counts calls by the hour, in memory: no call waits for the database, and a crash costs a minute's counts. */
export interface CallRecorder {
  note(call: EndedCall): void;
  /** Writes what is not written yet. */
  flush(): Promise<void>;
}

const hourMs = 60 * 60 * 1000;
const writeAfterMs = 60_000;

type OpenCount = { -readonly [Member in keyof CallCount]: CallCount[Member] } & {
  readonly durations: number[];
};

/** `now`: milliseconds since the epoch. A write that fails is made up for by the next one: what is written is the whole hour. */
export function createCallRecorder(pool: Pick<Pool, "query">, now: () => number): CallRecorder {
  const processId = newUuid();
  const counts = new Map<string, OpenCount>();
  let waiting = new Set<OpenCount>();
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const written = [...waiting];
    waiting = new Set();
    if (written.length === 0) return;
    await saveCalls(pool, processId, written).catch(() => {
      for (const count of written) waiting.add(count);
    });
    const hour = findHour(now());
    for (const [key, count] of counts)
      if (count.startsAt.getTime() < hour && !waiting.has(count)) counts.delete(key);
  }

  return {
    note({ connection, operation, outcome, durationMs }) {
      const hour = findHour(now());
      const key = `${hour} ${connection} ${operation} ${outcome}`;
      const count =
        counts.get(key) ?? openCount({ connection, operation, outcome, startsAt: new Date(hour) });
      counts.set(key, count);
      count.calls += 1;
      count.durationMs += durationMs;
      const place = findPlace(callDurations, durationMs);
      count.durations[place] = (count.durations[place] ?? 0) + 1;
      waiting.add(count);
      timer ??= setTimeout(() => void runInBackground(flush), writeAfterMs).unref();
    },
    flush,
  };
}

function findHour(atMs: number): number {
  return Math.floor(atMs / hourMs) * hourMs;
}

function openCount(key: Pick<CallCount, "connection" | "operation" | "outcome" | "startsAt">): OpenCount {
  return { ...key, calls: 0, durationMs: 0, durations: [...callDurations.bounds, 0].map(() => 0) };
}
