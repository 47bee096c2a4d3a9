import type { AnalyticsReport } from "@kyc-gateway/http-api";
import {
  everyTenant,
  findView,
  type Dimension,
} from "../../../../gateway/src/features/analytics/dimensions.ts";
import { fillRollUps, type Filled } from "../machine/fill-roll-ups.ts";
import { places } from "../machine/places.ts";
import { compareProcessorTime, readProcessorTime } from "../machine/processor-time.ts";
import { runNode } from "../machine/run-node.ts";
import type { Stage } from "../machine/stage.ts";
import type { BenchOptions } from "../options.ts";
import { computeMedian, computeSpread } from "../statistics/quantile.ts";
import { formatMs, formatShare, type Finding, type Measured } from "./finding.ts";

const limitMs = 100;
const repetitions = 15;
const warmUps = 3;
const tenantCount = 10;
const dayMs = 86_400_000;

/** What is asked: by a tenant, or by an operator. Days before now. */
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

type Question = (typeof questions)[number];

/** What a request takes, from its first byte to the last of its answer, and what of it PostgreSQL and the gateway take. */
interface Asked {
  readonly times: readonly number[];
  readonly statementMs: number;
  readonly gatewayMs: number;
  /** Of the answer. */
  readonly rows: number;
  readonly bytes: number;
}

/**
 * How long requests to the roll-ups of some millions of sessions take, whole, with the rows that each reads. Connections
 * have price lists, since cost is computed from roll-ups as well.
 */
export async function measureAnalytics(stage: Stage, options: BenchOptions): Promise<Measured> {
  const { postgres } = stage;
  const filled = await addTenants(stage);
  await fillRollUps(postgres.pool, { ...filled, sessions: options.countedSessions, log });
  const env = stage.gatewayOptions.env;
  const operatorKey = await runNode(places.gateway, {
    args: ["operator", "add", "analyst", "--role", "viewer"],
    env,
  });
  const findings: Finding[] = [];
  const raw: unknown[] = [];
  for (const question of questions) {
    const key = question.by === "tenant" ? stage.apiKey : operatorKey;
    const asked = await ask(stage, { question, key });
    const read = await countRead(postgres.pool, { question, tenantIds: filled.tenantIds });
    findings.push(judge({ question, asked, read }));
    raw.push({ ...question, ...asked, read });
  }
  return { findings, notes: [await describeStorage(postgres.pool)], raw };
}

const log = (message: string): void => void process.stderr.write(`… ${message}\n`);

/** The tenant of the stage's key has the most sessions. */
async function addTenants({ gatewayOptions: { env }, postgres: { pool } }: Stage): Promise<Filled> {
  for (let number = 2; number <= tenantCount; number += 1)
    await runNode(places.gateway, { args: ["tenant", "add", `tenant-${number}`], env });
  const { rows: tenants } = await pool.query<{ id: string }>(
    "select id from tenants order by name <> 'shop', name",
  );
  const prices = [
    {
      validFrom: "2020-01-01",
      currency: "EUR",
      perSession: "0.10",
      perDecision: "1.005",
      perAttempt: "0.02",
    },
  ];
  const { rows: connections } = await pool.query<{ id: string }>(
    `insert into connections (id, name, adapter, settings, sealed_secrets, prices, created_at, updated_at)
     select gen_random_uuid(), 'account-' || n, 'none', '{}', '', $1, now(), now() from generate_series(1, 3) n returning id`,
    [JSON.stringify(prices)],
  );
  return { tenantIds: tenants.map(({ id }) => id), connectionIds: connections.map(({ id }) => id) };
}

/** The first ones fill the caches, and do not count. */
async function ask(
  { gateway, postgres }: Stage,
  { question, key }: { readonly question: Question; readonly key: string },
): Promise<Asked> {
  const { by, days, groupBy, granularity } = question;
  const from = new Date(Date.now() - days * dayMs).toISOString();
  const query = new URLSearchParams({ from, granularity, ...(groupBy === undefined ? {} : { groupBy }) });
  const path = by === "tenant" ? "/v1/analytics" : "/admin/v1/analytics";
  const get = () => readAnswer(`http://127.0.0.1:${gateway.port}${path}?${query.toString()}`, key);
  for (let round = 0; round < warmUps; round += 1) await get();
  const before = await look({ gateway, postgres });
  const times: number[] = [];
  for (let round = 0; round < repetitions; round += 1) {
    const startedAt = performance.now();
    await get();
    times.push(performance.now() - startedAt);
  }
  const after = await look({ gateway, postgres });
  const { coresByName, wallMs } = compareProcessorTime(before.processor, after.processor);
  const text = await get();
  const { items } = JSON.parse(text) as AnalyticsReport;
  return {
    times,
    statementMs: (after.statementMs - before.statementMs) / repetitions,
    gatewayMs: ((coresByName["gateway"] ?? 0) * wallMs) / repetitions,
    rows: items.length,
    bytes: text.length,
  };
}

