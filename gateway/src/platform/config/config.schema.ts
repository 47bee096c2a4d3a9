import { Type, type Static } from "@sinclair/typebox";
import type { ConsoleOidcConfig } from "./console-oidc.ts";
import { consoleVariables } from "./console-variables.ts";
import { databaseVariables } from "./database-variables.ts";
import { withDefault } from "./with-default.ts";

/**
 * The process's configuration, one member per environment variable. Each description ends in what an operator should
 * know; `kyc-gateway start --help` prints them.
 */
export const ConfigSchema = Type.Object({
  NODE_ENV: withDefault(
    Type.Union([Type.Literal("production"), Type.Literal("development"), Type.Literal("test")], {
      description: "production refuses settings that are suitable only for trying the gateway out",
    }),
    "production",
  ),
  HOST: withDefault(Type.String({ minLength: 1, description: "address to listen on" }), "127.0.0.1"),
  PORT: withDefault(
    Type.Integer({ minimum: 0, maximum: 65535, description: "port to listen on; 0 takes a free one" }),
    4030,
  ),
  KYC_OPERATIONS_PORT: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 65535,
      description:
        "separate port for /metrics, which is then no longer served at PORT, and for the health probes; default: everything is served at PORT",
    }),
  ),
  KYC_OPERATIONS_HOST: Type.Optional(
    Type.String({ minLength: 1, description: "address that KYC_OPERATIONS_PORT listens on; default: HOST" }),
  ),
  ...consoleVariables,
  KYC_ROLES: withDefault(
    Type.String({
      pattern: "^(api|worker|api,worker|worker,api)$",
      "x-allowed": "one of: api; worker; api,worker",
      description: "what this process does: api, worker, or both",
    }),
    "api,worker",
  ),
  ...databaseVariables,
  KYC_DATA_FOLDER: withDefault(
    Type.String({
      minLength: 1,
      description: "folder for the embedded PostgreSQL's data and the master key that is generated with it",
    }),
    ".data",
  ),
  KYC_MASTER_KEY: Type.Optional(
    Type.String({
      pattern: "^[A-Za-z0-9+/]{43}=$",
      "x-allowed": "32 bytes in base64, as made by: openssl rand -base64 32",
      description:
        "master key, which encrypts all other encryption keys: 32 random bytes in base64 (openssl rand -base64 32)",
    }),
  ),
  KYC_MASTER_KEY_FILE: Type.Optional(
    Type.String({ minLength: 1, description: "file that holds the master key, instead of KYC_MASTER_KEY" }),
  ),
  KYC_MASTER_KEY_PREVIOUS: Type.Optional(
    Type.String({
      pattern: "^[A-Za-z0-9+/]{43}=(,[A-Za-z0-9+/]{43}=)*$",
      "x-allowed": "keys of 32 bytes in base64, separated by commas",
      description:
        "earlier master keys, separated by commas, that are needed until `encryption-key rotate --master` has finished",
    }),
  ),
  KYC_MASTER_KEY_PREVIOUS_FILE: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        "file that holds the earlier master keys, one per line, instead of KYC_MASTER_KEY_PREVIOUS",
    }),
  ),
  KYC_ADAPTERS: Type.Optional(
    Type.String({
      pattern: "^[@a-z0-9/._-]+(,[@a-z0-9/._-]+)*$",
      "x-allowed": "names of npm packages, separated by commas without spaces",
      description:
        'package names of the adapters, separated by commas; default: "kycGateway": {"adapters": […]} of package.json in each folder of KYC_ADAPTERS_FROM',
    }),
  ),
  KYC_ADAPTERS_FROM: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        "folders whose node_modules hold the adapters, separated by colons as in PATH, looked at in order; default: the working directory",
    }),
  ),
  KYC_PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: "^https?://[^/]+$",
      "x-allowed":
        "an http or https URL without a path or a slash at its end, such as https://kyc.example.com",
      description: "URL at which providers and products reach the gateway, without a path",
    }),
  ),
  KYC_TRUST_PROXY: withDefault(
    Type.String({
      pattern: "^(false|[0-9a-fA-F.:/]+(,[0-9a-fA-F.:/]+)*)$",
      "x-allowed":
        "false, or addresses and networks separated by commas, such as 10.0.0.1,10.0.0.0/8,fd00::/8",
      description: "addresses or networks of the proxies whose X-Forwarded-For header is trusted, or false",
    }),
    "false",
  ),
  KYC_EVENT_HOSTS_ALLOWED: Type.Optional(
    Type.String({
      pattern: "^[A-Za-z0-9.-]+:[0-9]{1,5}(,[A-Za-z0-9.-]+:[0-9]{1,5})*$",
      "x-allowed": "host:port, separated by commas, such as receiver.internal:8080",
      description:
        "private addresses, as host:port separated by commas, that events may be posted to, also over plain http",
    }),
  ),
  KYC_BODY_LIMIT_BYTES: withDefault(
    Type.Integer({ minimum: 1024, maximum: 10_485_760, description: "largest request body, in bytes" }),
    262_144,
  ),
  KYC_WEBHOOK_BODY_LIMIT_BYTES: withDefault(
    Type.Integer({ minimum: 1024, maximum: 10_485_760, description: "largest webhook body, in bytes" }),
    1_048_576,
  ),
  KYC_REQUEST_DEADLINE_MS: withDefault(
    Type.Integer({
      minimum: 500,
      maximum: 60_000,
      description:
        "longest time that a product's request may take, including calls to providers, in milliseconds",
    }),
    10_000,
  ),
  KYC_PROVIDER_ATTEMPT_MS: withDefault(
    Type.Integer({
      minimum: 100,
      maximum: 60_000,
      description: "longest time that one call to a provider may take, in milliseconds",
    }),
    4000,
  ),
  KYC_TENANT_REQUESTS_PER_SECOND: withDefault(
    Type.Integer({
      minimum: 0,
      maximum: 100_000,
      description:
        "requests per second that one replica accepts from one product; more are answered with 429; 0: no limit",
    }),
    200,
  ),
  KYC_END_USER_REQUESTS_PER_SECOND: withDefault(
    Type.Integer({
      minimum: 0,
      maximum: 1000,
      description:
        "requests per second that one replica accepts from one end user, who is known by a token; more are answered with 429; 0: no limit",
    }),
    10,
  ),
  KYC_REJECTED_WEBHOOKS_PER_MINUTE: withDefault(
    Type.Integer({
      minimum: 0,
      maximum: 100_000,
      description:
        "rejected webhooks per minute after which a sender is answered with 429 and its webhooks are not read; a sender that was authenticated within a day is never limited; 0: no limit",
    }),
    60,
  ),
  KYC_INBOX_RETENTION_DAYS: withDefault(
    Type.Integer({
      minimum: 1,
      maximum: 3650,
      description:
        "days that applied and parked deliveries are kept; they are deleted up to a week later; a repeated event id is recognised for as long, and for at least 30 days",
    }),
    90,
  ),
  KYC_EVENT_RETENTION_DAYS: withDefault(
    Type.Integer({
      minimum: 7,
      maximum: 3650,
      description: "days that events can be read and resent; they are deleted up to a week later",
    }),
    30,
  ),
  KYC_IDEMPOTENCY_RETENTION_DAYS: withDefault(
    Type.Integer({ minimum: 1, maximum: 3650, description: "days that an Idempotency-Key is remembered" }),
    30,
  ),
  KYC_ROW_SECURITY: withDefault(
    Type.Union([Type.Literal("on"), Type.Literal("off")], {
      description:
        "on: PostgreSQL keeps tenants apart by row-level security, with the role kyc_tenant; off: only for a database in which that role cannot be created",
    }),
    "on",
  ),
  KYC_WORKER_CONCURRENCY: withDefault(
    Type.Integer({ minimum: 1, maximum: 100, description: "jobs that this process runs at the same time" }),
    10,
  ),
  KYC_SHUTDOWN_GRACE_MS: withDefault(
    Type.Integer({
      minimum: 0,
      maximum: 120_000,
      description:
        "milliseconds between announcing a shutdown at /readyz and refusing connections: as long as load balancers need to notice",
    }),
    5000,
  ),
  KYC_MAX_EVENT_LOOP_DELAY_MS: withDefault(
    Type.Integer({
      minimum: 0,
      maximum: 60_000,
      description: "event loop delay, in milliseconds, above which requests are answered with 503; 0: never",
    }),
    1000,
  ),
  LOG_LEVEL: withDefault(
    Type.Union(
      ["trace", "debug", "info", "warn", "error", "fatal", "silent"].map((level) => Type.Literal(level)),
      { description: "lowest level of log lines that are written" },
    ),
    "info",
  ),
});

