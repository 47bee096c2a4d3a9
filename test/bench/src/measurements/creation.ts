import { companyKey } from "../machine/provision.ts";
import { startCountedGateway } from "../machine/start-gateway.ts";
import { planCreation, type Stage } from "../machine/stage.ts";
import type { BenchOptions } from "../options.ts";
import { computeMedian, computeQuantile, computeSpread } from "../statistics/quantile.ts";
import { describeCost } from "../report/cost.ts";
import { alternate, type Round } from "./alternate.ts";
import { computeMicroseconds, describeRounds, summariseRounds } from "./compare-rates.ts";
import { formatMs, formatShare, type Finding, type Measured } from "./finding.ts";

const ratePerSecond = 100;
/** A service that has just begun compiles: so many go before what is measured. */
const warmUpCount = 2000;

/**
 * What `POST /v1/sessions` adds to the provider's own time, at a fixed rate of arrival, beside a bare service that does
 * the least for it: a row for the intent, the provider's call, a row for the outcome, each committed. The gateway has the role `api`: what workers do with sessions later is not part of their creation.
 */
export async function measureCreation(stage: Stage, options: BenchOptions): Promise<Measured> {
  await stage.gateway.stop();
  const { gatewayOptions } = stage;
  const gateway = await startCountedGateway({
    ...gatewayOptions,
    env: { ...gatewayOptions.env, KYC_ROLES: "api" },
  });
  try {
    return await compareCreations({ ...stage, gateway }, options);
  } finally {
    await gateway.stop();
  }
}

async function compareCreations(stage: Stage, options: BenchOptions): Promise<Measured> {
  const { gateway, createBaseline, simulator, postgres, generator } = stage;
  const { warmUpMs, roundMs: durationMs } = options;
  const pace = { kind: "open", ratePerSecond, warmUpMs, durationMs } as const;
  const load = { connections: options.connections, pace };
  const series = `creation-${Date.now()}`;
  const plan = planCreation(stage.apiKey, series);
  await warmUp(stage, options, series);
  const others = { simulator: simulator.pid, postgres: postgres.pid };
  const [direct, bare, ours] = await alternate({ generator, postgres, rounds: options.rounds }, [
    {
      name: "direct",
      processes: { simulator: simulator.pid },
      job: () => ({ ...load, port: simulator.port, expectedStatus: 200, plan: planDirect }),
    },
    {
      name: "bare service",
      processes: { bare: createBaseline.pid, ...others },
      server: createBaseline,
      job: (firstNumber) => ({
        ...load,
        port: createBaseline.port,
        expectedStatus: 201,
        plan: { ...plan, path: "/sessions", firstNumber },
      }),
    },
    {
      name: "gateway",
      processes: { gateway: gateway.pid, ...others },
      server: gateway,
      job: (firstNumber) => ({
        ...load,
        port: gateway.port,
        expectedStatus: 201,
        plan: { ...plan, firstNumber },
      }),
    },
  ]);
  return {
    findings: [
      compareProcessorTime(bare, ours),
      compareLatency({ direct, bare, ours, share: 0.5, atMostMs: 2 }),
      compareLatency({ direct, bare, ours, share: 0.99, atMostMs: 8 }),
    ],
    costs: [
      describeCost("creation: gateway", "gateway", ours),
      describeCost("creation: bare service", "bare", bare),
    ],
    notes: [
      describeRounds("gateway", ours),
      describeRounds("bare service", bare),
      describeRounds("direct", direct),
    ],
    raw: {
      gateway: summariseRounds(ours),
      bare: summariseRounds(bare),
      direct: summariseRounds(direct),
    },
  };
}

/** Both services, alike. */
async function warmUp(stage: Stage, { connections }: BenchOptions, series: string): Promise<void> {
  const { gateway, createBaseline, generator } = stage;
  const plan = planCreation(stage.apiKey, `${series}-warm`);
  const pace = { kind: "count", count: warmUpCount } as const;
  const warm = { connections, pace, expectedStatus: 201 };
  await generator.run({ ...warm, port: gateway.port, plan });
  await generator.run({ ...warm, port: createBaseline.port, plan: { ...plan, path: "/sessions" } });
}

const planDirect = {
  method: "POST",
  path: "/external-api/begin/",
  body: `{"company_key":"${companyKey}","clientUserId":"applicant-{n}"}`,
} as const;

function compareProcessorTime(bare: readonly Round[], ours: readonly Round[]): Finding {
  const ourUs = computeMicroseconds(ours, ["gateway", "postgres"]);
  const bareUs = computeMicroseconds(bare, ["bare", "postgres"]);
  return {
    what: "processor time of POST /v1/sessions, gateway and PostgreSQL",
    value: `${ourUs.toFixed(0)} µs`,
    baseline: `${bareUs.toFixed(0)} µs`,
    comparison: `${(ourUs / bareUs).toFixed(2)} ×`,
    goal: "≤ 1.5 ×",
    isReached: ourUs <= bareUs * 1.5,
    spread: "",
  };
}

function compareLatency(options: {
  readonly direct: readonly Round[];
  readonly bare: readonly Round[];
  readonly ours: readonly Round[];
  readonly share: number;
  readonly atMostMs: number;
}): Finding {
  const list = (rounds: readonly Round[]): number[] =>
    rounds.map(({ result }) => computeQuantile(result.latenciesMs, options.share));
  const [ours, bare, direct] = [list(options.ours), list(options.bare), list(options.direct)];
  const addedMs = computeMedian(ours) - computeMedian(direct);
  const bareMs = computeMedian(bare) - computeMedian(direct);
  return {
    what: `added by POST /v1/sessions at ${ratePerSecond}/s, p${options.share * 100}`,
    value: `+${formatMs(addedMs)}`,
    baseline: `+${formatMs(bareMs)}`,
    comparison: `${(addedMs / bareMs).toFixed(2)} ×`,
    goal: `≤ ${options.atMostMs} ms, ≤ 1.5 ×`,
    isReached: addedMs <= options.atMostMs && addedMs <= bareMs * 1.5,
    spread: `${formatShare(computeSpread(ours))} / ${formatShare(computeSpread(bare))}`,
  };
}