async function readAnswer(url: string, key: string): Promise<string> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url} was answered ${response.status}: ${text}`);
  return text;
}

type Parts = Pick<Stage, "gateway" | "postgres">;

async function look({ gateway, postgres }: Parts) {
  const { rows } = await postgres.statistics.query<{ ms: number }>(
    "select coalesce(sum(total_exec_time), 0)::float8 as ms from pg_stat_statements where query like '%from analytics\\_%'",
  );
  return { statementMs: rows[0]?.ms ?? 0, processor: readProcessorTime({ gateway: gateway.pid }) };
}

/** The roll-ups that a question adds up: of sessions, of reasons, and of what is charged. */
async function countRead(
  pool: Pool,
  { question, tenantIds }: { readonly question: Question; readonly tenantIds: readonly string[] },
): Promise<number> {
  const { by, days, groupBy, granularity } = question;
  const names = groupBy?.split(",") ?? [];
  const kept = names.filter((name) => name !== "tenant") as Dimension[];
  const owners =
    by === "tenant" ? tenantIds.slice(0, 1) : names.includes("tenant") ? tenantIds : [everyTenant];
  const values = [findView(kept), findView([...kept, "connection"]), granularity, owners, days];
  const { rows } = await pool.query<{ count: number }>(countText, values);
  return rows[0]?.count ?? 0;
}

const readPart =
  "granularity = $3 and tenant_id = any ($4::uuid[]) and starts_at >= begin_of($3, now() - $5::int * interval '1 day')";
const countText = `select ((select count(*) from analytics_cells where view = $1 and ${readPart})
  + (select count(*) from analytics_cells where view = $2 and ${readPart})
  + (select count(*) from analytics_reasons where view = $1 and ${readPart}))::int as count`;

function judge({
  question: { by, days, groupBy, granularity },
  asked: { times, rows, bytes, statementMs, gatewayMs },
  read,
}: {
  readonly question: Question;
  readonly asked: Asked;
  readonly read: number;
}): Finding {
  const medianMs = computeMedian(times);
  const grouped = groupBy === undefined ? "" : ` and ${groupBy}`;
  const given = `${read.toLocaleString("en")} rows read, ${rows} given, ${Math.round(bytes / 1024)} KiB`;
  return {
    what: `${by}, ${days} days by ${granularity}${grouped}: ${given}`,
    value: formatMs(medianMs),
    baseline: `statements ${formatMs(statementMs)}, gateway's processor ${formatMs(gatewayMs)}`,
    comparison: `${formatMs(medianMs)}, slowest ${formatMs(Math.max(...times))}`,
    goal: `≤ ${limitMs} ms`,
    isReached: medianMs <= limitMs,
    spread: formatShare(computeSpread(times)),
  };
}

type Pool = Stage["postgres"]["pool"];

async function describeStorage(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ sessions: number; cells: number; reasons: number; bytes: number }>(
    `select (select count(*) from analytics_sessions)::float8 as sessions,
       (select count(*) from analytics_cells)::float8 as cells, (select count(*) from analytics_reasons)::float8 as reasons,
       (select sum(pg_total_relation_size(t.relid)) from unnest('{analytics_cells,analytics_reasons}'::regclass[]) r,
         pg_partition_tree(r) t)::float8 as bytes`,
  );
  const { sessions = 0, cells = 0, reasons = 0, bytes = 0 } = rows[0] ?? {};
  const counts = [sessions, cells, reasons].map((count) => count.toLocaleString("en"));
  return `${counts[0]} sessions in ${counts[1]} roll-ups and ${counts[2]} of reasons, ${Math.round(bytes / 2 ** 20)} MiB, ${tenantCount} tenants`;
}
