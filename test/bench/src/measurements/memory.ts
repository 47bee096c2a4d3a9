import { setTimeout as delay } from "node:timers/promises";
import { readMemory } from "../machine/memory.ts";
import type { Stage } from "../machine/stage.ts";
import { startGateway } from "../machine/start-gateway.ts";
import type { BenchOptions } from "../options.ts";
import { countMissing, planCallbacks, waitUntilApplied } from "./deliveries.ts";
import { formatMs, type Finding, type Measured } from "./finding.ts";

/** Above the numbers of every other measurement. */
const firstNumber = 1_000_000_000;
const readyLimitMb = 120;
const stormLimitMb = 160;
/** Within this time after a load the gateway gives back what it does not need any more. */
const givesBackMs = 3000;

/** Resident memory of a fresh gateway after a storm of callbacks, and how long the storm takes to be applied. */
export async function measureMemory(stage: Stage, options: BenchOptions): Promise<Measured> {
  await stage.gateway.stop();
  const gateway = await startGateway(stage.gatewayOptions);
  const atReady = readMemory(gateway.pid);
  const references = stage.sessions.map(({ reference }) => reference);
  const result = await stage.generator.run({
    port: gateway.port,
    connections: options.connections,
    pace: { kind: "count", count: options.memoryCallbacks },
    expectedStatus: 200,
    plan: planCallbacks(references, firstNumber),
  });
  const afterStorm = readMemory(gateway.pid);
  const drainMs = await waitUntilApplied(stage);
  const afterDrain = readMemory(gateway.pid);
  await delay(givesBackMs);
  const afterwards = readMemory(gateway.pid);
  const missing = await countMissing(stage, new Set(result.goodNumbers));
  await gateway.stop();
  const count = result.goodNumbers.length.toLocaleString("en");
  return {
    findings: [
      tellMemory("resident memory at ready", atReady.nowMb, readyLimitMb),
      tellMemory(
        `resident memory ${formatMs(givesBackMs)} after ${count} callbacks were applied, none missing`,
        missing === 0 ? afterwards.nowMb : Infinity,
        stormLimitMb,
      ),
    ],
    notes: [
      `${afterStorm.nowMb.toFixed(0)} MB at the end of the storm, ${afterDrain.nowMb.toFixed(0)} MB once all was applied, ${afterwards.nowMb.toFixed(0)} MB ${formatMs(givesBackMs)} later, ${afterDrain.peakMb.toFixed(0)} MB at the highest; ${missing} missing in the inbox; answers by status ${JSON.stringify(result.byStatus)}`,
      `the storm's backlog (${references.length} sessions) was applied ${formatMs(drainMs)} after its end`,
    ],
    raw: { atReady, afterStorm, afterDrain, afterwards, drainMs, byStatus: result.byStatus, missing },
  };
}

function tellMemory(what: string, mb: number, limitMb: number): Finding {
  const value = `${mb.toFixed(0)} MB`;
  const goal = `≤ ${limitMb} MB`;
  return { what, value, baseline: "", comparison: value, goal, isReached: mb <= limitMb, spread: "" };
}
