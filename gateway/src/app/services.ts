import { registerAccountMetrics } from "../features/account/account-records.metrics.ts";
import { createAccountRecords, type AccountRecords } from "../features/account/account-records.service.ts";
import { createAnalyticsMetrics } from "../features/analytics/analytics.metrics.ts";
import { createAnalytics, type Analytics } from "../features/analytics/analytics.service.ts";
import { createAccessLog, type AccessLog } from "../features/audit/access-log.store.ts";
import type { CurrentConfiguration } from "../features/configuration/current-configuration.ts";
import { registerAccessMetrics } from "../features/access/access.metrics.ts";
import { createKeyUses, type KeyUses } from "../features/access/key-uses.ts";
import { createApiKeyLookup, type ApiKeyLookup } from "../features/access/api-key-lookup.ts";
import { createConsoleSessions, type ConsoleSessions } from "../features/access/console-sessions.service.ts";
import { isKeyStored } from "../features/access/api-key.store.ts";
import { createDeliveryApplier, type DeliveryApplier } from "../features/webhooks/apply-deliveries.job.ts";
import {
  createInbox,
  createIngressPressure,
  createWakeUp,
  type HandOver,
  type Inbox,
  type IngressPressure,
} from "../features/webhooks/receive-delivery.ts";
import { registerConfigurationMetrics } from "../features/configuration/configuration.metrics.ts";
import { createListenerMetrics, type ListenerMetrics } from "../features/configuration/listener.metrics.ts";
import { registerBacklogMetrics } from "../features/webhooks/backlog.metrics.ts";
import { registerPartitionMetrics } from "../platform/database/partitions/partition.metrics.ts";
import { registerReconciliationMetrics } from "../features/sessions/reconciliation.metrics.ts";
import { registerErasureMetrics } from "../features/privacy/erasure/erasure.metrics.ts";
import type { Database } from "../platform/database/database.ts";
import { createInboxAdmin, type InboxAdmin } from "../features/webhooks/inbox-admin.store.ts";
import { createInboxStore, type InboxStore } from "../features/webhooks/inbox.store.ts";
import { createDomain, type Domain } from "./domain.ts";
import { createFoundation, type Foundation, type FoundationOptions } from "./foundation.ts";
import { registerJobQueueMetrics } from "./job-queue.metrics.ts";
import { createReadiness, type Readiness } from "./readiness.ts";

/** The parts of a gateway, wired. Nothing here listens or works yet. */
export interface Services extends Foundation, Domain {
  readonly listenerMetrics: ListenerMetrics;
  readonly keyUses: KeyUses;
  readonly apiKeyLookup: ApiKeyLookup;
  readonly consoleSessions: ConsoleSessions;
  readonly accountRecords: AccountRecords;
  readonly analytics: Analytics;
  readonly inbox: Inbox;
  readonly inboxStore: InboxStore;
  readonly pressure: IngressPressure;
  readonly applier: DeliveryApplier;
  readonly accessLog: AccessLog;
  readonly readiness: Readiness;
  close(): Promise<void>;
}

/** Wires the parts. Asks the database nothing: it may be away. */
export async function createServices(options: FoundationOptions): Promise<Services> {
  const foundation = await createFoundation(options);
  const { metrics, database, health, vault, configuration } = foundation;
  const domain = createDomain(foundation);
  registerStoredMetrics(foundation);
  const accessLog = createAccessLog(database, vault);
  const keyUses = createKeyUses(database.pool, Date.now);
  const delivering = connectInbox({ ...foundation, ...domain });
  return {
    ...foundation,
    ...domain,
    ...delivering,
    listenerMetrics: createListenerMetrics(metrics.registry),
    keyUses,
    apiKeyLookup: connectApiKeyLookup(database, configuration),
    consoleSessions: createConsoleSessions(database),
    accountRecords: createAccountRecords({ database, vault, configuration }),
    analytics: createAnalytics({ database, vault, metrics: createAnalyticsMetrics(metrics.registry) }),
    accessLog,
    readiness: createReadiness(health, configuration),
    close: () => closeInOrder({ ...foundation, ...domain, ...delivering, accessLog, keyUses }),
  };
}

/** Metrics that ask the database. */
function registerStoredMetrics({ metrics: { registry }, database, configuration }: Foundation): void {
  registerBacklogMetrics(registry, database);
  registerPartitionMetrics(registry, database);
  registerAccountMetrics(registry, database);
  registerReconciliationMetrics(registry, { database, configuration });
  registerErasureMetrics(registry, database);
  registerJobQueueMetrics(registry, database);
  registerAccessMetrics(registry, database);
  registerConfigurationMetrics(registry, configuration);
}

/** Between two calls of the processes that apply deliveries: under load one call is for many of them. */
const callPauseMs = 50;

/** The inbox, and what applies it: in this process, or in those that hear of it. */
function connectInbox(
  parts: Pick<
    Services,
    "config" | "log" | "metrics" | "vault" | "database" | "configuration" | "events" | "sessions"
  >,
): Pick<Services, "inbox" | "inboxStore" | "pressure" | "applier"> {
  const { config, metrics, database, vault, sessions } = parts;
  const inboxStore = createInboxStore(database, {
    vault,
    findApplicant: (connectionId, reference) => sessions.findApplicant(connectionId, reference),
  });
  const pressure = createIngressPressure();
  const applier = createDeliveryApplier({ ...parts, pressure });
  const wakeUp = config.roles.includes("worker")
    ? { request: () => applier.wake(), drain: async () => undefined }
    : createWakeUp(() => inboxStore.callAppliers(), callPauseMs);
  const handOver = connectMessages(createInboxAdmin(database, vault), parts);
  const inbox = createInbox({ store: inboxStore, metrics, config, pressure, wakeUp, handOver });
  return { inbox, inboxStore, pressure, applier };
}

/** A message names a session at a provider; its tenant's endpoints get it. */
function connectMessages(
  inboxAdmin: Pick<InboxAdmin, "findSession">,
  { events, log }: Pick<Services, "events" | "log">,
): HandOver {
  return async (connectionId, { sessionReference, message }) => {
    const session = await inboxAdmin.findSession(connectionId, sessionReference);
    if (session === undefined) return { kind: "nobody" };
    const { id: sessionId, tenantId, flow, applicantId } = session;
    const outcome = await events.handOver({ tenantId, sessionId, flow, applicantId, message });
    log.info({ sessionId, outcome: outcome.kind }, "message_handed_over");
    return outcome;
  };
}

function connectApiKeyLookup(database: Database, configuration: CurrentConfiguration): ApiKeyLookup {
  return createApiKeyLookup({
    isStored: (hash) => isKeyStored(database.pool, hash),
    reload: () => configuration.reload(),
    now: () => performance.now(),
  });
}

async function closeInOrder({
  inbox,
  accessLog,
  keyUses,
  events,
  health,
  database,
  calls,
  closeProviders,
}: Pick<
  Services,
  "inbox" | "accessLog" | "keyUses" | "events" | "health" | "database" | "calls" | "closeProviders"
>): Promise<void> {
  health.stop();
  await inbox.drain();
  await accessLog.drain();
  await keyUses.flush();
  await closeProviders();
  await calls.flush();
  await events.close();
  await database.close();
}
