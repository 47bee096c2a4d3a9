import type { FastifyInstance } from "fastify";
import { setTimeout as delay } from "node:timers/promises";
import { listenForConfiguration } from "../features/configuration/configuration-listener.ts";
import { createProvisioning } from "./provisioning.ts";
import type { KvaryConfig } from "../features/kvary/kvary.config.ts";
import { refuseUnusableKvary } from "../features/kvary/refuse-unusable-kvary.ts";
import { provisionKvary } from "../features/kvary/provision-kvary.ts";
import type { Config } from "../platform/config/config.schema.ts";
import type { DatabaseSource } from "./database-source.ts";
import type { Adapters } from "../features/providers/load-adapters.ts";
import { buildApp, buildOperationsApp } from "./build-app.ts";
import { checkMaster, WrongMasterKeyError } from "../platform/encryption/check-master.ts";
import type { Log } from "../platform/observability/log.ts";
import { refuseOldSchema } from "../platform/database/schema-version.ts";
import { checkTenantRole, RowSecurityError } from "../platform/database/tenancy/check-tenant-role.ts";
import { createServices, type Services } from "./services.ts";
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
  await refuseWhatCannotWork(services, kvary).catch(async (error: unknown) => {
    await services.close();
    throw error;
  });
  const app = await buildApp(services, { kvary });
  const listener = listenForConfiguration({
    databaseUrl: database.directUrl,
    log,
    onEvents: (payload) => services.events.bell.hear(payload),
    onKey: (keyId) => services.vault.applicants.forget(keyId === "" ? undefined : keyId),
    onChange: once(
      async () => {
        if (config.isRowSecurityOn) await checkTenantRole(services.database.pool);
        await services.vault.keys.load();
        if (kvary !== undefined) await provisionKvary(createProvisioning(services), kvary);
      },
      () => services.catalog.reload(),
    ),
  });
  const workers = config.roles.includes("worker") ? startWorkers(services, database.directUrl) : undefined;
  services.events.bell.start();
  const delivery = config.roles.includes("worker") ? services.events.startDelivery() : undefined;
  const url = await app.listen({ host: config.host, port: config.port });
  const operations = await listenForOperations(services);
  log.info({ url, roles: [...config.roles], adapters: [...adapters.keys()] }, "gateway_started");
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

/** Undefined: operators find everything at the gateway's own port. */
async function listenForOperations(services: Services) {
  const { operationsPort: port, operationsHost: host } = services.config;
  if (port === undefined) return undefined;
  const app = await buildOperationsApp(services);
  return { app, url: await app.listen({ host, port }) };
}

async function refuseWhatCannotWork(services: Services, kvary: KvaryConfig | undefined): Promise<void> {
  if (kvary !== undefined) refuseUnusableKvary(services, kvary);
  await refuseOldSchema(services.database);
  await refuseWrongMaster(services);
  await refuseOpenTenants(services);
}

/** Throws `WrongMasterKeyError`. A database that is away is asked again when it is there. */
async function refuseWrongMaster(services: Services): Promise<void> {
  await checkMaster(services.database.pool, services.vault.masters).catch((error: unknown) => {
    if (error instanceof WrongMasterKeyError) throw error;
  });
}

/** Throws `RowSecurityError`. A database that is away is asked again when it is there. */
async function refuseOpenTenants({ config, database, log }: Services): Promise<void> {
  if (!config.isRowSecurityOn) return log.warn("row_security_off");
  await checkTenantRole(database.pool).catch((error: unknown) => {
    if (error instanceof RowSecurityError) throw error;
  });
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
  await Promise.all([app.close(), workers?.stop(), parts.delivery?.stop()]);
  await parts.stopListening();
  await services.close();
  services.log.info("gateway_stopped");
}
