import {
  createLocalMasterKeys,
  createProvisioning,
  loadAdapters,
  parseConfig,
  startGateway,
  type Adapters,
  type Gateway,
  type GatewayOptions,
  type Provisioning,
} from "@kyc-gateway/gateway";
import {
  startIdentomatSimulator,
  startOndatoSimulator,
  type IdentomatSimulator,
  type IdentomatSimulatorOptions,
  type OndatoSimulator,
} from "@kyc-gateway/simulators";
import { createApiClient, type ApiClient } from "./api-client.ts";
import { captureLog, type LogCapture } from "./log-capture.ts";
import type { TestDatabase } from "./open-test-database.ts";
import { waitFor } from "./wait-for.ts";

/** The master key of every gateway under test. */
const masterKeyText = Buffer.alloc(32, 7).toString("base64");
export const adapterPackages = ["@kyc-gateway/adapter-identomat", "@kyc-gateway/adapter-ondato"] as const;
export const allScopes = [
  "sessions:write",
  "sessions:read",
  "results:read",
  "sessions:erase",
  "events:read",
  "endpoints:read",
  "endpoints:write",
] as const;

/** Two accounts at one provider: each product has its own. */
export const companies = {
  shop: { name: "shop", companyKey: "shop-company-key", callbackApiKey: "shop-callback-key" },
  bank: { name: "bank", companyKey: "bank-company-key", callbackApiKey: "bank-callback-key" },
} as const;

export const ondatoSetupId = "2f2ae2f4-5c07-4d4b-8b3a-3f8d2b8f0e55";
export const ondatoWebhookSecret = "ondato-webhook-secret";

export interface GatewayStart {
  readonly databaseUrl: string;
  /** Environment variables beside those that every test needs. */
  readonly env?: Readonly<Record<string, string>>;
  readonly kvary?: GatewayOptions["kvary"];
  readonly capture?: LogCapture;
  /** Default: the real ones, as they are. */
  readonly adapters?: Adapters | undefined;
}

/** Adapters by package name, as a started gateway loads them, from their sources. */
function loadTestAdapters(): Promise<Adapters> {
  return loadAdapters(
    adapterPackages,
    (packageName) => import(packageName) as Promise<{ default?: unknown }>,
  );
}

/** The environment of a gateway under test. */
export function describeEnvironment({ databaseUrl, env = {} }: GatewayStart): Record<string, string> {
  return {
    NODE_ENV: "test",
    PORT: "0",
    // A busy machine is no reason to refuse a test's requests.
    KYC_MAX_EVENT_LOOP_DELAY_MS: "0",
    // Nobody balances load over a test's gateway.
    KYC_SHUTDOWN_GRACE_MS: "0",
    KYC_TENANT_REQUESTS_PER_SECOND: "0",
    KYC_END_USER_REQUESTS_PER_SECOND: "0",
    DATABASE_URL: databaseUrl,
    KYC_MASTER_KEY: masterKeyText,
    KYC_ADAPTERS: adapterPackages.join(","),
    ...env,
  };
}

/** One more gateway, in this process. It may be started before its database is there. */
export async function startTestGateway(start: GatewayStart): Promise<Gateway> {
  const config = parseConfig(describeEnvironment(start), process.cwd());
  const {
    databaseUrl = "",
    databaseDirectUrl = "",
    masterKey = Buffer.alloc(0),
    previousMasterKeys,
  } = config;
  const { log } = start.capture ?? captureLog();
  return startGateway({
    config,
    log,
    adapters: start.adapters ?? (await loadTestAdapters()),
    kvary: start.kvary,
    database: {
      url: databaseUrl,
      directUrl: databaseDirectUrl,
      masterKeys: createLocalMasterKeys(masterKey, previousMasterKeys),
      isEmbedded: false,
      stop: async () => undefined,
    },
  });
}

export interface HarnessOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly kvary?: (identomatUrl: string) => GatewayOptions["kvary"];
  /** Default: a copy of the run's template. */
  readonly database?: TestDatabase;
  readonly identomat?: IdentomatSimulatorOptions;
  /** Whether to start Ondato too; the flow `both` then tries Identomat first. */
  readonly withOndato?: boolean;
  /** Default: the real ones, as they are. */
  readonly adapters?: Adapters;
  /** Makes the gateway's way to its database. Default: straight. */
  readonly reachDatabase?: (url: string) => Promise<string>;
}

