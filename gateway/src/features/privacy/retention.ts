import { type ConfigurationSnapshot, type RetentionClass, retentionClasses } from "../configuration/index.ts";
import type { Actor } from "../audit/index.ts";
import { LegalHoldError } from "./erasure/erasure.ts";
import type { ErasureService } from "./erasure/erasure-service.ts";
import type { Database } from "../../platform/database/database.ts";
import { clearStatements, countDue, listDue, type RetentionLimit } from "./due-statements.store.ts";

/** What the next run would do with one class of a tenant's data. */
export interface RetentionLine {
  readonly tenant: string;
  readonly class: RetentionClass;
  readonly days: number;
  /** Rows beyond their time that nothing keeps. */
  readonly due: number;
  /** Rows beyond their time that a legal hold keeps. */
  readonly held: number;
  /** Of the oldest that is due. */
  readonly oldestAt: Date | null;
}

interface Parts {
  readonly database: Database;
  readonly erasures: Pick<ErasureService, "request">;
  readonly configuration: Pick<ConfigurationSnapshot, "tenants" | "privacy">;
}

/** Rows of one statement: short enough to hold nobody up. */
const batchSize = 500;
/** So many batches of one class at a time; what is left over is for the next run. */
const maxBatches = 200;

const actor: Actor = { operator: "gateway (retention)", requestId: null };

/** Every class that a tenant has limited, in the order in which they are applied: what a session's erasure takes along comes last. */
function listLimits({ tenants, privacy }: Parts["configuration"]) {
  return [...tenants].flatMap(([tenant, tenantId]) =>
    retentionClasses.flatMap((name) => {
      const days = privacy.get(tenantId)?.retentionDays[name];
      return days === undefined ? [] : [{ tenant, tenantId, name, days }];
    }),
  );
}

/** What a run would do now. Changes nothing. */
export async function previewRetention({
  database,
  configuration,
}: Pick<Parts, "database" | "configuration">): Promise<readonly RetentionLine[]> {
  const lines: RetentionLine[] = [];
  for (const { tenant, tenantId, name, days } of listLimits(configuration)) {
    const counts = await countDue(database.pool, { tenantId, name, days });
    lines.push({ tenant, class: name, days, ...counts });
  }
  return lines;
}

/** Clears what is beyond its time, in small pieces; gives how much, by class. Repeating it is safe. */
export async function applyRetention(parts: Parts): Promise<Partial<Record<RetentionClass, number>>> {
  const cleared: Partial<Record<RetentionClass, number>> = {};
  for (const { tenantId, name, days } of listLimits(parts.configuration))
    cleared[name] = (cleared[name] ?? 0) + (await applyLimit(parts, { tenantId, name, days }));
  return cleared;
}

async function applyLimit(parts: Parts, limit: RetentionLimit): Promise<number> {
  const { tenantId, name } = limit;
  const { pool } = parts.database;
  let count = 0;
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const ids = await listDue(pool, limit, batchSize);
    const cleared =
      name === "sessions" ? await eraseSessions(parts, tenantId, ids) : await clear(pool, name, ids);
    count += cleared;
    if (ids.length < batchSize || cleared === 0) break;
  }
  return count;
}

async function clear(
  pool: Database["pool"],
  name: Exclude<RetentionClass, "sessions">,
  ids: readonly string[],
): Promise<number> {
  if (ids.length > 0) for (const text of clearStatements[name]) await pool.query(text, [ids]);
  return ids.length;
}

/** As if somebody had asked for it, provider and receipt included. A hold that came in between keeps its session. */
async function eraseSessions(
  { erasures }: Parts,
  tenantId: string,
  sessionIds: readonly string[],
): Promise<number> {
  let erased = 0;
  for (const sessionId of sessionIds) {
    try {
      await erasures.request({ tenantId, target: { sessionId }, cause: "retention", actor });
      erased += 1;
    } catch (error) {
      if (!(error instanceof LegalHoldError)) throw error;
    }
  }
  return erased;
}
