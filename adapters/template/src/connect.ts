import type { Connection, Host } from "@kyc-gateway/adapter-spec/v1";
import { createTemplateApi } from "./api/template-api.ts";
import type { Flow } from "./flow/flow.schema.ts";
import { readSession } from "./sessions/read-session.ts";
import { startSession } from "./sessions/start-session.ts";
import type { Settings } from "./settings/settings.schema.ts";
import { receive } from "./webhooks/receive.ts";

// TODO 8: evidence, sessions.erase and checkHealth, where the provider has them; declare them in the manifest.
export function connect(settings: Settings, host: Host): Connection<Flow> {
  const api = createTemplateApi(settings, host);
  return {
    sessions: {
      start: (request, call) => startSession(api, request, call),
      read: (reference, call) => readSession(api, reference, call),
    },
    webhooks: { receive: (delivery) => receive(delivery, settings) },
  };
}
