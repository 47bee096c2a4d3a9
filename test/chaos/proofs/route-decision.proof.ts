import { fileURLToPath } from "node:url";
import { spawnNode } from "../../support/spawn-node.ts";
import type { Finding } from "../report/finding.ts";

const script = fileURLToPath(new URL("../../bench/route-decision.ts", import.meta.url));

/** The bench of the decision, in a process that does nothing else. */
export async function proveRouteDecision(): Promise<readonly Finding[]> {
  const bench = spawnNode({ script });
  const { code } = await bench.waitForExit();
  const seen = /p50.*$/m.exec(bench.output)?.[0] ?? `ended with ${code}`;
  return [{ proof: "a route decision in the process", mustShow: "p99 ≤ 0.1 ms", seen, isShown: code === 0 }];
}
