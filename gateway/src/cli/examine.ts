import { parseKvaryConfig } from "../features/kvary/kvary.config.ts";
import type { Config } from "../platform/config/config.schema.ts";
import { readEnvironment } from "../platform/config/environment.ts";
import { ConfigurationError, parseConfig } from "../platform/config/parse-config.ts";
import { openDatabaseSource, type DatabaseSource } from "../app/database-source.ts";
import type { ConnectionRuntime } from "../features/providers/connection-runtime.ts";
import { createModuleImporter, loadAdapters, type Adapters } from "../features/providers/load-adapters.ts";
import { createLog } from "../platform/observability/log.ts";
import { listPendingMigrations } from "../platform/database/migrate.ts";
import { createServices } from "../app/services.ts";

/** One thing that was looked at. */
export interface Finding {
  readonly kind: "ok" | "warning" | "problem";
  readonly subject: string;
  readonly advice?: string;
}

const healthDeadlineMs = 8000;

/** Looks at one thing after the other; what cannot be looked at because of an earlier problem is left out. */
export async function* examine(): AsyncGenerator<Finding> {
  const environment = readEnvironment();
  const config = yield* examineConfiguration(() => {
    const parsed = parseConfig(environment, process.cwd());
    parseKvaryConfig(environment, parsed.isProduction);
    return parsed;
  });
  if (config === undefined) return;
  const adapters = yield* examineAdapters(config);
  if (adapters === undefined) return;
  const database = yield* examineDatabase(config);
  if (database === undefined) return;
  try {
    yield* examineStored(config, adapters, database);
  } finally {
    await database.stop();
  }
}

async function* examineConfiguration(parse: () => Config): AsyncGenerator<Finding, Config | undefined> {
  try {
    const config = parse();
    yield { kind: "ok", subject: "configuration" };
    if (config.publicUrl === undefined)
      yield {
        kind: "warning",
        subject: "KYC_PUBLIC_URL is not set",
        advice: "Set it to the address that providers post webhooks to.",
      };
    return config;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    for (const mistake of error.mistakes)
      yield { kind: "problem", subject: "configuration", advice: mistake };
    return undefined;
  }
}

async function* examineAdapters(config: Config): AsyncGenerator<Finding, Adapters | undefined> {
  try {
    const adapters = await loadAdapters(config.adapters, createModuleImporter(config.adaptersFrom));
    yield { kind: "ok", subject: `adapters: ${[...adapters.keys()].join(", ")}` };
    return adapters;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    for (const mistake of error.mistakes) yield { kind: "problem", subject: "adapters", advice: mistake };
    return undefined;
  }
}

async function* examineDatabase(config: Config): AsyncGenerator<Finding, DatabaseSource | undefined> {
  try {
    const database = await openDatabaseSource(config, createLog({ level: "silent" }));
    const pending = await listPendingMigrations(database.directUrl).catch(async (error: unknown) => {
      await database.stop();
      throw error;
    });
    yield {
      kind: "ok",
      subject: `database: ${database.isEmbedded ? "own PostgreSQL in the data folder" : "external PostgreSQL"}`,
    };
    if (pending.length === 0) yield { kind: "ok", subject: "migrations" };
    else
      yield {
        kind: "problem",
        subject: `migrations: ${pending.join(", ")} not applied`,
        advice: "Run: kyc-gateway migrate",
      };
    if (pending.length === 0) return database;
    await database.stop();
  } catch (error) {
    const advice =
      error instanceof ConfigurationError
        ? error.mistakes.join("; ")
        : "PostgreSQL does not answer: check DATABASE_URL, the server, and the way to it.";
    yield { kind: "problem", subject: "database", advice };
  }
  return undefined;
}

async function* examineStored(
  config: Config,
  adapters: Adapters,
  database: DatabaseSource,
): AsyncGenerator<Finding> {
  const log = createLog({ level: "silent" });
  const services = await createServices({
    config,
    log,
    adapters,
    databaseUrl: database.url,
    masterKeys: database.masterKeys,
  });
  try {
    await services.catalog.reload();
    const { tenants, connections, broken } = services.catalog.current;
    if (tenants.size === 0)
      yield { kind: "warning", subject: "no tenant yet", advice: "Make one: kyc-gateway tenant add <name>" };
    for (const { name, why } of broken)
      yield { kind: "problem", subject: `connection ${name} cannot be used`, advice: why };
    for (const runtime of connections.values()) yield await examineConnection(runtime);
  } finally {
    await services.close();
  }
}

async function examineConnection({
  name,
  connection,
  caller,
  isRetired,
}: ConnectionRuntime): Promise<Finding> {
  const subject = `connection ${name}${isRetired ? " (retired)" : ""}`;
  if (connection.checkHealth === undefined)
    return { kind: "warning", subject, advice: "Its adapter cannot check an account without using it." };
  const outcome = await caller.call({
    operation: "check_health",
    tenantId: "doctor",
    deadlineAt: Date.now() + healthDeadlineMs,
    idempotencyKey: "doctor",
    isRepeatable: true,
    work: async (call) => connection.checkHealth?.(call),
  });
  if (outcome.kind === "ok")
    return { kind: "ok", subject: `${subject}: the provider answers and accepts the credentials` };
  return {
    kind: "problem",
    subject: `${subject}: ${outcome.failure.code}`,
    advice: adviseConnection(outcome.failure.code),
  };
}

function adviseConnection(code: string): string {
  if (code === "credentials_rejected")
    return "The provider refused the credentials: check them, and save the connection again.";
  if (code === "timeout" || code === "unavailable")
    return "The provider cannot be reached from here: check its base URL, DNS, and the way out.";
  return "Look at the connection's settings and at the provider's own status page.";
}
