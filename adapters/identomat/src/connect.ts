import type { Connection, Host } from "@kyc-gateway/adapter-spec/v1";
import { createClient } from "./client/client.ts";
import { listArchivedItems } from "./evidence/archived-items.ts";
import { isFinished, listEvidence } from "./evidence/list-evidence.ts";
import { openEvidence } from "./evidence/open-evidence.ts";
import { createActivities } from "./facets/activity.ts";
import { createBlocklist } from "./facets/blocklist.ts";
import { createCalls } from "./facets/calls.ts";
import { createConfigurations } from "./facets/configurations.ts";
import { createDocuments } from "./facets/documents.ts";
import { createFaces } from "./facets/faces.ts";
import { createOperators } from "./facets/operators.ts";
import { createPrintedReports } from "./facets/printed-report.ts";
import { createScreening } from "./facets/screening.ts";
import type { Flow } from "./flow/flow.schema.ts";
import { toReport } from "./report/report.ts";
import { checkHealth } from "./session/check-health.ts";
import { eraseSession } from "./session/erase.ts";
import { fetchResult } from "./session/fetch-result.ts";
import { readStartedMedia } from "./session/started-media.ts";
import { startSession } from "./session/start.ts";
import { resolveEndpoints } from "./settings/endpoints.ts";
import type { Settings } from "./settings/settings.schema.ts";
import { receiveCallback, rereadCallback } from "./webhook/receive.ts";

export function connect(settings: Settings, host: Host): Connection<Flow> {
  const client = createClient(settings, host);
  const { widgetPage } = resolveEndpoints(settings);
  const context = { client, settings, widgetPage, now: () => host.now() };
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
      list: async (reference, call) => {
        const body = await fetchResult(client, reference, call);
        const items = listEvidence(body, readStartedMedia(reference));
        return isFinished(body) && items.length > 0
          ? [...items, ...(await listArchivedItems({ client, host, call }, reference))]
          : items;
      },
      open: (reference, itemId, call) => openEvidence({ client, host, call }, reference, itemId),
    },
    reports: createPrintedReports({ client, host }),
    activity: createActivities({ client, host }),
    screening: createScreening({ client, host }),
    blocklist: createBlocklist({ client, host }),
    documents: createDocuments({ client, host }),
    faces: createFaces({ client, host }),
    configurations: createConfigurations({ client, host }),
    calls: createCalls({ client, host }),
    operators: createOperators({ client, host }),
    checkHealth: (call) => checkHealth(client, call),
  };
}
