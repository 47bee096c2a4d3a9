import type { Pool } from "pg";
import { saveKeyUses } from "./api-key.store.ts";
import { runInBackground } from "../../platform/database/sql/work-scope.ts";

/** Remembers when API keys are used, to the hour: one write for each key, hour and replica, and none in a request. */
export interface KeyUses {
  note(keyId: string): void;
  /** Writes what is not written yet. */
  flush(): Promise<void>;
}

const hourMs = 60 * 60 * 1000;
const writeAfterMs = 5000;

/** `now`: milliseconds since the epoch. A write that fails is made up for within the hour after it. */
export function createKeyUses(pool: Pick<Pool, "query">, now: () => number): KeyUses {
  const hourOf = new Map<string, number>();
  let waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const keyIds = [...waiting];
    waiting = new Set();
    if (keyIds.length === 0) return;
    const hour = new Date(Math.floor(now() / hourMs) * hourMs);
    await saveKeyUses(pool, keyIds, hour).catch(() => undefined);
  }

  return {
    note(keyId) {
      const hour = Math.floor(now() / hourMs);
      if (hourOf.get(keyId) === hour) return;
      hourOf.set(keyId, hour);
      waiting.add(keyId);
      timer ??= setTimeout(() => void runInBackground(flush), writeAfterMs).unref();
    },
    flush,
  };
}
