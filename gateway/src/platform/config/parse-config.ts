import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { delimiter, join } from "node:path";
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { describeAllowed, type DescribableSchema } from "../validation/describe-allowed.ts";
import { readConsoleOidc } from "./console-oidc.ts";
import { addSchema } from "./database-address.ts";
import { readMasterKeys } from "./read-master-keys.ts";
import { ConfigSchema, type Config, type ConfigVariables } from "./config.schema.ts";

/** Environment variables, as the process got them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Thrown at start: names every issue, so that one look mends them all. */
export class ConfigurationError extends Error {
  readonly issues: readonly string[];

  constructor(issues: readonly string[]) {
    super(
      `The configuration has ${issues.length} issue${issues.length === 1 ? "" : "s"}:\n${issues.map((issue) => `  - ${issue}`).join("\n")}`,
    );
    this.name = "ConfigurationError";
    this.issues = issues;
  }
}

/** What is wrong with a variable: its meaning and everything that it may be, without its value. */
export function explainVariable(name: string, schema: DescribableSchema): string {
  const meaning = schema.description === undefined ? "" : ` (${schema.description})`;
  return `${name} is not usable: it must be ${describeAllowed(schema)}${meaning}.`;
}

export interface ParseOptions {
  /** Whether what is stored will be opened or sealed. Default: it will. */
  readonly isMasterKeyNeeded?: boolean;
}

/** Parses the gateway's own variables; others are left alone. Values never appear in messages. Throws `ConfigurationError`. */
export function parseConfig(
  environment: Environment,
  workingFolder: string,
  { isMasterKeyNeeded = true }: ParseOptions = {},
): Config {
  const variables = pickVariables(environment);
  const issues = findIssues(variables);
  const masterKeys = readMasterKeys(variables as ConfigVariables, issues);
  const consoleOidc = readConsoleOidc(variables as ConfigVariables, issues);
  const adaptersFrom = listFolders(variables as ConfigVariables, workingFolder);
  const adapters = listAdapters(variables as ConfigVariables, adaptersFrom);
  if (adapters.length === 0) {
    issues.push(
      `KYC_ADAPTERS is missing, and package.json in ${adaptersFrom.join(" and in ")} has no "kycGateway": {"adapters": ["<package name>"]}.`,
    );
  }
  if (variables["KYC_DATABASE_SCHEMA"] !== undefined && variables["DATABASE_DIRECT_URL"] !== undefined)
    issues.push(schemaBehindProxy);
  if (variables["KYC_CONSOLE"] === "operations" && variables["KYC_OPERATIONS_PORT"] === undefined)
    issues.push(consoleWithoutPort);
  if (isMasterKeyNeeded && lacksMasterKey(variables)) issues.push(masterKeyMissing);
  if (issues.length > 0) throw new ConfigurationError(issues);
  return buildConfig(variables as ConfigVariables, { ...masterKeys, consoleOidc, adaptersFrom, adapters });
}

/** The own PostgreSQL brings a key of its own. */
function lacksMasterKey(variables: Record<string, unknown>): boolean {
  const { DATABASE_URL: url, KYC_MASTER_KEY: key, KYC_MASTER_KEY_FILE: file } = variables;
  return url !== undefined && key === undefined && file === undefined;
}

const schemaBehindProxy =
  "KYC_DATABASE_SCHEMA and DATABASE_DIRECT_URL are both set, and a pooling proxy does not pass the schema on. Remove KYC_DATABASE_SCHEMA, and give the database user the schema instead: ALTER ROLE <user> SET search_path = <schema>;";

const consoleWithoutPort =
  "KYC_CONSOLE is operations, and KYC_OPERATIONS_PORT is not set. Set KYC_OPERATIONS_PORT, or KYC_CONSOLE to public or off.";

export const masterKeyMissing =
  "KYC_MASTER_KEY (or KYC_MASTER_KEY_FILE) is missing; with DATABASE_URL it is needed. Make one with: openssl rand -base64 32.";

/** A pooling proxy in transaction mode knows the names of statements only where it was told to. */
function arePrepared({ DATABASE_STATEMENTS: chosen, DATABASE_LIMITS: limits }: ConfigVariables): boolean {
  return chosen === undefined ? limits === "startup" : chosen === "prepared";
}

function pickVariables(environment: Environment): Record<string, unknown> {
  const set = Object.entries(ConfigSchema.properties).flatMap(([name, { type }]) => {
    const text = environment[name] ?? "";
    return text === "" ? [] : [[name, type === "integer" ? readInteger(text) : text]];
  });
  return Value.Default(ConfigSchema, Object.fromEntries(set)) as Record<string, unknown>;
}

