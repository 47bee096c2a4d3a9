import { Type } from "@sinclair/typebox";
import { databaseSchemaPattern, databaseUrlPattern } from "./database-address.ts";
import { withDefault } from "./with-default.ts";

/** How PostgreSQL is reached, as members of the configuration's schema. */
export const databaseVariables = {
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: databaseUrlPattern,
      "x-allowed": "a URL like postgres://user:password@host:5432/database",
      description:
        "URL of the PostgreSQL database; without it the gateway runs an embedded PostgreSQL in KYC_DATA_FOLDER",
    }),
  ),
  DATABASE_DIRECT_URL: Type.Optional(
    Type.String({
      pattern: databaseUrlPattern,
      "x-allowed": "a URL like postgres://user:password@host:5432/database",
      description:
        "URL of the same database without a pooling proxy in between, for LISTEN; default: DATABASE_URL",
    }),
  ),
  DATABASE_PASSWORD_FILE: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        "file that holds the password of DATABASE_URL and DATABASE_DIRECT_URL, read for each new connection: a changed password needs no restart",
    }),
  ),
  DATABASE_LIMITS: withDefault(
    Type.Union([Type.Literal("startup"), Type.Literal("role")], {
      description:
        "where PostgreSQL's time-outs and jit = off are set: startup, by the gateway as each connection begins; role, by ALTER ROLE … SET, for a transaction-pooling proxy (checked at the start)",
    }),
    "startup",
  ),
  DATABASE_STATEMENTS: Type.Optional(
    Type.Union([Type.Literal("prepared"), Type.Literal("unprepared")], {
      description:
        "whether connections keep prepared statements by name; default: prepared, and unprepared with DATABASE_LIMITS=role. Behind PgBouncer 1.21 or newer with max_prepared_statements, set prepared",
    }),
  ),
  KYC_DATABASE_SCHEMA: Type.Optional(
    Type.String({
      pattern: databaseSchemaPattern,
      "x-allowed": "1 to 63 lower case letters, digits or _, beginning with no digit",
      description:
        "schema for the gateway's tables, created if it does not exist; for a database that holds other tables too. Default: the first schema of the user's search path, usually public",
    }),
  ),
  DATABASE_POOL_SIZE: withDefault(
    Type.Integer({ minimum: 2, maximum: 200, description: "connections to PostgreSQL that answer requests" }),
    10,
  ),
  DATABASE_INGEST_POOL_SIZE: withDefault(
    Type.Integer({
      minimum: 1,
      maximum: 50,
      description: "connections to PostgreSQL that only commit webhooks",
    }),
    2,
  ),
  DATABASE_JOB_POOL_SIZE: withDefault(
    Type.Integer({
      minimum: 2,
      maximum: 200,
      description:
        "connections to PostgreSQL for background work; besides the three pools a process opens 2 for metrics, 1 for notifications, 1 for the state of its workers, and those of the job queue: half of KYC_WORKER_CONCURRENCY, at least 4",
    }),
    5,
  ),
};
