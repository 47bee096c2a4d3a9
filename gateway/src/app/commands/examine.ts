import { openDatabaseSource, type DatabaseSource } from "../database-source.ts";
import { closeFoundation, createFoundation, type Foundation } from "../foundation.ts";
import { startChecks, type Checked } from "../start-checks.ts";
import { describeHold, listHolds } from "../../features/configuration/connection-holds.ts";
import type { ConnectionRuntime } from "../../features/providers/connection-runtime.ts";
import { createModuleImporter, loadAdapters, type Adapters } from "../../features/providers/load-adapters.ts";
import type { Config } from "../../platform/config/config.schema.ts";
import { ConfigurationError, type Environment } from "../../platform/config/parse-config.ts";
import { isMasterKnown } from "../../platform/encryption/check-master.ts";
import { createLog } from "../../platform/observability/log.ts";
import { examineAccount } from "./examine-account.ts";
import { checkAddress } from "./check-address.ts";
import { explainFailure } from "./explain-failure.ts";
import { readStartConfiguration, type StartConfiguration } from "./read-start-configuration.ts";
import { listUnusedProxies } from "./unused-proxy.ts";

/** One thing that was looked at. */
export interface Finding {
  readonly kind: "ok" | "warning" | "problem";
  readonly subject: string;
  readonly advice?: string;
}

const noTenant: Finding = {
  kind: "warning",
  subject: "no tenant yet",
  advice: "Make one: kyc-gateway tenant add <name>",
};

const healthDeadlineMs = 8000;

/** Looks at one thing after the other; what cannot be looked at because of an earlier problem is left out. */
export async function* examine(environment: Environment): AsyncGenerator<Finding> {
  const parsed = yield* examineConfiguration(environment);
  if (parsed === undefined) return;
  const { config } = parsed;
  yield* examineAddresses(config);
  const adapters = yield* examineAdapters(config);
  if (adapters === undefined) return;
  const database = yield* examineDatabase(config);
  if (database === undefined) return;
  try {
    yield* examineStored(parsed, { adapters, database });
  } finally {
    await database.stop();
  }
}

async function* examineConfiguration(
  environment: Environment,
): AsyncGenerator<Finding, StartConfiguration | undefined> {
  const parsed = yield* attempt("configuration", async () => readStartConfiguration(environment));
  if (parsed === undefined) return undefined;
  if (parsed.config.publicUrl === undefined)
    yield {
      kind: "warning",
      subject: "KYC_PUBLIC_URL is not set",
      advice: "Set it to the address that providers post webhooks to.",
    };
  const proxies = listUnusedProxies(environment);
  if (proxies.length > 0)
    yield {
      kind: "warning",
      subject: `${proxies.join(", ")} set, and not used`,
      advice: "The gateway connects to providers and event endpoints directly: give it a direct way out.",
    };
  return parsed;
}

/** Where a gateway runs already, the one that is examined is taken for that. */
async function* examineAddresses(config: Config): AsyncGenerator<Finding> {
  const { host, port, operationsHost, operationsPort } = config;
  const places = [{ host, port }];
  if (operationsPort !== undefined) places.push({ host: operationsHost, port: operationsPort });
  for (const place of places) {
    if (place.port === 0) continue;
    const subject = `address ${place.host}:${place.port}`;
    try {
      const { kind } = await checkAddress(place.host, place.port);
      yield { kind: "ok", subject: kind === "free" ? subject : `${subject}: a gateway runs there` };
    } catch (error) {
      yield { kind: "problem", subject, advice: explainFailure(error).message };
    }
  }
}

async function* examineAdapters(config: Config): AsyncGenerator<Finding, Adapters | undefined> {
  return yield* attempt(`adapters ${config.adapters.join(", ")}`, () =>
    loadAdapters(config.adapters, createModuleImporter(config.adaptersFrom)),
  );
}

async function* examineDatabase(config: Config): AsyncGenerator<Finding, DatabaseSource | undefined> {
  return yield* attempt(
    config.databaseUrl === undefined ? "embedded PostgreSQL in the data folder" : "external PostgreSQL",
    () => openDatabaseSource(config, createLog({ level: "silent" })),
  );
}

/** Gives what was looked at; undefined, and a problem for each issue, when it cannot be had. */
async function* attempt<T>(subject: string, look: () => Promise<T>): AsyncGenerator<Finding, T | undefined> {
  try {
    const seen = await look();
    yield { kind: "ok", subject };
    return seen;
  } catch (error) {
    const advices = error instanceof ConfigurationError ? error.issues : [explainFailure(error).message];
    for (const advice of advices) yield { kind: "problem", subject, advice };
    return undefined;
  }
}

async function* examineStored(
  { config, kvary }: StartConfiguration,
  { adapters, database }: { readonly adapters: Adapters; readonly database: DatabaseSource },
): AsyncGenerator<Finding> {
  const foundation = await createFoundation({
    config,
    log: createLog({ level: "silent" }),
    adapters,
    databaseUrl: database.url,
    masterKeys: database.masterKeys,
  });
  try {
    const mayStart = yield* examineStart({ foundation, kvary, directUrl: database.directUrl });
    if (mayStart) yield* examineConfigured(foundation);
  } finally {
    await closeFoundation(foundation);
  }
}

/** What `start` refuses, in its own words. Gives whether it would start. */
async function* examineStart(checked: Checked): AsyncGenerator<Finding, boolean> {
  for (const { subject, check } of startChecks) {
    const passed = yield* attempt(subject, async () => {
      await check(checked);
      return true;
    });
    if (passed !== true) return false;
  }
  return true;
}

async function* examineConfigured(foundation: Foundation): AsyncGenerator<Finding> {
  // Loading would give a database without a master key the one that is configured, for good.
  if (!(await isMasterKnown(foundation.database.pool))) {
    yield noTenant;
    return;
  }
  await foundation.configuration.reload();
  const { tenants, connections, broken } = foundation.configuration.current;
  if (tenants.size === 0) yield noTenant;
  for (const { name, why } of broken)
    yield { kind: "problem", subject: `connection ${name} cannot be used`, advice: why };
  const holds = await listHolds(foundation.database);
  for (const runtime of connections.values()) {
    const hold = holds.get(runtime.name);
    if (hold === undefined) {
      yield await examineConnection(runtime);
      yield* examineAccount(runtime, foundation.configuration.current);
    } else
      yield {
        kind: "warning",
        subject: `connection ${runtime.name} is ${describeHold(hold)}`,
        advice: `Its provider is not called. To call it again: kyc-gateway connection release ${runtime.name}`,
      };
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
