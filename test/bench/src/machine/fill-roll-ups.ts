import type { Pool } from "pg";
import { everyTenant } from "../../../../gateway/src/features/analytics/dimensions.ts";
import { makeDay } from "../../../../gateway/src/features/analytics/roll-up-statements.store.ts";

/** Whose sessions are filled in. */
export interface Filled {
  readonly tenantIds: readonly string[];
  readonly connectionIds: readonly string[];
}

interface FillOptions extends Filled {
  readonly sessions: number;
  readonly log: (message: string) => void;
}

const days = 365;
const dayMs = 86_400_000;
const steps = 20;
/** One core each: more would only wait for each other. */
const writers = 2;

/**
 * What so many sessions of a year were counted as, and their roll-ups, made as the gateway makes them anew. Nothing of it
 * goes to the write-ahead log: reading is measured, and the log would make up most of the time.
 */
export async function fillRollUps(pool: Pool, options: FillOptions): Promise<void> {
  const { rows: tables } = await pool.query<{ name: string }>(tablesText);
  for (const { name } of tables) await pool.query(`alter table ${name} set unlogged`);
  // Nobody else counts: the stage's own sessions are none of these.
  await pool.query("update analytics_progress set last_number = $1", [Number.MAX_SAFE_INTEGER]);
  const startedAt = Date.now();
  const tell = (what: string): void =>
    options.log(`${Math.round((Date.now() - startedAt) / 1000)} s: ${what}`);
  await fillFacts(pool, { ...options, log: tell });
  await fillCells(pool, { ...options, log: tell });
  await pool.query("vacuum (analyze, freeze) analytics_sessions, analytics_cells, analytics_reasons");
  tell("in order");
}

async function fillFacts(
  pool: Pool,
  { sessions, tenantIds, connectionIds, log }: FillOptions,
): Promise<void> {
  const step = Math.ceil(sessions / steps);
  for (let first = 1; first <= sessions; first += step) {
    const last = Math.min(sessions, first + step - 1);
    await pool.query(factsText, [sessions, tenantIds, connectionIds, first, last]);
    log(`${last.toLocaleString("en")} of ${sessions.toLocaleString("en")} sessions`);
  }
  await pool.query("vacuum analyze analytics_sessions");
}

async function fillCells(pool: Pool, { tenantIds, log }: FillOptions): Promise<void> {
  const today = Math.floor(Date.now() / dayMs) * dayMs;
  const left = Array.from({ length: days + 1 }, (_, index) => new Date(today - index * dayMs));
  const owners = [
    ...tenantIds.map((id): readonly [string, readonly string[]] => [id, [id]]),
    [everyTenant, tenantIds] as const,
  ];
  const write = async (): Promise<void> => {
    for (let day = left.pop(); day !== undefined; day = left.pop()) {
      for (const [owner, ids] of owners)
        for (const text of makeDay) await pool.query(text, [owner, ids, day]);
      if (left.length % 20 === 0) log(`roll-ups of ${days + 1 - left.length} of ${days + 1} days`);
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
}

const tablesText = `
  select 'analytics_sessions' as name union all
  select t.relid::regclass::text from unnest('{analytics_cells,analytics_reasons}'::regclass[]) r,
    pg_partition_tree(r) t where t.isleaf`;

/** The more of a tenant, flow, connection, rule and country the smaller its number. */
const factsText = `
  insert into analytics_sessions (session_id, tenant_id, hour, flow, connection_id, rule, variant, country, document_type,
    is_launched, is_seen, status, is_reversed, attempts, decision_seconds, reasons)
  select gen_random_uuid(), ($2::uuid[])[1 + floor(cardinality($2::uuid[]) * r.a ^ 1.5)::int],
    date_trunc('hour', now() - interval '1 hour' - g.n * (interval '${days} days' / $1::int)),
    case when r.b < 0.7 then 'standard' else 'thorough' end,
    ($3::uuid[])[1 + floor(cardinality($3::uuid[]) * r.c ^ 1.5)::int],
    case when r.d < 0.6 then '' when r.d < 0.8 then 'vip' when r.d < 0.9 then 'foreign' else 'risky' end,
    case when r.d < 0.6 then '' when r.e < 0.1 then 'canary' else 'control' end,
    (array['GEO','ARM','AZE','TUR','UKR','RUS','KAZ','DEU','USA','POL','ISR','IND'])[1 + floor(12 * r.f ^ 3)::int],
    (array['id_card','passport','residence_permit','driver_license'])[1 + floor(4 * r.h ^ 3)::int],
    true, r.i < 0.9, case when r.i < 0.7 then 'APPROVED' when r.i < 0.85 then 'REJECTED' else 'EXPIRED' end,
    r.i < 0.01, 1, case when r.i < 0.85 then (30 * exp(6 * r.j))::int end,
    case when r.i >= 0.7 and r.i < 0.85 then
      array[(array['face_mismatch','document_expired','document_unreadable','fraud_suspected'])[1 + floor(4 * r.k)::int]]
      else '{}' end
  from generate_series($4::int, $5::int) g (n) cross join lateral (
    select random() as a, random() as b, random() as c, random() as d, random() as e, random() as f, random() as h,
      random() as i, random() as j, random() as k, g.n as m) r`;
