import type { AnalyticsReport } from "@kyc-gateway/http-api";
import { openDatabase } from "../../../../gateway/src/platform/database/database.ts";
import { reportAll, reportOwn } from "../../../../gateway/src/features/analytics/analytics-report.service.ts";
import { rebuildRollUps } from "../../../../gateway/src/features/analytics/count-sessions.store.ts";
import { readOwnQuestion, readQuestion } from "../../../../gateway/src/features/analytics/read-question.ts";
import type { Stage } from "../machine/stage.ts";
import type { BenchOptions } from "../options.ts";
import { computeMedian, computeSpread } from "../statistics/quantile.ts";
import { formatMs, formatShare, type Finding, type Measured } from "./finding.ts";

const limitMs = 100;
const repetitions = 15;
const tenantCount = 10;

/** What is asked: by a tenant, or by an operator. Days before the last one that is filled. */
const questions = [
  { by: "tenant", days: 7, groupBy: undefined, granularity: "hour" },
  { by: "tenant", days: 365, groupBy: undefined, granularity: "day" },
  { by: "tenant", days: 31, groupBy: "flow,connection,rule", granularity: "day" },
  { by: "tenant", days: 365, groupBy: "connection", granularity: "day" },
  { by: "tenant", days: 92, groupBy: "country", granularity: "day" },
  { by: "tenant", days: 31, groupBy: "flow,country", granularity: "day" },
  { by: "operator", days: 7, groupBy: "tenant", granularity: "hour" },
  { by: "operator", days: 365, groupBy: undefined, granularity: "day" },
  { by: "operator", days: 365, groupBy: "tenant", granularity: "day" },
  { by: "operator", days: 92, groupBy: "connection,rule", granularity: "day" },
  { by: "operator", days: 31, groupBy: "country", granularity: "day" },
  { by: "operator", days: 7, groupBy: "flow,connection,country", granularity: "day" },
] as const;

/** How long questions to the roll-ups of some millions of sessions take, with the rows that each reads. */
export async function measureAnalytics(
  { postgres }: Pick<Stage, "postgres">,
  { countedSessions }: Pick<BenchOptions, "countedSessions">,
): Promise<Measured> {
  const { pool } = postgres;
  const tenantIds = await fill(pool, countedSessions);
  const database = await openDatabase({ url: postgres.url, poolSize: 4 });
  try {
    const now = new Date();
    const findings: Finding[] = [];
    const raw: unknown[] = [];
    for (const question of questions) {
      const { by, days, groupBy, granularity } = question;
      const from = new Date(now.getTime() - days * 86_400_000).toISOString();
      const query = { from, granularity, ...(groupBy === undefined ? {} : { groupBy }) };
      const ask = () =>
        by === "tenant"
          ? reportOwn(database, readOwnQuestion(query, now), tenantIds[0] ?? "")
          : reportAll(database, readQuestion(query, now), { tenantIds, nameTenant: (id) => id });
      const { times, rows } = await repeat(ask);
      const medianMs = computeMedian(times);
      const read = await countRead(pool, by === "tenant" ? tenantIds.slice(0, 1) : tenantIds, question);
      findings.push({
        what: `${by}, ${days} days by ${granularity}${groupBy === undefined ? "" : ` and ${groupBy}`}: ${read.toLocaleString("en")} rows read, ${rows} given`,
        value: formatMs(medianMs),
        baseline: "",
        comparison: formatMs(medianMs),
        goal: `≤ ${limitMs} ms`,
        isReached: medianMs <= limitMs,
        spread: formatShare(computeSpread(times)),
      });
      raw.push({ ...question, rows, read, times });
    }
    return { findings, notes: [await describeStorage(pool)], raw };
  } finally {
    await database.close();
  }
}

/** The first one fills the caches, and does not count. */
async function repeat(
  ask: () => Promise<AnalyticsReport>,
): Promise<{ readonly times: readonly number[]; readonly rows: number }> {
  const times: number[] = [];
  const { items } = await ask();
  for (let round = 0; round < repetitions; round += 1) {
    const startedAt = performance.now();
    await ask();
    times.push(performance.now() - startedAt);
  }
  return { times, rows: items.length };
}

type Pool = Stage["postgres"]["pool"];

