import type { Stage } from "../machine/stage.ts";
import type { BenchOptions } from "../options.ts";
import { countMissing, planCallbacks, waitUntilApplied } from "./deliveries.ts";
import { formatMs, formatRate, type Measured } from "./finding.ts";

/** Above the numbers of the steady rates. */
const firstNumber = 800_000_000;
const atMostMs = 5000;

/** How soon after a storm of callbacks, many for each session, all of it is settled. */
export async function measureStorm(stage: Stage, options: BenchOptions): Promise<Measured> {
  const references = stage.sessions.map(({ reference }) => reference);
  const startedAt = performance.now();
  const result = await stage.generator.run({
    port: stage.gateway.port,
    connections: options.connections,
    pace: { kind: "count", count: options.stormCallbacks },
    expectedStatus: 200,
    plan: planCallbacks(references, firstNumber),
  });
  const perSecond = (options.stormCallbacks * 1000) / (performance.now() - startedAt);
  const settledMs = await waitUntilApplied(stage);
  const missing = await countMissing(stage, new Set(result.goodNumbers));
  const count = options.stormCallbacks.toLocaleString("en");
  return {
    findings: [
      {
        what: `storm of ${count} callbacks for ${references.length} sessions, settled after its end`,
        value: formatMs(settledMs),
        baseline: "",
        comparison: "",
        goal: `≤ ${formatMs(atMostMs)}`,
        isReached: settledMs <= atMostMs && missing === 0,
        spread: "",
      },
    ],
    notes: [
      `storm: taken in at ${formatRate(perSecond)}, ${missing} missing in the inbox; answers by status ${JSON.stringify(result.byStatus)}`,
    ],
    raw: { settledMs, perSecond, missing, byStatus: result.byStatus },
  };
}
