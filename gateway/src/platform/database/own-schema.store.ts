import { Client } from "pg";
import { describeConnection, type DatabaseAddress } from "./connection-options.ts";
import { StartRefusedError } from "../config/start-refused-error.ts";
import { migrations } from "./migrations/index.ts";
import { queryRows, type Queryable } from "./sql/query.ts";

/**
 * The schema that the gateway's tables are in: the first one of the search path, whether the address, the role or the
 * database sets that. It is made where the path names one alone that is not there yet.
 */
export async function prepareOwnSchema(address: DatabaseAddress): Promise<string> {
  const client = new Client(describeConnection(address));
  await client.connect();
  try {
    const [found] = await queryRows<SearchPath>(client, searchPathText, []);
    if (found?.current) return found.current;
    const name = /^[a-z_][a-z0-9_]*$/.exec(found?.path ?? "")?.[0];
    if (name === undefined) throw noSchema(found?.path ?? "");
    await client.query(`create schema if not exists ${client.escapeIdentifier(name)}`);
    return name;
  } finally {
    await client.end();
  }
}

interface SearchPath {
  readonly current: string | null;
  readonly path: string;
}

const searchPathText = `select current_schema() as current, current_setting('search_path') as path`;

function noSchema(path: string): StartRefusedError {
  return new StartRefusedError(
    `None of the schemas of the database user's search path (${path}) is there, so that the gateway's tables have no place. ` +
      "Nothing was changed. Have an administrator create one with CREATE SCHEMA, or set KYC_DATABASE_SCHEMA to the name of a schema of the gateway's own, such as kyc.",
  );
}

/**
 * Throws `StartRefusedError` when tables of somebody else's are where the gateway's own would be made. Nothing was
 * changed then.
 */
export async function checkForeignTables(on: Queryable): Promise<void> {
  const [found] = await queryRows<Found>(on, findText, [ownTables, ownTypes]);
  if (found === undefined || found.names.length === 0) return;
  if (found.isMigrated && (await isOurs(on))) return;
  const names = found.isMigrated ? found.names.filter((name) => name !== "migrations") : found.names;
  if (names.length === 0) return;
  throw new StartRefusedError(
    `The schema "${found.schema}" of the database has tables of another service under names that the gateway needs: ${names.join(", ")}. ` +
      "Nothing was changed. Set KYC_DATABASE_SCHEMA to the name of a schema of its own, such as kyc, or give the address of another database.",
  );
}

interface Found {
  readonly schema: string | null;
  readonly names: readonly string[];
  /** Whether there is a table of migrations that looks like ours. */
  readonly isMigrated: boolean;
}

const findText = `
  select current_schema() as schema, array(
      select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = current_schema() and c.relname = any ($1::text[]) and c.relkind::text = any ($2::text[])
      order by c.relname) as names,
    exists (select from information_schema.columns where table_schema = current_schema()
      and table_name = 'migrations' and column_name = 'executed_at') as "isMigrated"`;

/** Tables, partitioned or not, views and foreign tables. */
const ownTypes = ["r", "p", "v", "m", "f"];

/** A first migration that broke leaves an empty table of migrations and nothing else. */
async function isOurs(on: Queryable): Promise<boolean> {
  const names = migrations.slice(0, 1).map(({ name }) => name);
  return (await queryRows(on, "select 1 from migrations where name = any ($1)", [names])).length > 0;
}

/** Every table that the migrations make in the gateway's schema; a test keeps the list whole. */
export const ownTables = [
  "account_configurations",
  "account_records",
  "activity_watermark",
  "analytics_calls",
  "analytics_cells",
  "analytics_frozen",
  "analytics_progress",
  "analytics_reasons",
  "analytics_sessions",
  "api_key_uses",
  "api_keys",
  "audit_head",
  "audit_log",
  "connection_activity",
  "connection_controls",
  "connections",
  "console_sessions",
  "deliveries",
  "delivery_keys",
  "erasure_sessions",
  "erasures",
  "event_attempts",
  "event_endpoints",
  "event_numbering",
  "event_resends",
  "flows",
  "idempotency_keys",
  "job_workers",
  "legal_holds",
  "migrations",
  "operators",
  "outbox",
  "provider_erasures",
  "routing_rules",
  "session_reports",
  "sessions",
  "signing_keys",
  "tenants",
  "timeline",
  "watch_looks",
] as const;