type Variables = Static<typeof ConfigSchema>;

/** The configuration in the words of the code: lists split, secrets read, contradictions ruled out. */
export interface Config {
  readonly isProduction: boolean;
  readonly host: string;
  readonly port: number;
  /** Undefined: everything is at `port`. */
  readonly operationsPort: number | undefined;
  readonly operationsHost: string;
  /** At which port the operators' console is. */
  readonly console: "public" | "operations" | "off";
  /** Undefined: operators sign in to the console with their keys alone. */
  readonly consoleOidc: ConsoleOidcConfig | undefined;
  readonly roles: readonly ("api" | "worker")[];
  readonly databaseUrl: string | undefined;
  readonly databaseDirectUrl: string | undefined;
  readonly databasePasswordFile: string | undefined;
  readonly databaseLimitsFrom: "startup" | "role";
  readonly areStatementsPrepared: boolean;
  readonly databasePoolSize: number;
  readonly databaseIngestPoolSize: number;
  readonly databaseJobPoolSize: number;
  readonly dataFolder: string;
  readonly masterKey: Buffer | undefined;
  readonly previousMasterKeys: readonly Buffer[];
  readonly adapters: readonly string[];
  readonly adaptersFrom: readonly string[];
  readonly publicUrl: string | undefined;
  readonly trustProxy: false | readonly string[];
  readonly eventHostsAllowed: readonly string[];
  readonly bodyLimitBytes: number;
  readonly webhookBodyLimitBytes: number;
  readonly requestDeadlineMs: number;
  readonly providerAttemptMs: number;
  readonly tenantRequestsPerSecond: number;
  readonly endUserRequestsPerSecond: number;
  readonly rejectedWebhooksPerMinute: number;
  readonly isRowSecurityOn: boolean;
  readonly inboxRetentionDays: number;
  readonly eventRetentionDays: number;
  readonly idempotencyRetentionDays: number;
  readonly workerConcurrency: number;
  readonly shutdownGraceMs: number;
  readonly maxEventLoopDelayMs: number;
  readonly logLevel: string;
}

/** The members of the configuration as environment variables, typed. */
export type ConfigVariables = Variables;
