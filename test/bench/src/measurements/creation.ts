import { companyKey } from "../machine/provision.ts";
import { startOpenGateway, type Server } from "../machine/start-baseline.ts";
import { startCountedGateway } from "../machine/start-gateway.ts";
import { planCreation, type Stage } from "../machine/stage.ts";
import type { BenchOptions } from "../options.ts";
import { computeMedian, computeQuantile, computeSpread } from "../statistics/quantile.ts";
import { describeCost } from "../report/cost.ts";
import { alternate, type Round, type Subject } from "./alternate.ts";
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
  const openGateway = await startOpenGateway(`http://127.0.0.1:${stage.simulator.port}`);
  try {
    return await compareCreations({ ...stage, gateway, openGateway }, options);
  } finally {
    await Promise.all([gateway.stop(), openGateway.stop()]);
  }
}

type CreationStage = Stage & { readonly openGateway: Server };

async function compareCreations(stage: CreationStage, options: BenchOptions): Promise<Measured> {
  const series = `creation-${Date.now()}`;
  await warmUp(stage, options, series);
  const [direct, open, bare, ours] = await alternate(
    { generator: stage.generator, postgres: stage.postgres, rounds: options.rounds },
    listSubjects(stage, options, series),
  );
  return {
    findings: [
      compareProcessorTime(bare, ours),
      compareLatency({ direct, bare, ours, share: 0.5, atMostMs: 2 }),
      compareLatency({ direct, bare, ours, share: 0.99, atMostMs: 8 }),
      tellOpenGateway({ direct, open, ours }),
    ],
    costs: [
      describeCost("creation: gateway", "gateway", ours),
      describeCost("creation: bare service", "bare", bare),
      describeCost("provider's call alone through an open gateway", "open", open),
    ],
    notes: [
      describeRounds("gateway", ours),
      describeRounds("bare service", bare),
      describeRounds("open gateway", open),
      describeRounds("direct", direct),
    ],
    raw: {
      gateway: summariseRounds(ours),
      bare: summariseRounds(bare),
      open: summariseRounds(open),
      direct: summariseRounds(direct),
    },
  };
}

/** In the order in which they take turns: directly, through an open gateway, the bare service, the gateway. */
function listSubjects(
  { gateway, createBaseline, openGateway, simulator, postgres, apiKey }: CreationStage,
  { warmUpMs, roundMs: durationMs, connections }: BenchOptions,
  series: string,
) {
  const pace = { kind: "open", ratePerSecond, warmUpMs, durationMs } as const;
  const direct = { connections, pace, expectedStatus: 200, plan: planDirect };
  const create = { connections, pace, expectedStatus: 201 };
  const plan = planCreation(apiKey, series);
  const others = { simulator: simulator.pid, postgres: postgres.pid };
  return [
    {
      name: "direct",
      processes: { simulator: simulator.pid },
      job: () => ({ ...direct, port: simulator.port }),
    },
    {
      name: "open gateway",
      processes: { open: openGateway.pid, simulator: simulator.pid },
      server: openGateway,
      job: () => ({ ...direct, port: openGateway.port }),
    },
    {
      name: "bare service",
      processes: { bare: createBaseline.pid, ...others },
      server: createBaseline,
      job: (firstNumber) => ({
        ...create,
        port: createBaseline.port,
        plan: { ...plan, path: "/sessions", firstNumber },
      }),
    },
    {
      name: "gateway",
      processes: { gateway: gateway.pid, ...others },
      server: gateway,
      job: (firstNumber) => ({ ...create, port: gateway.port, plan: { ...plan, firstNumber } }),
    },
  ] as const satisfies readonly Subject[];
}

/** All services, alike. */
async function warmUp(stage: CreationStage, { connections }: BenchOptions, series: string): Promise<void> {
  const { gateway, createBaseline, openGateway, generator } = stage;
  const plan = planCreation(stage.apiKey, `${series}-warm`);
  const pace = { kind: "count", count: warmUpCount } as const;
  const warm = { connections, pace, expectedStatus: 201 };
  await generator.run({ ...warm, port: gateway.port, plan });
  await generator.run({ ...warm, port: createBaseline.port, plan: { ...plan, path: "/sessions" } });
  await generator.run({ ...warm, port: openGateway.port, expectedStatus: 200, plan: planDirect });
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

const findMedian = (rounds: readonly Round[]): number =>
  computeMedian(rounds.map(({ result }) => computeQuantile(result.latenciesMs, 0.5)));

/** What others would run instead passes the call on and keeps nothing: no goal, but the least that any gateway adds. */
function tellOpenGateway(options: {
  readonly direct: readonly Round[];
  readonly open: readonly Round[];
  readonly ours: readonly Round[];
}): Finding {
  const [direct, open, ours] = [options.direct, options.open, options.ours].map(findMedian) as [
    number,
    number,
    number,
  ];
  return {
    what: "the same beside an open gateway (@fastify/http-proxy) that keeps nothing, p50",
    value: `+${formatMs(ours - direct)}`,
    baseline: `+${formatMs(open - direct)}`,
    comparison: `${((ours - direct) / (open - direct)).toFixed(2)} ×`,
    goal: "",
    isReached: undefined,
    spread: "",
  };
}
