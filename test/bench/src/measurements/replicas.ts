import { approveAtProvider, cloneSessions } from "../machine/clone-sessions.ts";
import { compareProcessorTime, readProcessorTime } from "../machine/processor-time.ts";
import { startGateway, type StartedGateway } from "../machine/start-gateway.ts";
import type { Stage } from "../machine/stage.ts";
import type { BenchOptions } from "../options.ts";
import { computeMedian } from "../statistics/quantile.ts";
import { planCallbacks, waitUntilApplied } from "./deliveries.ts";
import { formatRate, type Finding, type Measured } from "./finding.ts";

/** Above the numbers of every other measurement. */
let nextNumber = 1_500_000_000;
const atLeast = 1.6;

interface Applied {
  readonly perSecond: number;
  readonly use: string;
}

/**
 * How fast one and two workers apply what waits, each session with a read of its own: with a provider that answers at once,
 * where processors are the limit, and with one that takes its time, where the places of a process are.
 */
export async function measureReplicas(stage: Stage, options: BenchOptions): Promise<Measured> {
  await stage.gateway.stop();
  const parts: Measured[] = [];
  for (const delayMs of [0, 250]) parts.push(await compareReplicas(stage, options, delayMs));
  return {
    findings: parts.flatMap(({ findings }) => findings),
    notes: parts.flatMap(({ notes }) => notes),
    raw: parts.map(({ raw }) => raw),
  };
}

async function compareReplicas(stage: Stage, options: BenchOptions, delayMs: number): Promise<Measured> {
  const one: Applied[] = [];
  const two: Applied[] = [];
  for (let round = 0; round < Math.min(options.rounds, 3); round += 1) {
    one.push(await applyBacklog(stage, options, { replicas: 1, delayMs }));
    two.push(await applyBacklog(stage, options, { replicas: 2, delayMs }));
  }
  const rate = (all: readonly Applied[]): number => computeMedian(all.map(({ perSecond }) => perSecond));
  const ratio = rate(two) / rate(one);
  const finding: Finding = {
    what: `sessions applied by two workers, provider answers after ${delayMs} ms`,
    value: formatRate(rate(two)),
    baseline: `${formatRate(rate(one))} by one`,
    comparison: `${ratio.toFixed(2)} ×`,
    goal: `≥ ${atLeast} × where processors are not the limit`,
    isReached: delayMs === 0 ? undefined : ratio >= atLeast,
    spread: "",
  };
  return {
    findings: [finding],
    notes: [`${delayMs} ms, cores: one worker ${one[0]?.use}; two ${two[0]?.use}`],
    raw: { delayMs, one, two },
  };
}

async function applyBacklog(
  stage: Stage,
  options: BenchOptions,
  { replicas, delayMs }: { readonly replicas: number; readonly delayMs: number },
): Promise<Applied> {
  const references = await cloneSessions(stage, options.backlogSessions);
  await approveAtProvider(stage, references);
  await takeIn(stage, references);
  await setDelay(stage, delayMs);
  const { postgres, simulator } = stage;
  const workers = await Promise.all(Array.from({ length: replicas }, () => start(stage, "worker")));
  const processes = {
    ...Object.fromEntries(workers.map(({ pid }, index) => [`worker ${index + 1}`, pid])),
    postgres: postgres.pid,
    simulator: simulator.pid,
  };
  const before = readProcessorTime(processes);
  await waitUntilApplied(stage);
  const { coresByName, foreignCores } = compareProcessorTime(before, readProcessorTime(processes));
  await Promise.all(workers.map((worker) => worker.stop()));
  await setDelay(stage, 0);
  const cores = Object.entries(coresByName).map(([name, used]) => `${name} ${used.toFixed(2)}`);
  return {
    perSecond: await readRate(stage, references),
    use: `${cores.join(", ")}, others on the machine ${foreignCores.toFixed(2)}`,
  };
}

/** By a process that applies nothing. */
async function takeIn(stage: Stage, references: readonly string[]): Promise<void> {
  const gateway = await start(stage, "api");
  await stage.generator.run({
    port: gateway.port,
    connections: 32,
    pace: { kind: "count", count: references.length },
    expectedStatus: 200,
    plan: planCallbacks(references, nextNumber),
  });
  nextNumber += references.length;
  await gateway.stop();
}

function start({ gatewayOptions }: Stage, roles: string): Promise<StartedGateway> {
  return startGateway({ ...gatewayOptions, env: { ...gatewayOptions.env, KYC_ROLES: roles } });
}

async function setDelay({ simulator }: Stage, ms: number): Promise<void> {
  const url = `http://127.0.0.1:${simulator.port}/_control/faults`;
  if (ms === 0) await fetch(url, { method: "DELETE" });
  else
    await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ fault: { kind: "latency", delay: { ms } } }),
    });
}

/** Without the first and the last tenth: processes begin at different moments. */
async function readRate({ postgres }: Stage, references: readonly string[]): Promise<number> {
  const { rows } = await postgres.pool.query<{ seconds: number }>(
    `select extract(epoch from percentile_disc(0.9) within group (order by settled_at)
       - percentile_disc(0.1) within group (order by settled_at))::float8 as seconds
     from deliveries where session_reference = any ($1)`,
    [references],
  );
  return (references.length * 0.8) / (rows[0]?.seconds ?? Number.NaN);
}
