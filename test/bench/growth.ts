import { parseArgs } from "node:util";
import { fillDatabase } from "../support/fill-database.ts";
import { buildStage, type Stage } from "./src/machine/stage.ts";
import { alternate, type Round, type Subject } from "./src/measurements/alternate.ts";
import { planCallbacks, waitUntilApplied } from "./src/measurements/deliveries.ts";
import { describeMachine } from "./src/report/describe-machine.ts";
import { computeMedian, computeQuantile } from "./src/statistics/quantile.ts";

/**
 * Two gateways in one run, one on an empty database and one on a database of years, take turns: callbacks per second
 * and the p99 of `GET /v1/sessions/:id` may differ by a tenth.
 * `node --conditions=@kyc-gateway/source test/bench/growth.ts [--sessions 500000] [--deliveries 2000000] [--rounds 5]`,
 * after a build.
 */
const { values } = parseArgs({
  options: {
    sessions: { type: "string", default: "500000" },
    deliveries: { type: "string", default: "2000000" },
    rounds: { type: "string", default: "5" },
    "round-ms": { type: "string", default: "5000" },
    connections: { type: "string", default: "32" },
  },
});
const [sessions, deliveries] = [Number(values.sessions), Number(values.deliveries)];
const [rounds, roundMs, connections] = [
  Number(values.rounds),
  Number(values["round-ms"]),
  Number(values.connections),
];
const worstRatio = 1.1;
const log = (message: string): void => void process.stderr.write(`… ${message}\n`);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const pace = { kind: "closed", warmUpMs: Math.min(1500, roundMs), durationMs: roundMs } as const;

function sendCallbacks(name: string, stage: Stage): Subject {
  const references = stage.sessions.map(({ reference }) => reference);
  return {
    name,
    processes: { gateway: stage.gateway.pid, postgres: stage.postgres.pid },
    job: (first) => ({
      port: stage.gateway.port,
      connections,
      pace,
      expectedStatus: 200,
      plan: planCallbacks(references, first),
    }),
    settle: async () => void (await waitUntilApplied(stage)),
  };
}

function readSessions(name: string, stage: Stage): Subject {
  const plan = {
    method: "GET",
    path: "/v1/sessions/{item}",
    headers: { authorization: `Bearer ${stage.apiKey}` },
    items: stage.sessions.map(({ id }) => id),
  } as const;
  return {
    name,
    processes: { gateway: stage.gateway.pid, postgres: stage.postgres.pid },
    job: () => ({ port: stage.gateway.port, connections, pace, expectedStatus: 200, plan }),
  };
}

const rate = (all: readonly Round[]): number => computeMedian(all.map(({ perSecond }) => perSecond));
const p99 = (all: readonly Round[]): number =>
  computeMedian(all.map(({ result }) => computeQuantile(result.latenciesMs, 0.99)));

/** Both in "how many times worse when full". */
function judge(
  what: string,
  { empty, full, worse }: { empty: string; full: string; worse: number },
): boolean {
  const isReached = worse <= worstRatio;
  say(
    `${what}: empty ${empty}, full ${full}, ${worse.toFixed(3)} × as bad (≤ ${worstRatio}) ${isReached ? "reached" : "MISSED"}`,
  );
  return isReached;
}

// Two gateways share the machine: a load that neither could bear alone is no part of the question.
const env = { KYC_MAX_EVENT_LOOP_DELAY_MS: "0" };
const stageOptions = { sessionCount: 500, nodeArguments: [], env, log };
const stages: Stage[] = [];
let areReached = false;
try {
  const empty = await buildStage(stageOptions);
  stages.push(empty);
  const full = await buildStage(stageOptions);
  stages.push(full);
  log(`${sessions} sessions and ${deliveries} deliveries`);
  const filledAt = performance.now();
  await fillDatabase(full.postgres, { sessions, deliveries });
  log(`filled in ${Math.round((performance.now() - filledAt) / 1000)} s`);
  const play = { generator: empty.generator, postgres: full.postgres, rounds };
  const callbacks = await alternate(play, [sendCallbacks("empty", empty), sendCallbacks("full", full)]);
  const reads = await alternate(play, [readSessions("empty", empty), readSessions("full", full)]);
  say(describeMachine(full.postgres.settings));
  const { rows } = await full.postgres.pool.query<{ name: string; rows: number; size: string }>(
    `select t.name, sum(n_live_tup)::float8 as rows, pg_size_pretty(sum(pg_total_relation_size(relid))) as size
     from pg_stat_user_tables, regexp_replace(relname, '_(default|[0-9]{8})$', '') as t (name)
     where t.name in ('sessions', 'deliveries', 'outbox', 'timeline') group by 1 order by 1`,
  );
  for (const row of rows) say(`full: ${row.name}, about ${row.rows.toLocaleString("en")} rows, ${row.size}`);
  const [emptyRate, fullRate] = [rate(callbacks[0]), rate(callbacks[1])];
  const [emptyP99, fullP99] = [p99(reads[0]), p99(reads[1])];
  areReached = [
    judge("callbacks per second", {
      empty: emptyRate.toFixed(0),
      full: fullRate.toFixed(0),
      worse: emptyRate / fullRate,
    }),
    judge("GET p99", {
      empty: `${emptyP99.toFixed(2)} ms`,
      full: `${fullP99.toFixed(2)} ms`,
      worse: fullP99 / emptyP99,
    }),
  ].every(Boolean);
} finally {
  await Promise.all(stages.map((stage) => stage.stop()));
}
process.exit(areReached ? 0 : 1);
