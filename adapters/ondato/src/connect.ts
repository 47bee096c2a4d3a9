import type { Connection, Host } from "@kyc-gateway/adapter-spec/v1";
import { createOndatoApi } from "./api/ondato-api.ts";
import { checkHealth } from "./check-health.ts";
import { createEvidence } from "./evidence.ts";
import type { Flow } from "./flow/flow.schema.ts";
import { readSession } from "./sessions/read-session.ts";
import { relaunchSession } from "./sessions/relaunch-session.ts";
import { startSession } from "./sessions/start-session.ts";
import { resolveHosts } from "./settings/hosts.ts";
import type { Settings } from "./settings/settings.schema.ts";
import { createWebhooks } from "./webhooks/webhooks.ts";

export function connect(settings: Settings, host: Host): Connection<Flow> {
  const api = createOndatoApi(settings, host);
  const pageBase = resolveHosts(settings).page;
  return {
    sessions: {
      start: (request, call) => startSession({ api, host, pageBase }, request, call),
      relaunch: (reference, _request, call) => relaunchSession({ api, pageBase }, reference, call),
      read: (reference, call) => readSession(api, reference, call),
    },
    webhooks: createWebhooks(settings, host),
    evidence: createEvidence(api),
    checkHealth: (call) => checkHealth(api, call),
  };
}
