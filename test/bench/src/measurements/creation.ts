import { companyKey } from "../machine/provision.ts";
import { planCreation, type Stage } from "../machine/stage.ts";
import type { BenchOptions } from "../options.ts";
import { computeMedian, computeQuantile, computeSpread } from "../statistics/quantile.ts";
import { alternate, type Round } from "./alternate.ts";
import { describeRounds, summariseRounds } from "./compare-rates.ts";
import { formatMs, formatShare, type Finding, type Measured } from "./finding.ts";

const ratePerSecond = 100;

/** What `POST /v1/sessions` adds to the provider's own time, at a fixed rate of arrival. */
export async function measureCreation(stage: Stage, options: BenchOptions): Promise<Measured> {
  const { gateway, simulator, postgres, generator } = stage;
  const pace = {
    kind: "open",
    ratePerSecond,
    warmUpMs: options.warmUpMs,
    durationMs: options.roundMs,
  } as const;
  const load = { connections: options.connections, pace };
  const series = `creation-${Date.now()}`;
  const [direct, ours] = await alternate({ generator, rounds: options.rounds }, [
    {
      name: "direct",
      processes: { simulator: simulator.pid },
      job: () => ({ ...load, port: simulator.port, expectedStatus: 200, plan: planDirect }),
    },
    {
      name: "gateway",
      processes: { gateway: gateway.pid, simulator: simulator.pid, postgres: postgres.pid },
      job: (firstNumber) => ({
        ...load,
        port: gateway.port,
        expectedStatus: 201,
        plan: { ...planCreation(stage.apiKey, series), firstNumber },
      }),
    },
  ]);
  return {
    findings: [
      compareLatency({ direct, ours, share: 0.5, atMostMs: 4 }),
      compareLatency({ direct, ours, share: 0.99, atMostMs: 15 }),
    ],
    notes: [describeRounds("gateway", ours), describeRounds("direct", direct)],
    raw: { gateway: summariseRounds(ours), direct: summariseRounds(direct) },
  };
}

const planDirect = {
  method: "POST",
  path: "/external-api/begin/",
  body: `{"company_key":"${companyKey}","clientUserId":"applicant-{n}"}`,
} as const;

function compareLatency(options: {
  readonly direct: readonly Round[];
  readonly ours: readonly Round[];
  readonly share: number;
  readonly atMostMs: number;
}): Finding {
  const list = (rounds: readonly Round[]): number[] =>
    rounds.map(({ result }) => computeQuantile(result.latenciesMs, options.share));
  const [ours, direct] = [list(options.ours), list(options.direct)];
  const addedMs = computeMedian(ours) - computeMedian(direct);
  return {
    what: `added by POST /v1/sessions at ${ratePerSecond}/s, p${options.share * 100}`,
    value: formatMs(computeMedian(ours)),
    baseline: formatMs(computeMedian(direct)),
    comparison: `+${formatMs(addedMs)}`,
    goal: `≤ ${options.atMostMs} ms`,
    isReached: addedMs <= options.atMostMs,
    spread: `${formatShare(computeSpread(ours))} / ${formatShare(computeSpread(direct))}`,
  };
}
