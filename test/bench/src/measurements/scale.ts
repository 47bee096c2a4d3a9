import { setTimeout as delay } from "node:timers/promises";
import { fillDatabase } from "../../../support/fill-database.ts";
import { buildStage, planCreation, type Stage } from "../machine/stage.ts";
import type { BenchOptions } from "../options.ts";
import { describeCost, type Cost } from "../report/cost.ts";
import { computeMedian } from "../statistics/quantile.ts";
import { alternate, type Round, type Subject } from "./alternate.ts";
import { summariseRounds } from "./compare-rates.ts";
import { planCallbacks, waitUntilApplied } from "./deliveries.ts";
import { formatRate, type Finding, type Measured } from "./finding.ts";

const worstRatio = 1.05;
/** As for callbacks alone: with half as many they come in now faster and now slower than what is applied as it comes. */
const connections = 64;
const tellEveryMs = 10_000;
/** Between two workers of autovacuum there may be a second. */
const calmLooksWanted = 5;

/** As long as the gateway keeps things where nobody says otherwise: what is older would be deleted while it is measured. */
const keptByDefault = { deliveryDays: 90, eventDays: 30, keyDays: 30 };

type Part = "creation" | "ingest and apply" | "read";

/**
 * Two gateways in one run, one on a database of this run and one on a database of years, take turns. What a request
 * costs of the processor, PostgreSQL's part included, may differ by a twentieth.
 */
export async function measureScale(empty: Stage, options: BenchOptions): Promise<Measured> {
  const full = await buildStage({
    sessionCount: options.sessionCount,
    nodeArguments: options.nodeArguments,
    log,
  });
  try {
    await fill(full, options);
    const parts: Measured[] = [];
    for (const part of ["creation", "ingest and apply", "read"] as const)
      parts.push(await compare(part, { empty, full }, options));
    return {
      findings: parts.flatMap(({ findings }) => findings),
      costs: parts.flatMap(({ costs = [] }) => costs),
      notes: await describeTables(full),
      raw: parts.map(({ raw }) => raw),
    };
  } finally {
    await full.stop();
  }
}

const log = (message: string): void => void process.stderr.write(`… ${message}\n`);

async function fill(
  { postgres }: Stage,
  { scaleSessions: sessions, scaleDeliveries: deliveries }: BenchOptions,
): Promise<void> {
  log(`${sessions.toLocaleString("en")} sessions and ${deliveries.toLocaleString("en")} deliveries`);
  const startedAt = performance.now();
  const telling = setInterval(() => {
    const text = "select pg_size_pretty(pg_database_size(current_database())) as size";
    void postgres.pool
      .query<{ size: string }>(text)
      .then(({ rows }) => log(`${Math.round((performance.now() - startedAt) / 1000)} s: ${rows[0]?.size}`));
  }, tellEveryMs);
  await fillDatabase(postgres, { sessions, deliveries, ...keptByDefault });
  clearInterval(telling);
  log("until PostgreSQL has put it in order");
  await waitUntilInOrder(postgres);
}

/**
 * What autovacuum and the checkpointer do about the filling is no part of a request's cost, and what has been there for
 * years has long been counted for analytics.
 */
async function waitUntilInOrder({ pool }: Stage["postgres"]): Promise<void> {
  const look = `with passed as (
      update analytics_progress p set last_number = n.last_number from event_numbering n
      where p.last_number < n.last_number returning 1)
    select (select count(*) from pg_stat_activity where backend_type = 'autovacuum worker')::int
      + (select count(*) from passed)::int as busy`;
  for (let calmLooks = 0; calmLooks < calmLooksWanted; await delay(1000)) {
    const { rows } = await pool.query<{ busy: number }>(look);
    calmLooks = rows[0]?.busy === 0 ? calmLooks + 1 : 0;
  }
  await pool.query("checkpoint");
}

async function compare(
  part: Part,
  { empty, full }: { readonly empty: Stage; readonly full: Stage },
  options: BenchOptions,
): Promise<Measured> {
  const play = { generator: empty.generator, postgres: full.postgres, rounds: options.rounds };
  const [few, many] = await alternate(play, [
    describeSubject(part, empty, options),
    describeSubject(part, full, options),
  ]);
  const costs = [
    describeCost(`${part}: empty`, "gateway", few),
    describeCost(`${part}: full`, "gateway", many),
  ];
  return {
    findings: [judge(part, { few, many, costs })],
    costs,
    notes: [],
    raw: { part, few: summariseRounds(few), many: summariseRounds(many) },
  };
}

function describeSubject(part: Part, stage: Stage, { warmUpMs, roundMs }: BenchOptions): Subject {
  const { gateway, postgres, apiKey, sessions } = stage;
  const pace = { kind: "closed", warmUpMs, durationMs: roundMs } as const;
  const load = { port: gateway.port, connections, pace };
  const series = `scale-${Date.now()}`;
  const jobs = {
    creation: (firstNumber: number) => ({
      ...load,
      expectedStatus: 201,
      plan: { ...planCreation(apiKey, series), firstNumber },
    }),
    "ingest and apply": (first: number) => ({
      ...load,
      expectedStatus: 200,
      plan: planCallbacks(
        sessions.map(({ reference }) => reference),
        first,
      ),
    }),
    read: () => ({
      ...load,
      expectedStatus: 200,
      plan: {
        method: "GET",
        path: "/v1/sessions/{item}",
        headers: { authorization: `Bearer ${apiKey}` },
        items: sessions.map(({ id }) => id),
      },
    }),
  } satisfies Record<Part, Subject["job"]>;
  return {
    name: part,
    postgres,
    processes: { gateway: gateway.pid, postgres: postgres.pid },
    server: gateway,
    job: jobs[part],
    settle: async () => void (await waitUntilApplied(stage)),
  };
}

const rate = (rounds: readonly Round[]): string =>
  formatRate(computeMedian(rounds.map(({ perSecond }) => perSecond)));

function judge(
  part: Part,
  { few, many, costs }: { few: readonly Round[]; many: readonly Round[]; costs: readonly Cost[] },
): Finding {
  const [before = Number.NaN, after = Number.NaN] = costs.map(
    ({ serverUs, postgresUs }) => serverUs + postgresUs,
  );
  return {
    what: `${part} on a database of years, processor time`,
    value: `${after.toFixed(0)} µs, ${rate(many)}`,
    baseline: `${before.toFixed(0)} µs, ${rate(few)}`,
    comparison: `${(after / before).toFixed(2)} ×`,
    goal: `≤ ${worstRatio} ×`,
    isReached: after <= before * worstRatio,
    spread: "",
  };
}

async function describeTables({ postgres }: Stage): Promise<readonly string[]> {
  const { rows } = await postgres.pool.query<{ name: string; rows: number; size: string }>(
    `select t.name, sum(n_live_tup)::float8 as rows, pg_size_pretty(sum(pg_total_relation_size(relid))) as size
     from pg_stat_user_tables, regexp_replace(relname, '_(default|[0-9]{8})$', '') as t (name)
     where t.name in ('sessions', 'deliveries', 'outbox', 'timeline') group by 1 order by 1`,
  );
  return rows.map(
    ({ name, rows: count, size }) => `full: ${name}, about ${count.toLocaleString("en")} rows, ${size}`,
  );
}
