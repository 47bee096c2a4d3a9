import { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { validate as isUuid } from "uuid";
import { WrongMasterKeyError } from "../../platform/encryption/check-master.ts";
import { keyChannel } from "../../platform/encryption/destroy-applicant-key.store.ts";
import { describeError, type Log } from "../../platform/observability/log.ts";
import { describeConnection, type DatabaseAddress } from "../../platform/database/connection-options.ts";
import { listenTo } from "./notifications.store.ts";
import { createHeartbeat, ListenerSilentError } from "./heartbeat.ts";
import type { ListenerMetrics, NotificationChannel } from "./listener.metrics.ts";
import { isDatabaseError } from "../../platform/database/sql/database-error.ts";

/**
 * Keeps the configuration as new as the database, and hears of events of other processes: one connection of its own that
 * listens, and comes back when it breaks or falls silent. While it cannot listen it reads everything anew with each try.
 */
export interface ConfigurationListener {
  /** Resolves when the configuration was read for the first time, or when the first try failed. Never rejects. */
  readonly firstTry: Promise<void>;
  stop(): Promise<void>;
}

interface ListenerOptions {
  readonly address: DatabaseAddress;
  readonly log: Log;
  readonly metrics: ListenerMetrics;
  /** Called after every connect, every failed one, and every change; when it fails, the connection is made anew. */
  readonly onChange: () => Promise<void>;
  /** Told of new events; undefined: some may have been missed. Gives whether the text was one of ours. */
  readonly onEvents: (payload: string | undefined) => boolean;
  /** Told that deliveries wait. */
  readonly onDeliveries: () => void;
  /** Told of an applicant's key that was destroyed; undefined: some may have been missed. */
  readonly onKey: (keyId: string | undefined) => void;
}

const configurationChannel = "kyc_configuration";
const eventChannel = "kyc_events";
const deliveryChannel = "kyc_deliveries";
const firstRetryMs = 100;
const lastRetryMs = 2000;
const farewellMs = 500;

export function listenForConfiguration(options: ListenerOptions): ConfigurationListener {
  const stopping = new AbortController();
  const { promise: firstTry, resolve } = Promise.withResolvers<void>();
  const onChange = (): Promise<void> => options.onChange().finally(resolve);
  const running = listenUntilStopped({ ...options, onChange }, stopping.signal).finally(resolve);
  return {
    firstTry,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function listenUntilStopped(options: ListenerOptions, signal: AbortSignal): Promise<void> {
  let retryMs = firstRetryMs;
  while (!signal.aborted) {
    try {
      await listenOnce(options, signal, () => {
        retryMs = firstRetryMs;
      });
    } catch (error) {
      options.log.warn({ ...describeError(error), reason: explain(error) }, "configuration_not_loaded");
      if (!signal.aborted) await catchUp(options).catch(() => undefined);
    }
    await delay(retryMs, undefined, { signal }).catch(() => undefined);
    retryMs = Math.min(lastRetryMs, retryMs * 2);
  }
}

/** Reads anew whatever may have been missed, through the gateway's other connections. */
async function catchUp({ onChange, onEvents, onKey }: ListenerOptions): Promise<void> {
  onKey(undefined);
  onEvents(undefined);
  await onChange();
}

async function listenOnce(options: ListenerOptions, signal: AbortSignal, onReady: () => void): Promise<void> {
  const socket = new Socket();
  const client = openClient(options.address, socket);
  const broken = Promise.withResolvers<void>();
  // It may break before anybody waits for it.
  broken.promise.catch(() => undefined);
  client.on("error", (error) => broken.reject(error));
  client.on("end", () => broken.resolve());
  signal.addEventListener("abort", () => broken.resolve(), { once: true });
  const heartbeat = createHeartbeat(client, {
    onProven: () => options.metrics.noteProven(),
    onSilent: (error) => broken.reject(error),
  });
  const onRemoteEvent = createHearing(options, (error) => broken.reject(error));
  client.on("notification", ({ channel, payload = "" }) =>
    channel === heartbeat.channel ? heartbeat.onRemoteEvent() : onRemoteEvent(channel, payload),
  );
  try {
    await client.connect();
    const channels = [configurationChannel, eventChannel, deliveryChannel, keyChannel, heartbeat.channel];
    await listenTo(client, channels);
    heartbeat.start();
    await Promise.race([catchUp(options), broken.promise]);
    options.log.debug("configuration_loaded");
    onReady();
    await broken.promise;
  } finally {
    heartbeat.stop();
    // Behind a dead line nobody answers a farewell.
    await Promise.race([client.end(), delay(farewellMs)]).catch(() => undefined);
    socket.destroy();
  }
}

function openClient(address: DatabaseAddress, socket: Socket): Client {
  return new Client({
    ...describeConnection(address),
    application_name: "kyc-gateway-listener",
    stream: () => socket,
  });
}

/** Whoever may connect may send notifications: a call for deliveries causes a look at them, and the others' text decides nothing before it is known to be one of ours. */
function createHearing(
  { metrics, onChange, onEvents, onDeliveries, onKey }: ListenerOptions,
  onFailure: (error: Error) => void,
): (channel: string, payload: string) => void {
  const count = (channel: NotificationChannel, isTaken: boolean): void =>
    metrics.noteNotification(channel, isTaken ? "taken" : "refused");
  return (channel, payload) => {
    if (channel === eventChannel) return count("events", payload !== "" && onEvents(payload));
    if (channel === deliveryChannel) {
      onDeliveries();
      return count("deliveries", true);
    }
    if (channel === keyChannel) {
      const isKey = isUuid(payload);
      if (isKey) onKey(payload);
      return count("keys", isKey);
    }
    count("configuration", true);
    onChange().catch(onFailure);
  };
}

function explain(error: unknown): string {
  if (error instanceof WrongMasterKeyError) return error.issues.join();
  if (error instanceof ListenerSilentError) return error.message;
  return isDatabaseError(error, "undefined_table")
    ? "the database is not migrated: run `kyc-gateway migrate`"
    : "the database does not answer";
}
