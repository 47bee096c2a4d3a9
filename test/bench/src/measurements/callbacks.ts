import type { Stage } from "../machine/stage.ts";
import type { BenchOptions } from "../options.ts";
import { computeMedian } from "../statistics/quantile.ts";
import { describeCost } from "../report/cost.ts";
import { alternate } from "./alternate.ts";
import { compareProcessorTimes, compareRates, describeRounds, summariseRounds } from "./compare-rates.ts";
import { countMissing, planCallbacks, waitUntilApplied } from "./deliveries.ts";
import { formatMs, type Measured } from "./finding.ts";

/** Committed callbacks per second against a bare route with one INSERT for each request. */
export async function measureCallbacks(stage: Stage, options: BenchOptions): Promise<Measured> {
  const { gateway, insertBaseline, postgres, generator } = stage;
  const references = stage.sessions.map(({ reference }) => reference);
  const closed = { kind: "closed", warmUpMs: options.warmUpMs, durationMs: options.roundMs } as const;
  const load = { connections: options.connections, pace: closed, expectedStatus: 200 };
  const drainsMs: number[] = [];
  const [baseline, ours] = await alternate({ generator, postgres, rounds: options.rounds }, [
    {
      name: "bare INSERT",
      processes: { baseline: insertBaseline.pid, postgres: postgres.pid },
      server: insertBaseline,
      job: (first) => ({
        ...load,
        port: insertBaseline.port,
        plan: { ...planCallbacks(references, first), path: "/callbacks" },
      }),
    },
    {
      name: "gateway",
      processes: { gateway: gateway.pid, postgres: postgres.pid, simulator: stage.simulator.pid },
      server: gateway,
      job: (first) => ({ ...load, port: gateway.port, plan: planCallbacks(references, first) }),
      settle: async () => void drainsMs.push(await waitUntilApplied(stage)),
    },
  ]);
  const answered = new Set(ours.flatMap(({ result }) => [...result.goodNumbers]));
  const missing = await countMissing(stage, answered);
  const finding = compareRates({
    what: `callbacks committed, ${options.connections} connections`,
    baseline,
    gateway: ours,
    atLeast: 2,
  });
  const time = compareProcessorTimes({
    what: "processor time for each callback, with PostgreSQL's",
    baseline,
    gateway: ours,
    names: ["gateway", "baseline", "postgres"],
    atMost: 0.5,
  });
  return {
    findings: [{ ...finding, isReached: finding.isReached === true && missing === 0 }, time],
    costs: [
      describeCost("callback: gateway, applying included", "gateway", ours),
      describeCost("callback: bare INSERT", "baseline", baseline),
    ],
    notes: [
      `callbacks for ${references.length} sessions; ${answered.size.toLocaleString("en")} were answered 200, ${missing} of them are missing in the inbox; applied ${formatMs(computeMedian(drainsMs))} after the end of a round`,
      describeRounds("gateway", ours),
      describeRounds("bare INSERT", baseline),
    ],
    raw: { gateway: summariseRounds(ours), baseline: summariseRounds(baseline), missing, drainsMs },
  };
}
