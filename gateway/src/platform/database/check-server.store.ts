import { Client } from "pg";
import { describeConnection, type DatabaseAddress } from "./connection-options.ts";
import { StartRefusedError } from "../config/start-refused-error.ts";
import { isDatabaseError } from "./sql/database-error.ts";

const neededVersion = 14;
const connectMs = 5000;
/** A setting that means nothing: PostgreSQL keeps it for the connection that brought it, a pooling proxy does not. */
const probe = "kyc.is_direct";

/**
 * Throws `StartRefusedError` for a PostgreSQL that answers and that migrations, jobs and LISTEN cannot use: too old,
 * behind a pooling proxy, without the database, or closed to this user. One that does not answer is the caller's to judge.
 */
export async function checkServer({ url: directUrl, passwordFile }: DatabaseAddress): Promise<void> {
  if (!URL.canParse(directUrl)) throw new StartRefusedError(noUrl);
  const { version, isDirect } = await askServer({ url: directUrl, passwordFile }).catch((error: unknown) => {
    throw explainRefusal(error, directUrl) ?? error;
  });
  const tooOld = judgeVersion(version);
  if (tooOld !== undefined) throw new StartRefusedError(tooOld);
  if (!isDirect) throw new StartRefusedError(pooled);
}

/**
 * What is wrong with a server of that version, if anything.
 * @public Tested by itself: no older server is at hand.
 */
export function judgeVersion(version: string): string | undefined {
  if (Number.parseInt(version, 10) >= neededVersion) return undefined;
  return `PostgreSQL ${version} is too old: the gateway needs PostgreSQL ${neededVersion} or newer. Nothing was changed. Upgrade the server, or give the address of a newer one.`;
}

const noUrl =
  "DATABASE_URL or DATABASE_DIRECT_URL is no URL. Give it as postgres://user:password@host:5432/database, special characters percent-encoded.";

const pooled =
  "The gateway reaches PostgreSQL through a pooling proxy such as PgBouncer, and migrations, background jobs and " +
  "LISTEN need a way past it. Set DATABASE_DIRECT_URL to the address of PostgreSQL itself; DATABASE_URL may stay the proxy's.";

async function askServer({
  url: directUrl,
  passwordFile,
}: DatabaseAddress): Promise<{ version: string; isDirect: boolean }> {
  const url = new URL(directUrl);
  const options = [url.searchParams.get("options"), `-c ${probe}=on`].filter(Boolean).join(" ");
  url.searchParams.set("options", options);
  const client = new Client({
    ...describeConnection({ url: url.href, passwordFile }),
    connectionTimeoutMillis: connectMs,
    query_timeout: connectMs,
    application_name: "kyc-gateway-check",
  });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string; direct: string | null }>(
      `select current_setting('server_version') as version, current_setting('${probe}', true) as direct`,
    );
    return { version: rows[0]?.version ?? "", isDirect: rows[0]?.direct === "on" };
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** PostgreSQL's and PgBouncer's own refusals of a connection, as a person reads them. */
export function explainRefusal(error: unknown, databaseUrl: string): StartRefusedError | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.message.includes("unsupported startup parameter")) return new StartRefusedError(pooled);
  if ((error as NodeJS.ErrnoException).code === "ERR_INVALID_URL") return new StartRefusedError(noUrl);
  const { pathname, username } = URL.parse(databaseUrl) ?? { pathname: "", username: "" };
  const [database, user] = [decodeURIComponent(pathname.slice(1)), decodeURIComponent(username)];
  if (isDatabaseError(error, "undefined_database") || error.message.startsWith("no such database"))
    return new StartRefusedError(
      `PostgreSQL answers, and has no database "${database}". Create it (CREATE DATABASE "${database}";), or correct DATABASE_URL.`,
    );
  if (isDatabaseError(error, "invalid_password", "invalid_authorization_specification"))
    return new StartRefusedError(
      `PostgreSQL answers, and refuses the user "${user}" or its password. Correct DATABASE_URL, or the server's pg_hba.conf.`,
    );
  if (isDatabaseError(error, "insufficient_privilege"))
    return new StartRefusedError(
      `The database user "${user}" lacks a right that the gateway needs (PostgreSQL says: ${error.message}). Grant it, or use the owner of the tables.`,
    );
  return undefined;
}
