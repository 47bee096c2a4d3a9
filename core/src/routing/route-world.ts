import type { Capabilities, CheckKind } from "@kyc-gateway/adapter-spec/v1";
import type { Flow } from "./flow.ts";
import type { RouteFacts } from "./plan-route.ts";

/** For tests: connections, in the order of the flow. */
export const names = ["alpha", "beta", "gamma", "delta"] as const;
/** What each of their providers can check. */
export const checks = ["document", "liveness", "video_call"] as const satisfies readonly CheckKind[];

/** A flow through all of them. */
export function createFlow(...requiredChecks: CheckKind[]): Flow {
  const targets = names.map((name) => ({
    connectionId: `id-${name}`,
    connectionName: name,
    flowSettings: {},
  }));
  return { name: "standard", requiredChecks, targets };
}

export const able: Capabilities = {
  facets: [],
  checks,
  launches: ["url"],
  webhookSchemes: [],
  erasesSessions: true,
  relaunches: false,
};

/** Each can, accepts and works. */
export const allAble: RouteFacts = {
  capabilitiesOf: () => able,
  isAccepting: () => true,
  isFailing: () => false,
};