/** A gateway with its database and providers: two products with a flow `standard` each. */
export interface Harness {
  readonly database: TestDatabase;
  readonly gateway: Gateway;
  readonly capture: LogCapture;
  readonly identomat: IdentomatSimulator;
  readonly ondato: OndatoSimulator | undefined;
  readonly provisioning: Provisioning;
  /** The API key of the product `shop`. */
  readonly key: string;
  /** The product `shop`. */
  readonly shop: ApiClient;
  /** The product `bank`. */
  readonly bank: ApiClient;
  /** The provider's id of a session. */
  findReference(sessionId: string): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const database = options.database ?? (await copyDatabase());
  const capture = captureLog();
  const identomat = await startIdentomatSimulator({
    companies: [companies.shop, companies.bank],
    ...options.identomat,
  });
  const databaseUrl = (await options.reachDatabase?.(database.url)) ?? database.url;
  const { env = {}, adapters } = options;
  const kvary = options.kvary?.(identomat.url);
  const gateway = await startTestGateway({ databaseUrl, env, kvary, capture, adapters });
  const ondato = options.withOndato === true ? await startOndato(gateway.url) : undefined;
  const provisioning = putInForce(createProvisioning(gateway.services), () =>
    gateway.services.configuration.reload(),
  );
  const keys = await provision(provisioning, { identomat, ondato });
  for (const name of ["shop", "bank"] as const)
    identomat.control.setCallbackUrl(`${gateway.url}/webhooks/identomat/${name}-identomat`, name);
  const [shop, bank] = [createApiClient(gateway.url, keys.shop), createApiClient(gateway.url, keys.bank)];
  await waitUntilServing(shop);
  await waitUntilServing(bank);
  return {
    database,
    gateway,
    capture,
    identomat,
    ondato,
    provisioning,
    shop,
    bank,
    key: keys.shop,
    findReference: (sessionId) => findReference(database, sessionId),
    async [Symbol.asyncDispose]() {
      await Promise.all([shop.close(), bank.close()]);
      await gateway.stop();
      await Promise.all([identomat.close(), ondato?.close()]);
      await database.drop();
    },
  };
}

/** A change is in force here before its command returns, as one over the admin API is; replicas hear of it. */
function putInForce(provisioning: Provisioning, reload: () => Promise<void>): Provisioning {
  type Command = (...parts: unknown[]) => Promise<unknown>;
  const commands = Object.entries(provisioning).map(([name, command]: [string, Command]) => [
    name,
    async (...parts: unknown[]): Promise<unknown> => {
      const result = await command(...parts);
      await reload();
      return result;
    },
  ]);
  return Object.fromEntries(commands) as Provisioning;
}

/** Imported when needed: outside of vitest there is no template. */
async function copyDatabase(): Promise<TestDatabase> {
  const { createTestDatabase } = await import("./test-database.ts");
  return createTestDatabase();
}

/** A gateway that a change of configuration has reached. */
export async function waitUntilServing(client: ApiClient): Promise<void> {
  await waitFor(async () => (await client.get("/readyz")).status === 200, { timeoutMs: 10_000 });
  await waitFor(async () => (await client.get("/v1/sessions?limit=1")).status === 200);
}

/** The settings of a product's account at the Identomat simulator. */
export function describeAccount(
  name: keyof typeof companies,
  identomat: IdentomatSimulator,
): Record<string, unknown> {
  const { companyKey, callbackApiKey } = companies[name];
  return { companyKey, callbackApiKeys: [callbackApiKey], baseUrl: `${identomat.url}/external-api` };
}

async function provision(
  provisioning: Provisioning,
  { identomat, ondato }: { identomat: IdentomatSimulator; ondato: OndatoSimulator | undefined },
): Promise<Record<"shop" | "bank", string>> {
  const keys = { shop: "", bank: "" };
  for (const tenant of ["shop", "bank"] as const) {
    const connection = `${tenant}-identomat`;
    await provisioning.saveTenant(tenant);
    const settings = describeAccount(tenant, identomat);
    await provisioning.saveConnection({ name: connection, adapter: "identomat", tenant, settings });
    await provisioning.saveFlow({ tenant, name: "standard", targets: [{ connection, settings: {} }] });
    ({ key: keys[tenant] } = await provisioning.createKey({ tenant, name: "test", scopes: allScopes }));
  }
  if (ondato !== undefined) await provisionOndato(provisioning, ondato);
  return keys;
}

async function startOndato(gatewayUrl: string): Promise<OndatoSimulator> {
  return startOndatoSimulator({
    retryTimeFactor: 0.001,
    applications: [
      {
        name: "shop",
        applicationId: "0736cd0c-0000-4000-8000-0000000000a1",
        clientId: "shop-client",
        clientSecret: "shop-client-secret",
        webhookUrl: `${gatewayUrl}/webhooks/ondato/shop-ondato`,
        webhookAuthentication: { kind: "hmac", secret: ondatoWebhookSecret },
      },
    ],
  });
}

async function provisionOndato(provisioning: Provisioning, { url }: OndatoSimulator): Promise<void> {
  const settings = {
    environment: "sandbox",
    hosts: { token: url, idv: url, kyc: url, page: url },
    clientId: "shop-client",
    clientSecret: "shop-client-secret",
    webhook: { scheme: "hmac", secrets: [ondatoWebhookSecret] },
  };
  const target = { connection: "shop-ondato", settings: { setupId: ondatoSetupId } };
  await provisioning.saveConnection({ name: "shop-ondato", adapter: "ondato", tenant: "shop", settings });
  await provisioning.saveFlow({ tenant: "shop", name: "ondato", targets: [target] });
  const targets = [{ connection: "shop-identomat", settings: {} }, target];
  await provisioning.saveFlow({ tenant: "shop", name: "both", targets });
}

async function findReference({ pool }: TestDatabase, sessionId: string): Promise<string> {
  const { rows } = await pool.query<{ provider_reference: string }>(
    "select provider_reference from sessions where id = $1",
    [sessionId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`There is no session ${sessionId}.`);
  return row.provider_reference;
}
