import type { Stage } from "../machine/stage.ts";
import type { BenchOptions } from "../options.ts";
import { describeCost } from "../report/cost.ts";
import { alternate } from "./alternate.ts";
import { compareRates, describeRounds, summariseRounds } from "./compare-rates.ts";
import type { Measured } from "./finding.ts";

/** `GET /v1/sessions/:id` per second against a bare route with one SELECT by primary key. */
export async function measureReads(stage: Stage, options: BenchOptions): Promise<Measured> {
  const { gateway, selectBaseline, postgres, generator, apiKey } = stage;
  const items = stage.sessions.map(({ id }) => id);
  const pace = { kind: "closed", warmUpMs: options.warmUpMs, durationMs: options.roundMs } as const;
  const load = { connections: options.connections, pace, expectedStatus: 200 };
  // Both are sent the same bytes but for the path.
  const plan = { method: "GET", headers: { authorization: `Bearer ${apiKey}` }, items } as const;
  const [baseline, ours] = await alternate({ generator, postgres, rounds: options.rounds }, [
    {
      name: "bare SELECT",
      processes: { baseline: selectBaseline.pid, postgres: postgres.pid },
      server: selectBaseline,
      job: () => ({ ...load, port: selectBaseline.port, plan: { ...plan, path: "/sessions/{item}" } }),
    },
    {
      name: "gateway",
      processes: { gateway: gateway.pid, postgres: postgres.pid },
      server: gateway,
      job: () => ({ ...load, port: gateway.port, plan: { ...plan, path: "/v1/sessions/{item}" } }),
    },
  ]);
  return {
    findings: [
      compareRates({
        what: `GET /v1/sessions/:id, ${options.connections} connections`,
        baseline,
        gateway: ours,
        atLeast: 1.1,
      }),
    ],
    costs: [
      describeCost("read: gateway", "gateway", ours),
      describeCost("read: bare SELECT", "baseline", baseline),
    ],
    notes: [
      `ids of ${items.length} sessions`,
      describeRounds("gateway", ours),
      describeRounds("bare SELECT", baseline),
    ],
    raw: { gateway: summariseRounds(ours), baseline: summariseRounds(baseline) },
  };
}
