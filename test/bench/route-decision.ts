import { computeSeed, planRoute, type Flow, type RoutingRule } from "@kyc-gateway/core";
import { randomBytes } from "node:crypto";
import { createApiKey, hashApiKey, isApiKey } from "../../gateway/src/features/access/api-key.ts";

/**
 * `node --conditions=@kyc-gateway/source test/bench/route-decision.ts`: what a decision costs in the process, from the
 * key to the ordered connections: checksum and hash of the key, look-up in the configuration, rules, capabilities, breakers.
 * No adapter and no database has a part in it.
 */
const tenantCount = 200;
const rulesPerTenant = 20;
const decisions = 200_000;
const limitMs = 0.1;

const names = ["alpha", "beta", "gamma", "delta"];
const flow: Flow = {
  name: "standard",
  requiredChecks: ["document", "liveness", "face_match"],
  targets: names.map((name) => ({ connectionId: `id-${name}`, connectionName: name, flowSettings: {} })),
};
const rules: readonly RoutingRule[] = Array.from({ length: rulesPerTenant }, (_value, index) => ({
  name: `rule-${index}`,
  // Only the last one holds: every decision looks at all of them.
  when:
    index === rulesPerTenant - 1 ? {} : { countries: ["ARM", "AZE"], metadata: { channel: [`c-${index}`] } },
  targets: names.map((connectionName, position) => ({ connectionName, priority: 1, weight: position + 1 })),
  canary: { connectionName: "delta", percent: 10 },
}));
const capabilities = {
  facets: [],
  checks: ["document", "liveness", "face_match"],
  launches: [],
  webhookSchemes: [],
  erasesSessions: true,
  relaunches: false,
} as const;
const facts = {
  capabilitiesOf: () => capabilities,
  isAccepting: () => true,
  isFailing: (id: string) => id === "id-alpha",
};

const keys = Array.from({ length: tenantCount }, () => createApiKey());
const configuration = new Map(
  keys.map((key, index) => [hashApiKey(key).toString("base64"), { tenantId: `tenant-${index}` }]),
);

function decide(key: string, applicantId: string): number {
  if (!isApiKey(key)) throw new Error("The bench's own key is none.");
  const tenantId = configuration.get(hashApiKey(key).toString("base64"))?.tenantId ?? "";
  const request = { flow: "standard", country: "ARM", metadata: { channel: "web" } };
  return planRoute({ flow, rules, request, seed: computeSeed(tenantId, applicantId) }, facts).candidates
    .length;
}

const durations = new Float64Array(decisions);
const applicants = Array.from({ length: 1000 }, () => randomBytes(12).toString("hex"));
for (let index = -decisions / 10; index < decisions; index += 1) {
  const key = keys[Math.abs(index) % tenantCount] ?? "";
  const applicant = applicants[Math.abs(index) % applicants.length] ?? "";
  const startedAt = performance.now();
  if (decide(key, applicant) !== names.length) throw new Error("A decision lost a candidate.");
  // The first tenth only warms up.
  if (index >= 0) durations[index] = performance.now() - startedAt;
}
durations.sort();
const quantile = (share: number) => (durations[Math.floor(decisions * share)] ?? 0).toFixed(4);
process.stdout.write(
  `route decision, ${decisions} of them, ${tenantCount} tenants with ${rulesPerTenant} rules each:\n` +
    `  p50 ${quantile(0.5)} ms   p99 ${quantile(0.99)} ms   p99.9 ${quantile(0.999)} ms   (limit: p99 ${limitMs} ms)\n`,
);
process.exitCode = Number(quantile(0.99)) <= limitMs ? 0 : 1;
