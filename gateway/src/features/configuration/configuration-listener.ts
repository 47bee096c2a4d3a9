import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { WrongMasterKeyError } from "../../platform/encryption/check-master.ts";
import { keyChannel } from "../../platform/encryption/destroy-applicant-key.ts";
import { describeError, type Log } from "../../platform/observability/log.ts";

/** Keeps the catalog as new as the database, and hears of events of other processes: one connection of its own that listens, and comes back when it breaks. */
export interface ConfigurationListener {
  stop(): Promise<void>;
}

const eventChannel = "kyc_events";
const firstRetryMs = 100;
const lastRetryMs = 2000;

/** `onChange` is called after every connect and after every change; when it fails, the connection is made anew. */
export function listenForConfiguration(options: {
  readonly databaseUrl: string;
  readonly log: Log;
  readonly onChange: () => Promise<void>;
  /** Told of new events; the empty text after every connect: some may have been missed. */
  readonly onEvents: (payload: string) => void;
  /** Told of an applicant's key that was destroyed; the empty text after every connect: some may have been missed. */
  readonly onKey: (keyId: string) => void;
}): ConfigurationListener {
  const stopping = new AbortController();
  const running = listenUntilStopped(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function listenUntilStopped(
  options: Parameters<typeof listenForConfiguration>[0],
  signal: AbortSignal,
): Promise<void> {
  let retryMs = firstRetryMs;
  while (!signal.aborted) {
    try {
      await listenOnce(options, signal, () => {
        retryMs = firstRetryMs;
      });
    } catch (error) {
      options.log.warn({ ...describeError(error), reason: explain(error) }, "configuration_not_loaded");
    }
    await delay(retryMs, undefined, { signal }).catch(() => undefined);
    retryMs = Math.min(lastRetryMs, retryMs * 2);
  }
}

async function listenOnce(
  { databaseUrl, log, onChange, onEvents, onKey }: Parameters<typeof listenForConfiguration>[0],
  signal: AbortSignal,
  onReady: () => void,
): Promise<void> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 3000,
    keepAlive: true,
    application_name: "kyc-gateway-listener",
  });
  const broken = Promise.withResolvers<void>();
  // It may break before anybody waits for it.
  broken.promise.catch(() => undefined);
  client.on("error", (error) => broken.reject(error));
  client.on("end", () => broken.resolve());
  client.on("notification", ({ channel, payload = "" }) => {
    if (channel === eventChannel) onEvents(payload);
    else if (channel === keyChannel) onKey(payload);
    else void onChange().catch((error: Error) => broken.reject(error));
  });
  signal.addEventListener("abort", () => broken.resolve(), { once: true });
  try {
    await client.connect();
    await client.query(`listen kyc_configuration; listen ${eventChannel}; listen ${keyChannel}`);
    await onChange();
    onEvents("");
    onKey("");
    log.debug("configuration_loaded");
    onReady();
    await broken.promise;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** PostgreSQL's "undefined table": the schema is not there yet. */
function explain(error: unknown): string {
  if (error instanceof WrongMasterKeyError) return error.mistakes.join();
  return (error as NodeJS.ErrnoException).code === "42P01"
    ? "the database is not migrated: run `kyc-gateway migrate`"
    : "the database does not answer";
}
