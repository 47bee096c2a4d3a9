import type { Database } from "../../platform/database/database.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import { callFacet, type ConnectionRuntime } from "../providers/index.ts";
import {
  listWatchedConnections,
  listWatchers,
  noteLook,
  tellWatcher,
  type WatchedConnection,
} from "./watch-looks.store.ts";

interface LookParts {
  readonly database: Pick<Database, "pool" | "orm">;
  readonly configuration: CurrentConfiguration;
}

/**
 * Asks every provider with watches what is new, and tells the tenants whose watches those are. What a provider lists beside them is nobody's
 * here. A provider that does not answer is asked again at the next look, from the same time on.
 */
export async function lookAtWatches(parts: LookParts, deadlineAt: number): Promise<void> {
  for (const watched of await listWatchedConnections(parts.database)) {
    const runtime = parts.configuration.current.connections.get(watched.connectionId);
    if (runtime !== undefined) await lookAt(parts, { runtime, watched, deadlineAt });
  }
}

async function lookAt(
  { database }: LookParts,
  look: {
    readonly runtime: ConnectionRuntime;
    readonly watched: WatchedConnection;
    readonly deadlineAt: number;
  },
): Promise<void> {
  const { runtime, watched, deadlineAt } = look;
  const { connectionId, since } = watched;
  const lookedAt = new Date();
  const changes = await callFacet(runtime, {
    operation: "list_watch_changes",
    tenantId: connectionId,
    deadlineAt,
    idempotencyKey: connectionId,
    isRepeatable: true,
    work: async ({ screening }, call) => screening?.listChanges?.(since.toISOString(), call),
  }).catch((error: unknown) => {
    if (error instanceof ProblemError) return undefined;
    throw error;
  });
  if (changes === undefined) return;
  for (const { watchId, changedAt } of changes)
    for (const watcher of await listWatchers(database, { connectionId, watchId, changedAt }))
      await tellWatcher(database, watcher, changedAt);
  await noteLook(database, connectionId, lookedAt);
}
