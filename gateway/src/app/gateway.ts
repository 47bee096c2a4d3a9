import type { FastifyInstance } from "fastify";
import { setTimeout as delay } from "node:timers/promises";
import {
  listenForConfiguration,
  type ConfigurationListener,
} from "../features/configuration/configuration-listener.ts";
import { createProvisioning } from "./provisioning.ts";
import type { KvaryConfig } from "../features/kvary/kvary.config.ts";
import { provisionKvary } from "../features/kvary/provision-kvary.ts";
import type { Config } from "../platform/config/config.schema.ts";
import type { DatabaseSource } from "./database-source.ts";
import type { Adapters } from "../features/providers/load-adapters.ts";
import { buildApp, buildOperationsApp } from "./build-app.ts";
import { readVersion } from "../platform/observability/version.ts";
import type { Log } from "../platform/observability/log.ts";
import { checkTenantRole } from "../platform/database/tenancy/check-tenant-role.store.ts";
import { createServices, type Services } from "./services.ts";
import { refuseWhatCannotWork } from "./start-checks.ts";
import { startWorkers, type Workers } from "./run-workers.ts";

/** A gateway that runs: HTTP, workers, or both. */
export interface Gateway {
  readonly services: Services;
  readonly app: FastifyInstance;
  /** Where it listens, `http://host:port`. */
  readonly url: string;
  /** Where `/metrics` is. */
  readonly operationsUrl: string;
  /** Phased: not ready → no new connections → requests and jobs end → database closed. Safe to call twice. */
  stop(): Promise<void>;
}

export interface GatewayOptions {
  readonly config: Config;
  readonly database: DatabaseSource;
  readonly adapters: Adapters;
  readonly log: Log;
  readonly kvary?: KvaryConfig | undefined;
  /** Called when everything is loaded, before the first request can come. */
  readonly onLoaded?: (() => void) | undefined;
}

/**
 * Starts everything that the configuration's roles name. A database that is away is waited for, not fatal; one with a
 * schema older than this version needs is.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { config, database, log, adapters, kvary } = options;
  const services = await createServices({
    config,
    log,
    adapters,
    databaseUrl: database.url,
    masterKeys: database.masterKeys,
  });
  await closeOnFailure(services, () => refuseUnusable(services, { kvary, directUrl: database.directUrl }));
  const app = await buildApp(services, { kvary });
  const isWorker = config.roles.includes("worker");
  const listener = listenForConfiguration({
    address: { url: database.directUrl, passwordFile: config.databasePasswordFile },
    log,
    metrics: services.listenerMetrics,
    onEvents: (payload) => services.events.notifier.onRemoteEvent(payload),
    onDeliveries: () => isWorker && services.applier.wake(),
    onKey: (keyId) => services.vault.applicants.forget(keyId),
    onChange: once(
      async () => {
        if (config.isRowSecurityOn) await checkTenantRole(services.database.pool);
        await services.vault.keys.load();
        if (kvary !== undefined) await provisionKvary(createProvisioning(services), kvary);
      },
      () => services.configuration.reload(),
    ),
  });
  const { url, operations } = await closeOnFailure(services, () =>
    listen(services, { app, listener, onLoaded: options.onLoaded }),
  );
  const workers = isWorker ? startWorkers(services, database.directUrl) : undefined;
  services.health.start();
  services.events.notifier.start();
  const delivery = isWorker ? services.events.startDispatch() : undefined;
  if (isWorker) services.applier.start();
  log.info(
    { ...readVersion(), url, roles: [...config.roles], adapters: [...adapters.keys()] },
    "gateway_started",
  );
  let stopping: Promise<void> | undefined;
  return {
    services,
    app,
    url,
    operationsUrl: operations?.url ?? url,
    stop: () =>
      (stopping ??= stopInPhases({
        services,
        app,
        workers,
        delivery,
        stopListening: async () => {
          await Promise.all([listener.stop(), operations?.app.close()]);
        },
      })),
  };
}

async function closeOnFailure<T>(services: Services, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await services.close();
    throw error;
  }
}

async function refuseUnusable(
  services: Services,
  { kvary, directUrl }: { readonly kvary: KvaryConfig | undefined; readonly directUrl: string },
): Promise<void> {
  if (!services.config.isRowSecurityOn) services.log.warn("row_security_off");
  await refuseWhatCannotWork({ foundation: services, kvary, directUrl });
}

/** A database that does not answer is waited for this long, before probes are to see a process that lives. */
const listenAnywayAfterMs = 3000;

/**
 * Before any work is begun: a port that is taken ends the start. Not before requests can be answered: a proxy that asks no
 * health check takes an open port for a replica that serves.
 */
async function listen(
  services: Services,
  {
    app,
    listener,
    onLoaded,
  }: {
    readonly app: FastifyInstance;
    readonly listener: ConfigurationListener;
    readonly onLoaded: GatewayOptions["onLoaded"];
  },
) {
  try {
    const { host, port } = services.config;
    await Promise.race([listener.firstTry, delay(listenAnywayAfterMs, undefined, { ref: false })]);
    await app.ready();
    onLoaded?.();
    const url = await app.listen({ host, port });
    return { url, operations: await listenForOperations(services) };
  } catch (error) {
    await Promise.all([app.close(), listener.stop()]);
    throw error;
  }
}

/** Undefined: operators find everything at the gateway's own port. */
async function listenForOperations(services: Services) {
  const { operationsPort: port, operationsHost: host } = services.config;
  if (port === undefined) return undefined;
  const app = await buildOperationsApp(services);
  return { app, url: await app.listen({ host, port }) };
}

/** Runs `first` until it succeeds, never twice at a time although it may itself cause a call, and `then` every time. */
function once(first: () => Promise<void>, then: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return async () => {
    running ??= first();
    await running.catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    await then();
  };
}

async function stopInPhases(parts: {
  services: Services;
  app: FastifyInstance;
  workers: Workers | undefined;
  delivery: { stop(): Promise<void> } | undefined;
  stopListening: () => Promise<void>;
}): Promise<void> {
  const { services, app, workers } = parts;
  services.log.info("gateway_stopping");
  services.readiness.startDraining();
  await delay(services.config.shutdownGraceMs);
  await Promise.all([app.close(), workers?.stop(), parts.delivery?.stop(), services.applier.stop()]);
  await parts.stopListening();
  await services.close();
  services.log.info("gateway_stopped");
}
