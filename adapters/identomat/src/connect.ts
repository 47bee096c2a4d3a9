import type { Connection, Host } from "@kyc-gateway/adapter-spec/v1";
import { createClient } from "./client/client.ts";
import { listEvidence } from "./evidence/list-evidence.ts";
import { openEvidence } from "./evidence/open-evidence.ts";
import type { Flow } from "./flow/flow.schema.ts";
import { toReport } from "./report/report.ts";
import { checkHealth } from "./session/check-health.ts";
import { eraseSession } from "./session/erase.ts";
import { fetchResult } from "./session/fetch-result.ts";
import { readStartedMedia } from "./session/started-media.ts";
import { startSession } from "./session/start.ts";
import type { Settings } from "./settings/settings.schema.ts";
import { receiveCallback, rereadCallback } from "./webhook/receive.ts";

export function connect(settings: Settings, host: Host): Connection<Flow> {
  const client = createClient(settings, host);
  const context = { client, settings, now: () => host.now() };
  return {
    sessions: {
      start: (request, call) => startSession(context, request, call),
      read: async (reference, call) =>
        toReport(await fetchResult(client, reference, call), settings, readStartedMedia(reference)),
      erase: (reference, call) => eraseSession(client, reference, call),
    },
    webhooks: {
      receive: (delivery) => receiveCallback(delivery, settings),
      reread: (storedBody) => rereadCallback(storedBody, settings),
    },
    evidence: {
      list: async (reference, call) =>
        listEvidence(await fetchResult(client, reference, call), settings, readStartedMedia(reference)),
      open: (reference, itemId, call) => openEvidence({ client, host, call }, reference, itemId),
    },
    checkHealth: (call) => checkHealth(client, call),
  };
}
