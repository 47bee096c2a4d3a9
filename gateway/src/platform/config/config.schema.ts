import { Type, type Static } from "@sinclair/typebox";
import { databaseVariables } from "./database-variables.ts";
import { withDefault } from "./with-default.ts";

/**
 * The process's configuration, one member per environment variable. Each description ends in what an operator should
 * know; `kyc-gateway start --help` prints them.
 */
export const ConfigSchema = Type.Object({
  NODE_ENV: withDefault(
    Type.Union([Type.Literal("production"), Type.Literal("development"), Type.Literal("test")], {
      description: "production refuses everything that is only fit for trying out",
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
        "port of its own for /metrics, which is then not at PORT, and for the probes; default: all at PORT",
    }),
  ),
  KYC_OPERATIONS_HOST: Type.Optional(
    Type.String({ minLength: 1, description: "address of KYC_OPERATIONS_PORT; default: HOST" }),
  ),
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
    Type.String({ minLength: 1, description: "folder of the own PostgreSQL and of its key" }),
    ".data",
  ),
  KYC_MASTER_KEY: Type.Optional(
    Type.String({
      pattern: "^[A-Za-z0-9+/]{43}=$",
      "x-allowed": "32 bytes in base64, as made by: openssl rand -base64 32",
      description:
        "master key, which wraps the keys of all encryption: 32 random bytes in base64 (openssl rand -base64 32)",
    }),
  ),
  KYC_MASTER_KEY_FILE: Type.Optional(
    Type.String({ minLength: 1, description: "file that holds the master key, instead of KYC_MASTER_KEY" }),
  ),
  KYC_MASTER_KEY_PREVIOUS: Type.Optional(
    Type.String({
      pattern: "^[A-Za-z0-9+/]{43}=(,[A-Za-z0-9+/]{43}=)*$",
      "x-allowed": "keys of 32 bytes in base64, separated by commas",
      description: "master keys that still open while `encryption-key rotate --master` goes on",
    }),
  ),
  KYC_MASTER_KEY_PREVIOUS_FILE: Type.Optional(
    Type.String({
      minLength: 1,
      description: "file that holds them, one in a line, instead of KYC_MASTER_KEY_PREVIOUS",
    }),
  ),
  KYC_ADAPTERS: Type.Optional(
    Type.String({
      pattern: "^[@a-z0-9/._-]+(,[@a-z0-9/._-]+)*$",
      "x-allowed": "names of npm packages, separated by commas without spaces",
      description:
        'package names of the adapters, separated by commas; default: "kycGateway": {"adapters": […]} of package.json in KYC_ADAPTERS_FROM',
    }),
  ),
  KYC_ADAPTERS_FROM: Type.Optional(
    Type.String({
      minLength: 1,
      description: "folder whose node_modules hold the adapters; default: the working directory",
    }),
  ),
  KYC_PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: "^https?://[^/]+$",
      "x-allowed":
        "an http or https URL without a path or a slash at its end, such as https://kyc.example.com",
      description: "how providers and products reach the gateway, without a path",
    }),
  ),
  KYC_TRUST_PROXY: withDefault(
    Type.String({
      pattern: "^(false|[0-9a-fA-F.:/]+(,[0-9a-fA-F.:/]+)*)$",
      "x-allowed":
        "false, or addresses and networks separated by commas, such as 10.0.0.1,10.0.0.0/8,fd00::/8",
      description: "addresses of proxies whose X-Forwarded-For counts, or false",
    }),
    "false",
  ),
  KYC_EVENT_HOSTS_ALLOWED: Type.Optional(
    Type.String({
      pattern: "^[A-Za-z0-9.-]+:[0-9]{1,5}(,[A-Za-z0-9.-]+:[0-9]{1,5})*$",
      "x-allowed": "host:port, separated by commas, such as receiver.internal:8080",
      description:
        "host:port, separated by commas, that events may be posted to although they are not public, by http too",
    }),
  ),
  KYC_BODY_LIMIT_BYTES: withDefault(
    Type.Integer({ minimum: 1024, maximum: 10_485_760, description: "largest request body" }),
    262_144,
  ),
  KYC_WEBHOOK_BODY_LIMIT_BYTES: withDefault(
    Type.Integer({ minimum: 1024, maximum: 10_485_760, description: "largest webhook body" }),
    1_048_576,
  ),
  KYC_REQUEST_DEADLINE_MS: withDefault(
    Type.Integer({
      minimum: 500,
      maximum: 60_000,
      description: "longest time that a product's request may take, providers included",
    }),
    10_000,
  ),
  KYC_PROVIDER_ATTEMPT_MS: withDefault(
    Type.Integer({ minimum: 100, maximum: 60_000, description: "longest time of one attempt at a provider" }),
    4000,
  ),
  KYC_TENANT_REQUESTS_PER_SECOND: withDefault(
    Type.Integer({
      minimum: 0,
      maximum: 100_000,
      description: "requests of one product that one replica answers per second, 429 above; 0 never limits",
    }),
    200,
  ),
  KYC_END_USER_REQUESTS_PER_SECOND: withDefault(
    Type.Integer({
      minimum: 0,
      maximum: 1000,
      description:
        "requests of one end user, who comes with a token, that one replica answers per second, 429 above; 0 never limits",
    }),
    10,
  ),
  KYC_REJECTED_WEBHOOKS_PER_MINUTE: withDefault(
    Type.Integer({
      minimum: 0,
      maximum: 100_000,
      description:
        "refused webhooks of one sender in a minute, after which it is turned away unread, 429; one that proved itself that day is always heard; 0 never limits",
    }),
    60,
  ),
  KYC_INBOX_RETENTION_DAYS: withDefault(
    Type.Integer({
      minimum: 1,
      maximum: 3650,
      description:
        "days that settled deliveries are kept, and up to a week more; a repeated event id is recognised for as long, 30 days at least",
    }),
    90,
  ),
  KYC_EVENT_RETENTION_DAYS: withDefault(
    Type.Integer({
      minimum: 7,
      maximum: 3650,
      description: "days that events can be pulled and resent; they go up to a week later",
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
        "on: PostgreSQL itself keeps tenants apart, as the role kyc_tenant; off: only for a database where that role cannot be had",
    }),
    "on",
  ),
  KYC_WORKER_CONCURRENCY: withDefault(
    Type.Integer({ minimum: 1, maximum: 100, description: "jobs that this process works on at once" }),
    10,
  ),
  KYC_SHUTDOWN_GRACE_MS: withDefault(
    Type.Integer({
      minimum: 0,
      maximum: 120_000,
      description:
        "time between the first sign of a shutdown (/readyz) and refusing connections: as long as load balancers take to notice",
    }),
    5000,
  ),
  KYC_MAX_EVENT_LOOP_DELAY_MS: withDefault(
    Type.Integer({
      minimum: 0,
      maximum: 60_000,
      description: "event loop delay above which load is shed with 503; 0 never sheds",
    }),
    1000,
  ),
  LOG_LEVEL: withDefault(
    Type.Union(
      ["trace", "debug", "info", "warn", "error", "fatal", "silent"].map((level) => Type.Literal(level)),
      { description: "least severe log line to write" },
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
  readonly adaptersFrom: string;
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
