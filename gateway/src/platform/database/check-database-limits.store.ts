import type { Config } from "../config/config.schema.ts";
import { StartRefusedError } from "../config/start-refused-error.ts";
import type { Database } from "./database.ts";
import { describeLimits, planPools } from "./pool-limits.ts";
import { queryRows } from "./sql/query.ts";
import { runForRequests } from "./sql/work-scope.ts";
import { isDatabaseError } from "./sql/database-error.ts";

/** Thrown when PostgreSQL would let statements or locks wait for ever, or compile them for longer than they may take. */
class DatabaseLimitsError extends StartRefusedError {
  constructor(what: string) {
    super(`PostgreSQL does not keep the settings that deadlines rest on: ${what}`);
    this.name = "DatabaseLimitsError";
  }
}

interface Setting {
  readonly name: string;
  /** As PostgreSQL keeps it: times in milliseconds, `on` or `off`. */
  readonly value: string;
  readonly user: string;
}

const settingsText = `select name, setting as value, current_user as user from pg_settings
  where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'jit') order by name`;

/** Looks at a connection as requests get it. Throws `DatabaseLimitsError` with what an administrator has to do. */
export async function checkDatabaseLimits({ pool }: Pick<Database, "pool">, config: Config): Promise<void> {
  const limits = describeLimits(planPools(config).requests) as Record<string, number>;
  const settings = await runForRequests(() => queryRows<Setting>(pool, settingsText, [])).catch(
    explainRefusal,
  );
  const wrong = settings.filter((setting) => !isKept(setting, limits[setting.name]));
  if (wrong.length === 0) return;
  const found = wrong.map((setting) => describe(setting, limits[setting.name])).join(", ");
  const orders = wrong.map(
    ({ name, user }) => `ALTER ROLE "${user}" SET ${name} = ${limits[name] ?? "off"};`,
  );
  const advice =
    config.databaseLimitsFrom === "role"
      ? "Have an administrator run:"
      : "Whatever stands before PostgreSQL dropped what the gateway asked for: set DATABASE_LIMITS=role, and have an administrator run:";
  throw new DatabaseLimitsError(`${found}. ${advice} ${orders.join(" ")}`);
}

/** Without a limit it is what has to be off. */
function isKept({ value }: Setting, limitMs: number | undefined): boolean {
  return limitMs === undefined ? value === "off" : value !== "0" && Number(value) <= limitMs;
}

function describe({ name, value }: Setting, limitMs: number | undefined): string {
  if (limitMs === undefined) return `${name} is ${value}`;
  return `${name} is ${value === "0" ? "off" : `${value} ms`}`;
}

/** A pooling proxy refuses the settings of a new connection that it does not know. */
function explainRefusal(error: unknown): never {
  const isRefused =
    isDatabaseError(error, "protocol_violation") && (error as Error).message.includes("startup parameter");
  if (!isRefused) throw error;
  throw new DatabaseLimitsError(
    "a pooling proxy refuses them as connections begin. Set DATABASE_LIMITS=role; the next start says what the role needs.",
  );
}
