import type { Stage } from "../machine/stage.ts";
import { startGateway } from "../machine/start-gateway.ts";
import type { BenchOptions } from "../options.ts";
import { computeMedian, computeSpread } from "../statistics/quantile.ts";
import { formatMs, formatShare, type Measured } from "./finding.ts";

const limitMs = 1500;

/** From the start of the process to the first 200 of `/readyz`, with a migrated external database. */
export async function measureStartup(stage: Stage, options: BenchOptions): Promise<Measured> {
  await stage.gateway.stop();
  const startsMs: number[] = [];
  for (let start = 0; start < options.starts; start += 1) {
    const gateway = await startGateway(stage.gatewayOptions);
    startsMs.push(gateway.readyAfterMs);
    await gateway.stop();
  }
  const medianMs = computeMedian(startsMs);
  return {
    findings: [
      {
        what: `start to ready, median of ${startsMs.length}`,
        value: formatMs(medianMs),
        baseline: "",
        comparison: formatMs(medianMs),
        goal: `≤ ${limitMs} ms`,
        isReached: medianMs <= limitMs,
        spread: formatShare(computeSpread(startsMs)),
      },
    ],
    notes: [],
    raw: { startsMs },
  };
}
