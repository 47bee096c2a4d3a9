import { registerAccountMetrics } from "../features/account/account-records.metrics.ts";
import { createAccountRecords, type AccountRecords } from "../features/account/account-records.service.ts";
import { createAccessLog, type AccessLog } from "../features/audit/access-log.store.ts";
import {
  type CurrentConfiguration,
  createCurrentConfiguration,
} from "../features/configuration/current-configuration.ts";
import { createKeyUses, type KeyUses } from "../features/access/key-uses.ts";
import { createApiKeyLookup, type ApiKeyLookup } from "../features/access/api-key-lookup.ts";
import { isKeyStored } from "../features/access/api-key.store.ts";
import { readCredentials } from "../features/access/read-credentials.ts";
import { loadSnapshot } from "../features/configuration/load-snapshot.ts";
import type { Config } from "../platform/config/config.schema.ts";
import { createEvents, type Events } from "../features/events/events.ts";
import type { AdapterHost } from "../features/providers/adapter-host.ts";
import type { Adapters } from "../features/providers/load-adapters.ts";
import { createDeliveryApplier, type DeliveryApplier } from "../features/webhooks/apply-deliveries.job.ts";
import {
  createInbox,
  createIngressPressure,
  createWakeUp,
  type HandOver,
  type Inbox,
  type IngressPressure,
} from "../features/webhooks/receive-delivery.ts";
import type { MasterKeys } from "../platform/encryption/master-keys.ts";
import { createVault, type Vault } from "../platform/encryption/vault.ts";
import { createListenerMetrics, type ListenerMetrics } from "../features/configuration/listener.metrics.ts";
import { createFailureCounter, registerDatabaseMetrics } from "../platform/database/database.metrics.ts";
import { registerBacklogMetrics } from "../features/webhooks/backlog-metrics.ts";
import type { Log } from "../platform/observability/log.ts";
import { createMetrics, type Metrics } from "../platform/observability/metrics.ts";
import { registerPartitionMetrics } from "../platform/database/partitions/partition-metrics.ts";
import { registerReconciliationMetrics } from "../features/sessions/reconciliation-metrics.ts";
import type { Database } from "../platform/database/database.ts";
import { createDatabaseHealth, type DatabaseHealth } from "../platform/database/database-health.service.ts";
import { createInboxAdmin, type InboxAdmin } from "../features/webhooks/inbox-admin.store.ts";
import { createInboxStore, type InboxStore } from "../features/webhooks/inbox.store.ts";
import { hostAdapters } from "./host-adapters.ts";
import { openPools } from "./open-pools.ts";
import { createReadiness, type Readiness } from "./readiness.ts";
import { countTransition } from "../features/sessions/session.metrics.ts";
import { createProviderPort } from "../features/sessions/provider-port.ts";
import { createEraseAtProvider } from "../features/privacy/erasure/erase-at-provider.ts";
import { registerErasureMetrics } from "../features/privacy/erasure/erasure-metrics.ts";
import { createErasureService, type ErasureService } from "../features/privacy/erasure/erasure-service.ts";
import {
  createSessionService,
  type OnTransition,
  type SessionService,
} from "../features/sessions/session-service.ts";

/** The parts of a gateway, wired. Nothing here listens or works yet. */
export interface Services {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly vault: Vault;
  readonly database: Database;
  readonly health: DatabaseHealth;
  readonly listenerMetrics: ListenerMetrics;
  readonly adapterHost: AdapterHost;
  readonly configuration: CurrentConfiguration;
  readonly keyUses: KeyUses;
  readonly apiKeyLookup: ApiKeyLookup;
  readonly events: Events;
  readonly sessions: SessionService;
  readonly erasures: ErasureService;
  readonly accountRecords: AccountRecords;
  readonly inbox: Inbox;
  readonly inboxStore: InboxStore;
  readonly pressure: IngressPressure;
  readonly applier: DeliveryApplier;
  readonly accessLog: AccessLog;
  readonly readiness: Readiness;
  close(): Promise<void>;
}

