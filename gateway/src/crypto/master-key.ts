import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError } from "../config/parse-config.ts";

/**
 * The master key beside the own PostgreSQL: made on the first start (file mode 0600) and read from then on. Only for
 * the embedded mode; an external database wants KYC_MASTER_KEY.
 */
export function loadOrCreateMasterKey(dataFolder: string): Buffer {
  const file = join(dataFolder, "master.key");
  mkdirSync(dataFolder, { recursive: true });
  try {
    writeFileSync(file, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const key = Buffer.from(readFileSync(file, "utf8").trim(), "base64");
  if (key.length !== 32)
    throw new ConfigurationError([
      `${file} does not hold a master key of 32 bytes in base64. Restore it from a backup`,
    ]);
  return key;
}
