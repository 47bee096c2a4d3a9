import { randomBytes, randomUUID } from "node:crypto";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { ConfigurationError } from "../config/parse-config.ts";
import { readMasters } from "./data-key.store.ts";

/**
 * The master key beside the own PostgreSQL: made on the first start (file mode 0600) and read from then on. Only for
 * the embedded mode; an external database wants KYC_MASTER_KEY. Throws `ConfigurationError` when the file is lost and
 * the database has been sealed with it: a second key would open nothing of what is there.
 */
export async function loadOrCreateMasterKey(dataFolder: string, databaseUrl: string): Promise<Buffer> {
  const file = join(dataFolder, "master.key");
  const key = readKey(file) ?? (await createKey(file, databaseUrl));
  if (key.length === 32) return key;
  throw new ConfigurationError([
    `${file} does not hold a master key of 32 bytes in base64. Restore it from a backup`,
  ]);
}

function readKey(file: string): Buffer | undefined {
  try {
    return Buffer.from(readFileSync(file, "utf8").trim(), "base64");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function createKey(file: string, databaseUrl: string): Promise<Buffer> {
  if (await wasSealed(databaseUrl))
    throw new ConfigurationError([
      `${file} is missing, and the database beside it was sealed with it. Restore it from a backup, or give the key as KYC_MASTER_KEY`,
    ]);
  // Whole or not at all, and never over another process's: a link fails where there is a file.
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx", flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
  return readKey(file) ?? Buffer.alloc(0);
}

async function wasSealed(databaseUrl: string): Promise<boolean> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await readMasters(client)).length > 0;
  } finally {
    await client.end();
  }
}
