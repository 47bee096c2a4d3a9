import type { Stage } from "../machine/stage.ts";
import { planCreation } from "../machine/stage.ts";
import type { BenchOptions } from "../options.ts";
import { computeQuantile } from "../statistics/quantile.ts";
import { planCallbacks, waitUntilApplied } from "./deliveries.ts";
import { formatMs, type Measured } from "./finding.ts";

const ratePerSecond = 200;
/** Above the numbers of the rounds, below those of the storm. */
const firstNumber = 500_000_000;

/** How long after its receipt a callback is applied, at a moderate rate: every one brings a decision. */
export async function measureLag(stage: Stage, options: BenchOptions): Promise<Measured> {
  const durationMs = options.isQuick ? 1000 : 10_000;
  const references = await createApproved(stage, (ratePerSecond * durationMs) / 1000);
  const result = await stage.generator.run({
    port: stage.gateway.port,
    connections: options.connections,
    pace: { kind: "open", ratePerSecond, warmUpMs: 0, durationMs },
    expectedStatus: 200,
    plan: planCallbacks(references, firstNumber),
  });
  await waitUntilApplied(stage);
  const { rows } = await stage.postgres.pool.query<{ lag: number; status: string }>(
    `select extract(epoch from d.settled_at - d.received_at)::float8 * 1000 as lag, s.status
     from deliveries d join sessions s on s.id = d.session_id where s.provider_reference = any ($1)`,
    [references],
  );
  const lags = rows.map(({ lag }) => lag);
  const approved = rows.filter(({ status }) => status === "APPROVED").length;
  const [p50, p99] = [computeQuantile(lags, 0.5), computeQuantile(lags, 0.99)];
  return {
    findings: [
      {
        what: `callback applied, at ${ratePerSecond}/s`,
        value: `p50 ${formatMs(p50)}, p99 ${formatMs(p99)}`,
        baseline: "",
        comparison: "",
        goal: "told only",
        isReached: undefined,
        spread: "",
      },
    ],
    notes: [
      `${rows.length} callbacks, ${approved} of them made a session APPROVED; the callback itself was answered after p50 ${formatMs(computeQuantile(result.latenciesMs, 0.5))}, p99 ${formatMs(computeQuantile(result.latenciesMs, 0.99))}`,
    ],
    raw: { p50, p99, approved, count: rows.length },
  };
}

/** Sessions that the provider has approved, and we do not know it yet. */
async function createApproved(stage: Stage, count: number): Promise<readonly string[]> {
  const series = `lag-${Date.now()}`;
  await stage.generator.run({
    port: stage.gateway.port,
    connections: 16,
    pace: { kind: "count", count },
    expectedStatus: 201,
    plan: planCreation(stage.apiKey, series),
  });
  const { rows } = await stage.postgres.pool.query<{ reference: string }>(
    `select s.provider_reference as reference from sessions s join idempotency_keys k on k.session_id = s.id
     where k.key like $1 || '-%'`,
    [series],
  );
  const references = rows.map(({ reference }) => reference);
  const { byStatus } = await stage.generator.run({
    port: stage.simulator.port,
    connections: 8,
    pace: { kind: "count", count: references.length },
    expectedStatus: 200,
    plan: {
      method: "POST",
      path: "/_control/sessions/{item}/act",
      body: '{"act":"approve"}',
      items: references,
    },
  });
  if (byStatus[200] !== count) throw new Error(`Not all were approved: ${JSON.stringify(byStatus)}`);
  return references;
}
