import type { Database } from "../../../platform/database/database.ts";
import { ProblemError } from "../../../platform/http/problem-error.ts";
import type { Log } from "../../../platform/observability/log.ts";
import type { ConnectionRuntime } from "../connection-runtime.ts";
import { operatorsLane } from "../find-connection.ts";
import { examineConfigurations, listUses, type FlowsInUse } from "./examine-configurations.ts";
import { keepOnly, listFresh, saveLifetimes } from "./session-lifetimes.store.ts";

interface Parts {
  readonly database: Pick<Database, "pool">;
  readonly configuration: {
    readonly current: FlowsInUse & { readonly connections: ReadonlyMap<string, ConnectionRuntime> };
  };
  readonly log: Log;
}

/**
 * Asks providers how long sessions of the configurations that flows name live, each configuration once an hour. Where a provider does not answer,
 * what was told last stays, or what the adapter assumes.
 */
export async function readLifetimes(parts: Parts, deadlineAt: number): Promise<void> {
  const { database, configuration } = parts;
  const fresh = new Set((await listFresh(database)).map(writeKey));
  const named = [...configuration.current.connections.values()].flatMap((runtime) =>
    [...listUses(configuration.current, runtime)].map(([configurationId, uses]) => ({
      connectionId: runtime.id,
      configurationId,
      runtime,
      uses,
    })),
  );
  for (const one of named) if (!fresh.has(writeKey(one))) await readOne(parts, one, deadlineAt);
  await keepOnly(database, named);
}

function writeKey(of: { readonly connectionId: string; readonly configurationId: string }): string {
  return `${of.connectionId} ${of.configurationId}`;
}

async function readOne(
  { database, log }: Parts,
  { runtime, configurationId }: { readonly runtime: ConnectionRuntime; readonly configurationId: string },
  deadlineAt: number,
): Promise<void> {
  try {
    const examined = await examineConfigurations(
      { runtime, lane: operatorsLane, deadlineAt },
      new Map([[configurationId, []]]),
    );
    await saveLifetimes(database, runtime.name, examined);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    log.warn({ connection: runtime.name, code: error.code }, "session_lifetime_not_told");
  }
}