/** Wires the parts. Asks the database nothing: it may be away. */
export async function createServices(options: {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly masterKeys: MasterKeys;
  readonly adapters: Adapters;
  readonly log: Log;
}): Promise<Services> {
  const { config, log, adapters } = options;
  const metrics = createMetrics();
  const { database, health } = await openWatchedDatabase(options, metrics);
  const vault = createVault(database.pool, options.masterKeys);
  const adapterHost = hostAdapters({ config, adapters, metrics, log });
  const configuration = connectConfiguration({ database, vault, adapterHost, log });
  registerReconciliationMetrics(metrics.registry, { database, configuration });
  const accessLog = createAccessLog(database, vault);
  const keyUses = createKeyUses(database.pool, Date.now);
  const allowedHosts = config.eventHostsAllowed;
  const events = createEvents({ database, vault, log, metrics, allowedHosts });
  const { sessions, erasures } = createDomain({
    database,
    vault,
    configuration,
    metrics,
    events,
    adapterHost,
  });
  const delivering = connectInbox({ config, log, metrics, vault, database, configuration, events, sessions });
  const { inbox } = delivering;
  return {
    config,
    log,
    metrics,
    vault,
    database,
    health,
    listenerMetrics: createListenerMetrics(metrics.registry),
    adapterHost,
    configuration,
    keyUses,
    apiKeyLookup: connectApiKeyLookup(database, configuration),
    events,
    sessions,
    erasures,
    ...delivering,
    accountRecords: createAccountRecords({ database, vault, configuration }),
    accessLog,
    readiness: createReadiness(health, configuration),
    close: () =>
      closeInOrder({ inbox, accessLog, keyUses, configuration, adapterHost, events, health, database }),
  };
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
  const { config, metrics, database, vault } = parts;
  const inboxStore = createInboxStore(database, vault);
  const pressure = createIngressPressure();
  const applier = createDeliveryApplier({ ...parts, pressure });
  const wakeUp = config.roles.includes("worker")
    ? { request: () => applier.wake(), drain: async () => undefined }
    : createWakeUp(() => inboxStore.callAppliers(), callPauseMs);
  const handOver = connectMessages(createInboxAdmin(database, vault), parts.events);
  const inbox = createInbox({ store: inboxStore, metrics, config, pressure, wakeUp, handOver });
  return { inbox, inboxStore, pressure, applier };
}

/** A message names a session at a provider; its tenant's endpoints get it. */
function connectMessages(
  inboxAdmin: Pick<InboxAdmin, "findSession">,
  events: Pick<Events, "handOver">,
): HandOver {
  return async (connectionId, { sessionReference, message }) => {
    const session = await inboxAdmin.findSession(connectionId, sessionReference);
    if (session === undefined) return { kind: "nobody" };
    const { id: sessionId, tenantId, flow, applicantId } = session;
    return events.handOver({ tenantId, sessionId, flow, applicantId, message });
  };
}

/** Sessions and erasures: both tell of their transitions alike. */
function createDomain({
  database,
  vault,
  configuration,
  metrics,
  events,
  adapterHost,
}: Pick<Services, "database" | "vault" | "configuration" | "metrics" | "events" | "adapterHost">): Pick<
  Services,
  "sessions" | "erasures"
> {
  const onTransition: OnTransition = (transition) => {
    countTransition(metrics, transition);
    events.notifier.ring();
  };
  const sessions = createSessionService({
    database,
    vault,
    configuration,
    metrics,
    providers: createProviderPort(configuration, adapterHost, metrics),
    onTransition,
  });
  const erasures = createErasureService({
    database,
    vault,
    findSession: (sessionId) => sessions.reads.findOfAny(sessionId),
    erase: createEraseAtProvider(configuration),
    onTransition,
  });
  registerErasureMetrics(metrics.registry, database);
  return { sessions, erasures };
}

/** The database, and what is known and told of how it is. */
async function openWatchedDatabase(
  options: Parameters<typeof openPools>[0],
  { registry }: Metrics,
): Promise<Pick<Services, "database" | "health">> {
  const countFailure = createFailureCounter(registry);
  const database = await openPools(options, (failure) => {
    countFailure(failure);
    health.noteFailure(failure);
  });
  const health = createDatabaseHealth(database, options.log);
  registerDatabaseMetrics(registry, { health, pools: database.listPools() });
  registerBacklogMetrics(registry, database);
  registerPartitionMetrics(registry, database);
  registerAccountMetrics(registry, database);
  return { database, health };
}

function connectConfiguration({
  database,
  vault,
  adapterHost,
  log,
}: Pick<Services, "database" | "vault" | "adapterHost" | "log">): CurrentConfiguration {
  const onBroken = tellBroken(log);
  return createCurrentConfiguration((previous) =>
    loadSnapshot({ database, vault, factory: adapterHost, previous, readCredentials, onBroken }),
  );
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
  configuration,
  adapterHost,
  events,
  health,
  database,
}: Pick<
  Services,
  "inbox" | "accessLog" | "keyUses" | "configuration" | "adapterHost" | "events" | "health" | "database"
>): Promise<void> {
  health.stop();
  await inbox.drain();
  await accessLog.drain();
  await keyUses.flush();
  for (const { caller } of configuration.current.connections.values()) caller.close();
  await adapterHost.close();
  await events.close();
  await database.close();
}

function tellBroken(log: Log): (name: string, why: string) => void {
  return (name, why) => log.error({ connection: name, reason: why }, "connection_unusable");
}