/** Sessions of a year: the more of a tenant, flow, connection, rule and country the smaller its number. */
const fillText = `
  insert into analytics_sessions (session_id, tenant_id, hour, flow, connection_id, rule, variant, country, document_type,
    is_launched, is_seen, status, is_reversed, attempts, decision_seconds, reasons)
  select gen_random_uuid(), ($2::uuid[])[1 + floor(${tenantCount} * r.a ^ 1.5)::int],
    date_trunc('hour', now() - interval '1 hour' - g.n * (interval '365 days' / $1::int)),
    case when r.b < 0.7 then 'standard' else 'thorough' end,
    ($3::uuid[])[1 + floor(3 * r.c ^ 1.5)::int],
    case when r.d < 0.6 then '' when r.d < 0.8 then 'vip' when r.d < 0.9 then 'foreign' else 'risky' end,
    case when r.d < 0.6 then '' when r.e < 0.1 then 'canary' else 'control' end,
    (array['GEO','ARM','AZE','TUR','UKR','RUS','KAZ','DEU','USA','POL','ISR','IND'])[1 + floor(12 * r.f ^ 3)::int],
    (array['id_card','passport','residence_permit','driver_license'])[1 + floor(4 * r.h ^ 3)::int],
    true, r.i < 0.9, case when r.i < 0.7 then 'APPROVED' when r.i < 0.85 then 'REJECTED' else 'EXPIRED' end,
    r.i < 0.01, 1, case when r.i < 0.85 then (30 * exp(6 * r.j))::int end,
    case when r.i >= 0.7 and r.i < 0.85 then
      array[(array['face_mismatch','document_expired','document_unreadable','fraud_suspected'])[1 + floor(4 * r.k)::int]]
      else '{}' end
  from generate_series(1, $1::int) g (n) cross join lateral (
    select random() as a, random() as b, random() as c, random() as d, random() as e, random() as f, random() as h,
      random() as i, random() as j, random() as k, g.n as m) r`;

async function fill(pool: Pool, sessions: number): Promise<readonly string[]> {
  const { rows: tenants } = await pool.query<{ id: string }>(
    `insert into tenants (id, name, created_at) select gen_random_uuid(), 'tenant-' || n, now()
     from generate_series(1, ${tenantCount}) n returning id`,
  );
  const { rows: connections } = await pool.query<{ id: string }>(
    `insert into connections (id, name, adapter, settings, sealed_secrets, created_at, updated_at)
     select gen_random_uuid(), 'account-' || n, 'none', '{}', '', now(), now() from generate_series(1, 3) n returning id`,
  );
  const ids = tenants.map(({ id }) => id);
  await pool.query(fillText, [sessions, ids, connections.map(({ id }) => id)]);
  await pool.query("vacuum analyze analytics_sessions");
  await rebuildRollUps({ pool });
  await pool.query("vacuum analyze analytics_cells, analytics_reasons");
  return ids;
}

const viewOf = (groupBy: string | undefined): string => {
  if (groupBy === undefined || groupBy === "tenant") return "total";
  if (!groupBy.includes("country")) return "route";
  return groupBy === "country" ? "document" : "full";
};

/** The roll-ups that a question adds up. */
async function countRead(
  pool: Pool,
  tenantIds: readonly string[],
  { days, groupBy, granularity }: (typeof questions)[number],
): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from analytics_cells where view = $1 and granularity = $2
       and tenant_id = any ($3::uuid[]) and starts_at >= begin_of($2, now() - $4::int * interval '1 day')`,
    [viewOf(groupBy), granularity, tenantIds, days],
  );
  return rows[0]?.count ?? 0;
}

async function describeStorage(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ sessions: string; cells: string; bytes: string }>(
    `select (select count(*) from analytics_sessions) as sessions, (select count(*) from analytics_cells) as cells,
       pg_total_relation_size('analytics_cells') + pg_total_relation_size('analytics_reasons') as bytes`,
  );
  const { sessions, cells, bytes } = rows[0] ?? { sessions: "0", cells: "0", bytes: "0" };
  return `${Number(sessions).toLocaleString("en")} sessions in ${Number(cells).toLocaleString("en")} roll-ups of ${Math.round(Number(bytes) / 2 ** 20)} MiB, ${tenantCount} tenants`;
}