/** What is no whole number stays text, and is refused: half a port is none. */
function readInteger(text: string): number | string {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

function findIssues(variables: Record<string, unknown>): string[] {
  const wrong = new Set([...Value.Errors(ConfigSchema, variables)].map(({ path }) => path.slice(1)));
  const issues = [...wrong].map((name) => {
    const schema = ConfigSchema.properties[name as keyof ConfigVariables];
    return explainVariable(name, schema);
  });
  issues.push(...findBrokenUrls(variables, wrong));
  const { KYC_TRUST_PROXY: proxies } = variables as Partial<ConfigVariables>;
  if (!wrong.has("KYC_TRUST_PROXY") && proxies !== undefined && proxies !== "false")
    issues.push(
      ...proxies
        .split(",")
        .filter((proxy) => !isNetwork(proxy))
        .map(
          () =>
            "KYC_TRUST_PROXY has an entry that is no address and no network (10.0.0.1, 10.0.0.0/8, fd00::/8), or is all the world.",
        ),
    );
  return issues;
}

/** What begins like an address of PostgreSQL and cannot be read as one, mostly for a password that is not encoded. */
function findBrokenUrls(variables: Record<string, unknown>, wrong: ReadonlySet<string>): string[] {
  return ["DATABASE_URL", "DATABASE_DIRECT_URL"]
    .filter((name) => !wrong.has(name) && variables[name] !== undefined)
    .filter((name) => !URL.canParse(String(variables[name])))
    .map(
      (name) =>
        `${name} is no URL. Give it as postgres://user:password@host:5432/database, special characters percent-encoded.`,
    );
}

/** An address, or a network in CIDR notation. All the world is none: anybody could then name an address. */
function isNetwork(text: string): boolean {
  const [address = "", prefix, more] = text.split("/");
  const family = isIP(address);
  if (family === 0 || more !== undefined) return false;
  return (
    prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
  );
}

/** What a deployment's package.json says about us. */
const DeploymentPackage = Type.Object({ kycGateway: Type.Object({ adapters: Type.Array(Type.String()) }) });

function listFolders(
  { KYC_ADAPTERS_FROM: folders }: ConfigVariables,
  workingFolder: string,
): readonly string[] {
  const named = folders?.split(delimiter).filter((folder) => folder !== "") ?? [];
  return named.length === 0 ? [workingFolder] : named;
}

/** Those of every folder: a team's own adapter stands beside the built-in ones. */
function listAdapters(
  { KYC_ADAPTERS: named }: ConfigVariables,
  folders: readonly string[],
): readonly string[] {
  if (named !== undefined) return named.split(",");
  return [...new Set(folders.flatMap(listAdaptersOf))];
}

function listAdaptersOf(folder: string): readonly string[] {
  try {
    const description: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return Value.Check(DeploymentPackage, description) ? description.kycGateway.adapters : [];
  } catch {
    return [];
  }
}

function buildConfig(
  variables: ConfigVariables,
  derived: Pick<Config, "masterKey" | "previousMasterKeys" | "consoleOidc" | "adapters" | "adaptersFrom">,
): Config {
  return {
    isProduction: variables.NODE_ENV === "production",
    host: variables.HOST,
    port: variables.PORT,
    operationsPort: variables.KYC_OPERATIONS_PORT,
    operationsHost: variables.KYC_OPERATIONS_HOST ?? variables.HOST,
    console: variables.KYC_CONSOLE,
    roles: variables.KYC_ROLES.split(",") as Config["roles"],
    databaseUrl: addSchema(variables.DATABASE_URL, variables.KYC_DATABASE_SCHEMA),
    databaseDirectUrl: addSchema(
      variables.DATABASE_DIRECT_URL ?? variables.DATABASE_URL,
      variables.KYC_DATABASE_SCHEMA,
    ),
    databasePasswordFile: variables.DATABASE_PASSWORD_FILE,
    databaseLimitsFrom: variables.DATABASE_LIMITS,
    areStatementsPrepared: arePrepared(variables),
    databasePoolSize: variables.DATABASE_POOL_SIZE,
    databaseIngestPoolSize: variables.DATABASE_INGEST_POOL_SIZE,
    databaseJobPoolSize: variables.DATABASE_JOB_POOL_SIZE,
    dataFolder: variables.KYC_DATA_FOLDER,
    ...derived,
    publicUrl: variables.KYC_PUBLIC_URL,
    trustProxy: variables.KYC_TRUST_PROXY === "false" ? false : variables.KYC_TRUST_PROXY.split(","),
    eventHostsAllowed: variables.KYC_EVENT_HOSTS_ALLOWED?.toLowerCase().split(",") ?? [],
    bodyLimitBytes: variables.KYC_BODY_LIMIT_BYTES,
    webhookBodyLimitBytes: variables.KYC_WEBHOOK_BODY_LIMIT_BYTES,
    requestDeadlineMs: variables.KYC_REQUEST_DEADLINE_MS,
    providerAttemptMs: variables.KYC_PROVIDER_ATTEMPT_MS,
    tenantRequestsPerSecond: variables.KYC_TENANT_REQUESTS_PER_SECOND,
    endUserRequestsPerSecond: variables.KYC_END_USER_REQUESTS_PER_SECOND,
    rejectedWebhooksPerMinute: variables.KYC_REJECTED_WEBHOOKS_PER_MINUTE,
    isRowSecurityOn: variables.KYC_ROW_SECURITY === "on",
    inboxRetentionDays: variables.KYC_INBOX_RETENTION_DAYS,
    eventRetentionDays: variables.KYC_EVENT_RETENTION_DAYS,
    idempotencyRetentionDays: variables.KYC_IDEMPOTENCY_RETENTION_DAYS,
    workerConcurrency: variables.KYC_WORKER_CONCURRENCY,
    shutdownGraceMs: variables.KYC_SHUTDOWN_GRACE_MS,
    maxEventLoopDelayMs: variables.KYC_MAX_EVENT_LOOP_DELAY_MS,
    logLevel: variables.LOG_LEVEL,
  };
}
