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

/**
 * The same without just-in-time compilation, which PostgreSQL does by its estimates: compiling a statement that reads a few
 * rows takes it longer than the statement may take.
 */
export function withoutCompilation(config: ClientConfig): ClientConfig {
  return { ...config, options: [config.options, "-c jit=off"].filter(Boolean).join(" ") };
}

/** Editors and secret stores end a file with a line break, which is no part of the password. */
async function readPassword(file: string): Promise<string> {
  return (await readFile(file, "utf8")).replace(/\r?\n$/, "");
}
