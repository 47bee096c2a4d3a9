import { approveAtProvider, cloneSessions } from "../machine/clone-sessions.ts";
import { compareProcessorTime, readProcessorTime } from "../machine/processor-time.ts";
import { compareDatabaseCounters, readDatabaseCounters } from "../machine/database-counters.ts";
import type { Stage } from "../machine/stage.ts";
import type { BenchOptions } from "../options.ts";
import { computeQuantile } from "../statistics/quantile.ts";
import { planCallbacks, waitUntilApplied } from "./deliveries.ts";
import { formatMs, type Measured } from "./finding.ts";

/** Above the numbers of the rounds, below those of the storm. */
const firstNumber = 500_000_000;
const warmUpMs = 3000;

interface Rate {
  readonly perSecond: number;
  readonly atMostMs: number | undefined;
}

const rates: readonly Rate[] = [
  { perSecond: 600, atMostMs: 250 },
  { perSecond: 1000, atMostMs: undefined },
];

/** From receipt to the committed decision, at a steady rate: each callback is about a session of its own, costs one read and decides. */
export async function measureSustained(stage: Stage, options: BenchOptions): Promise<Measured> {
  // What a process compiles at its first callbacks is no part of it.
  const warm = { perSecond: 600, atMostMs: undefined, index: rates.length };
  await measureAt(stage, { ...options, sustainedMs: Math.min(warmUpMs, options.sustainedMs) }, warm);
  const all: Measured[] = [];
  for (const [index, rate] of rates.entries()) all.push(await measureAt(stage, options, { ...rate, index }));
  return {
    findings: all.flatMap(({ findings }) => findings),
    notes: all.flatMap(({ notes }) => notes),
    raw: all.map(({ raw }) => raw),
  };
}

async function measureAt(
  stage: Stage,
  options: BenchOptions,
  { perSecond, atMostMs, index }: Rate & { index: number },
): Promise<Measured> {
  const durationMs = options.sustainedMs;
  const references = await cloneSessions(stage, (perSecond * durationMs) / 1000);
  await approveAtProvider(stage, references);
  const { gateway, postgres, simulator, generator } = stage;
  // What PostgreSQL does about so many new rows is no part of it.
  for (const text of ["vacuum analyze", "checkpoint"]) await postgres.pool.query(text);
  const processes = {
    generator: generator.pid,
    gateway: gateway.pid,
    postgres: postgres.pid,
    simulator: simulator.pid,
  };
  const before = { time: readProcessorTime(processes), use: await readDatabaseCounters(postgres) };
  const result = await generator.run({
    port: gateway.port,
    connections: options.connections,
    pace: { kind: "open", ratePerSecond: perSecond, warmUpMs: 0, durationMs },
    expectedStatus: 200,
    plan: planCallbacks(references, firstNumber + index * 10_000_000),
  });
  const leftMs = await waitUntilApplied(stage);
  const use = compareProcessorTime(before.time, readProcessorTime(processes));
  const written = compareDatabaseCounters(before.use, await readDatabaseCounters(postgres));
  const lags = await readLags(stage, references);
  const [p50, p99] = [0.5, 0.99].map((share) =>
    computeQuantile(
      lags.map(({ ms }) => ms),
      share,
    ),
  ) as [number, number];
  const halves = [0, 1].map((half) => computeMedianOfHalf(lags, half)) as [number, number];
  const decided = lags.filter(({ isApproved }) => isApproved).length;
  const each = (name: string): string =>
    (((use.coresByName[name] ?? 0) * use.wallMs * 1000) / references.length).toFixed(0);
  return {
    findings: [
      {
        what: `receipt → committed decision, one read each, ${perSecond}/s`,
        value: `p50 ${formatMs(p50)}, p99 ${formatMs(p99)}`,
        baseline: "",
        comparison: `backlog ${formatMs(leftMs)} after the end`,
        goal: atMostMs === undefined ? "backlog does not grow" : `p99 ≤ ${atMostMs} ms`,
        isReached:
          decided === references.length && (atMostMs === undefined ? leftMs <= 1000 : p99 <= atMostMs),
        spread: "",
      },
    ],
    notes: [
      `${perSecond}/s: ${decided} of ${references.length} sessions were decided; lag of the first half p50 ${formatMs(halves[0])}, of the second ${formatMs(halves[1])}; answered after p50 ${formatMs(computeQuantile(result.latenciesMs, 0.5))}, p99 ${formatMs(computeQuantile(result.latenciesMs, 0.99))}; µs of processor for each: gateway ${each("gateway")}, postgres ${each("postgres")}, simulator ${each("simulator")}, generator ${each("generator")}; others on the machine ${use.foreignCores.toFixed(2)} cores; for each ${(written.walBytes / references.length).toFixed(0)} bytes of WAL, ${(written.commits / references.length).toFixed(2)} commits`,
    ],
    raw: { perSecond, p50, p99, halves, leftMs, decided, count: references.length, use, written },
  };
}

interface Lag {
  readonly ms: number;
  readonly isApproved: boolean;
}

/** In the order of receipt. */
async function readLags({ postgres }: Stage, references: readonly string[]): Promise<readonly Lag[]> {
  const { rows } = await postgres.pool.query<Lag>(
    `select extract(epoch from d.settled_at - d.received_at)::float8 * 1000 as ms, s.status = 'APPROVED' as "isApproved"
     from deliveries d join sessions s on s.id = d.session_id where s.provider_reference = any ($1) order by d.received_at`,
    [references],
  );
  return rows;
}

function computeMedianOfHalf(lags: readonly Lag[], half: number): number {
  const middle = Math.floor(lags.length / 2);
  const part = half === 0 ? lags.slice(0, middle) : lags.slice(middle);
  return computeQuantile(
    part.map(({ ms }) => ms),
    0.5,
  );
}
