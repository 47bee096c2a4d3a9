import { readFile } from "node:fs/promises";
import type { ClientConfig } from "pg";
import { parseIntoClientConfig } from "pg-connection-string";

/** Where PostgreSQL is, and how to prove who we are. */
export interface DatabaseAddress {
  readonly url: string;
  /** File with the password, read for each new connection; the URL's own password counts without it. */
  readonly passwordFile?: string | undefined;
}

/** A line whose other end is gone is noticed by the system as well, within about two minutes. */
const keepAliveAfterMs = 10_000;

/** What every connection of ours is made with. */
export function describeConnection({ url, passwordFile }: DatabaseAddress): ClientConfig {
  return {
    ...parseIntoClientConfig(url),
    ...(passwordFile === undefined ? {} : { password: () => readPassword(passwordFile) }),
    connectionTimeoutMillis: 3000,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs,
    application_name: "kyc-gateway",
  };
}

/** Editors and secret stores end a file with a line break, which is no part of the password. */
async function readPassword(file: string): Promise<string> {
  return (await readFile(file, "utf8")).replace(/\r?\n$/, "");
}
