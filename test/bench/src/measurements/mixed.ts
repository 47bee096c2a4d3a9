import type { LoadJob, LoadResult, RequestPlan } from "../load/load-job.ts";
import { coreCount, compareProcessorTime, readProcessorTime } from "../machine/processor-time.ts";
import { startGenerator, type Generator } from "../machine/start-generator.ts";
import { planCreation, type Stage } from "../machine/stage.ts";
import type { BenchOptions } from "../options.ts";
import { computeQuantile } from "../statistics/quantile.ts";
import { planCallbacks, waitUntilApplied } from "./deliveries.ts";
import { formatMs, formatRate, type Finding, type Measured } from "./finding.ts";

/** Above the numbers of the steady rates, below those of the storm. */
let nextNumber = 700_000_000;
const worstRatio = 2;
/** Half of each maximum, a sixth, and what leaves room: applying costs more for each callback where fewer come in. */
const shares = [1 / 2, 1 / 6, 1 / 20];

interface Kind {
  readonly name: string;
  readonly expectedStatus: number;
  readonly plan: () => RequestPlan;
}

interface Load extends Kind {
  readonly maxPerSecond: number;
  readonly generator: Generator;
}

/** Creation (with its events), callbacks (with applying) and reads, alone and all at once. */
export async function measureMixed(stage: Stage, options: BenchOptions): Promise<Measured> {
  const generators = [stage.generator, startGenerator(), startGenerator()];
  try {
    const loads: Load[] = [];
    for (const [index, kind] of listKinds(stage).entries()) {
      const generator = generators[index] ?? stage.generator;
      const pace = { kind: "closed", warmUpMs: options.warmUpMs, durationMs: options.roundMs } as const;
      const { answered, durationMs } = await generator.run(describeJob(stage, kind, pace));
      await waitUntilApplied(stage);
      loads.push({ ...kind, generator, maxPerSecond: (answered * 1000) / durationMs });
    }
    const parts: Measured[] = [];
    for (const share of shares) parts.push(await compareAt(stage, options, { loads, share }));
    return {
      findings: parts.flatMap(({ findings }) => findings),
      notes: [
        `maxima: ${loads.map(({ name, maxPerSecond }) => `${name} ${formatRate(maxPerSecond)}`).join(", ")}`,
        ...parts.flatMap(({ notes }) => notes),
      ],
      raw: parts.map(({ raw }) => raw),
    };
  } finally {
    await Promise.all(generators.slice(1).map((each) => each.stop()));
  }
}

const takeNumbers = (): number => (nextNumber += 1_000_000);

function listKinds({ apiKey, sessions }: Stage): readonly Kind[] {
  const references = sessions.map(({ reference }) => reference);
  return [
    {
      name: "creation",
      expectedStatus: 201,
      plan: () => planCreation(apiKey, `mixed-${takeNumbers()}`),
    },
    { name: "callbacks", expectedStatus: 200, plan: () => planCallbacks(references, takeNumbers()) },
    {
      name: "reads",
      expectedStatus: 200,
      plan: () => ({
        method: "GET",
        path: "/v1/sessions/{item}",
        headers: { authorization: `Bearer ${apiKey}` },
        items: sessions.map(({ id }) => id),
      }),
    },
  ];
}

function describeJob({ gateway }: Stage, { expectedStatus, plan }: Kind, pace: LoadJob["pace"]): LoadJob {
  return { port: gateway.port, connections: 64, expectedStatus, plan: plan(), pace };
}

async function compareAt(
  stage: Stage,
  options: BenchOptions,
  { loads, share }: { readonly loads: readonly Load[]; readonly share: number },
): Promise<Measured> {
  const run = (load: Load): Promise<LoadResult> => {
    const ratePerSecond = Math.max(1, Math.round(load.maxPerSecond * share));
    const pace = {
      kind: "open",
      ratePerSecond,
      warmUpMs: options.warmUpMs,
      durationMs: options.roundMs,
    } as const;
    return load.generator.run(describeJob(stage, load, pace));
  };
  const alone: LoadResult[] = [];
  const uses: Record<string, number>[] = [];
  for (const load of loads) {
    const { result, cores } = await observeCores(stage, load.generator, () => run(load));
    alone.push(result);
    uses.push(cores);
  }
  const together = await Promise.all(loads.map(run));
  await waitUntilApplied(stage);
  const findings = loads.map((load, index) =>
    judge(load, {
      share,
      alone: alone[index]?.latenciesMs ?? [],
      together: together[index]?.latenciesMs ?? [],
    }),
  );
  return { findings, notes: [describeNeed(share, uses)], raw: { share, uses, findings } };
}

/** What a load needs of the processor for each second of it, with everything that is still to be applied after its end. */
async function observeCores(
  stage: Stage,
  generator: Generator,
  run: () => Promise<LoadResult>,
): Promise<{ result: LoadResult; cores: Record<string, number> }> {
  const { gateway, postgres, simulator } = stage;
  const pids = {
    gateway: gateway.pid,
    postgres: postgres.pid,
    simulator: simulator.pid,
    generator: generator.pid,
  };
  const before = readProcessorTime(pids);
  const startedAt = performance.now();
  const result = await run();
  const loadMs = performance.now() - startedAt;
  await waitUntilApplied(stage);
  const { coresByName, wallMs } = compareProcessorTime(before, readProcessorTime(pids));
  const cores = Object.fromEntries(
    Object.keys(pids).map((name) => [name, ((coresByName[name] ?? 0) * wallMs) / loadMs]),
  );
  return { result, cores };
}

/** Whether the machine has what all of them need at once: if not, a backlog grows, whatever the code does. */
function describeNeed(share: number, uses: readonly Record<string, number>[]): string {
  const total = (name: string): number => uses.reduce((sum, cores) => sum + (cores[name] ?? 0), 0);
  const names = Object.keys(uses[0] ?? {});
  const each = names.map((name) => `${name} ${total(name).toFixed(2)}`).join(", ");
  const all = names.reduce((sum, name) => sum + total(name), 0);
  return `at ${(100 * share).toFixed(0)} %, cores that the three alone use, added: ${each}; ${all.toFixed(2)} of ${coreCount}`;
}

const quantiles = (all: ArrayLike<number>): readonly number[] =>
  [0.5, 0.99].map((each) => computeQuantile(Array.from(all), each));

const tell = ([p50 = Number.NaN, p99 = Number.NaN]: readonly number[]): string =>
  `p50 ${formatMs(p50)}, p99 ${formatMs(p99)}`;

function judge(
  { name, maxPerSecond }: Load,
  { share, alone, together }: { share: number; alone: ArrayLike<number>; together: ArrayLike<number> },
): Finding {
  const [before, after] = [quantiles(alone), quantiles(together)];
  const ratios = after.map((ms, index) => ms / (before[index] ?? Number.NaN));
  return {
    what: `${name} at ${(100 * share).toFixed(0)} % of its maximum (${formatRate(maxPerSecond * share)}), with the others`,
    value: tell(after),
    baseline: `${tell(before)} alone`,
    comparison: ratios.map((ratio) => `${ratio.toFixed(2)} ×`).join(", "),
    goal: `≤ ${worstRatio} ×`,
    isReached: Math.max(...ratios) <= worstRatio,
    spread: "",
  };
}
