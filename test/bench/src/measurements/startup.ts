import { execFileSync } from "node:child_process";
import type { Stage } from "../machine/stage.ts";
import { startGateway } from "../machine/start-gateway.ts";
import type { BenchOptions } from "../options.ts";
import { computeMedian, computeSpread } from "../statistics/quantile.ts";
import { formatMs, formatShare, type Measured } from "./finding.ts";

const limitMs = 900;
const limitTimes = 12;

/** From the start of the process to the first 200 of `/readyz`, with a migrated external database, beside Node that does nothing. */
export async function measureStartup(stage: Stage, options: BenchOptions): Promise<Measured> {
  await stage.gateway.stop();
  const startsMs: number[] = [];
  const bareMs: number[] = [];
  for (let start = 0; start < options.starts; start += 1) {
    const gateway = await startGateway(stage.gatewayOptions);
    startsMs.push(gateway.readyAfterMs);
    await gateway.stop();
    bareMs.push(startNode());
  }
  const [medianMs, bareMedianMs] = [computeMedian(startsMs), computeMedian(bareMs)];
  const times = medianMs / bareMedianMs;
  return {
    findings: [
      {
        what: `start to ready, median of ${startsMs.length}`,
        value: formatMs(medianMs),
        baseline: formatMs(bareMedianMs),
        comparison: `${times.toFixed(1)} ×`,
        goal: `≤ ${limitMs} ms or ≤ ${limitTimes} ×`,
        isReached: medianMs <= limitMs || times <= limitTimes,
        spread: formatShare(computeSpread(startsMs)),
      },
    ],
    notes: [],
    raw: { startsMs, bareMs },
  };
}

function startNode(): number {
  const startedAt = performance.now();
  execFileSync(process.execPath, ["-e", "0"]);
  return performance.now() - startedAt;
}
