import type { IncomingHttpHeaders } from "node:http";
import type { ParsedWebhook } from "@kyc-gateway/adapter-spec/v1";
import { Confidential } from "@kyc-gateway/core";
import type { DeliveryAccepted } from "@kyc-gateway/http-api";
import { type ConnectionRuntime, readAdapterError } from "../providers/index.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import type { Metrics } from "../../platform/observability/metrics/metrics.ts";
import type { InboxOutcome, NewDelivery, InboxStore } from "./inbox.store.ts";
import { type RejectedWebhooks, createRejectedWebhooks } from "./rejected-webhooks/rejected-webhooks.ts";
import { type GroupCommit, createGroupCommit } from "../../platform/database/group-commit.ts";
import type { Config } from "../../platform/config/config.schema.ts";
import { currentStoredSpan, describeGroup, inSpan } from "../../platform/observability/tracing.ts";
import { runInBackground } from "../../platform/database/sql/work-scope.ts";

/** Hands a message for the applicant to the tenant whose session it is about. `nobody`: nobody asks for it. */
export type HandOver = (
  connectionId: string,
  message: Extract<ParsedWebhook, { kind: "message" }>,
) => Promise<{ readonly kind: "taken" | "nobody" | "refused" }>;

/** What receiving a webhook needs. */
export interface Inbox {
  readonly commits: GroupCommit<NewDelivery, InboxOutcome>;
  readonly metrics: Metrics;
  readonly rejectedWebhooks: RejectedWebhooks;
  readonly handOver: HandOver;
  /** Resolves when everything that came in is committed, and those who apply it are told. */
  drain(): Promise<void>;
}

/** A webhook as it came: its sender is the one that the proxies before us are trusted to tell. */
export interface IncomingWebhook {
  readonly rawBody: Buffer;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string;
}

/**
 * Authenticates a webhook over its raw bytes and commits it; resolves only then. Throws `webhook_unauthentic`; anything
 * else that goes wrong is our own fault and a 5xx, so that the provider tries again.
 */
export async function receiveDelivery(
  inbox: Inbox,
  runtime: ConnectionRuntime,
  webhook: IncomingWebhook,
): Promise<DeliveryAccepted> {
  const startedAt = performance.now();
  const reading = authenticate(inbox, runtime, webhook);
  if (reading.kind === "ignored") return settle(inbox, runtime, "ignored");
  if (reading.kind === "message") return passOn(inbox, runtime, reading);
  const outcome = await inbox.commits.add(toDelivery(runtime, reading)).catch((error: unknown) => {
    inbox.metrics.deliveries.labels(runtime.name, "failed").inc();
    throw error;
  });
  inbox.metrics.ackDuration.observe((performance.now() - startedAt) / 1000);
  if (reading.kind === "unrecognised") inbox.metrics.deliveries.labels(runtime.name, "parked").inc();
  return settle(inbox, runtime, outcome);
}

type Message = Extract<ParsedWebhook, { kind: "message" }>;

/** What only the applicant may see goes to the tenant at once or not at all. An old copy may come from anybody. */
async function passOn(inbox: Inbox, runtime: ConnectionRuntime, reading: Message): Promise<DeliveryAccepted> {
  const { kind } = reading.isStale === true ? nobody : await inbox.handOver(runtime.id, reading);
  if (kind === "taken") return settle(inbox, runtime, "handed_over");
  if (kind === "nobody") return settle(inbox, runtime, "ignored");
  inbox.metrics.deliveries.labels(runtime.name, "failed").inc();
  throw new ProblemError("message_not_taken", { retryAfterMs: messageRetryMs });
}

const nobody = { kind: "nobody" } as const;
const messageRetryMs = 5000;

function settle(
  { metrics }: Inbox,
  { name }: ConnectionRuntime,
  status: DeliveryAccepted["status"],
): DeliveryAccepted {
  metrics.deliveries.labels(name, status).inc();
  return { status };
}

function authenticate(
  { metrics, rejectedWebhooks }: Inbox,
  runtime: ConnectionRuntime,
  webhook: IncomingWebhook,
): ParsedWebhook {
  const { webhooks } = runtime.connection;
  if (webhooks === undefined) throw new ProblemError("connection_not_found");
  const { rawBody, remoteAddress: address } = webhook;
  try {
    const reading = webhooks.receive(webhook);
    // An old delivery may have been caught and sent again by anybody.
    if (reading.isStale) metrics.deliveries.labels(runtime.name, "stale").inc();
    else rejectedWebhooks.noteAuthentic(address);
    return reading;
  } catch (error) {
    const { code, webhookFault: reason = "wrong" } = readAdapterError(error) ?? {};
    const isUnauthentic = code === "webhook_unauthentic";
    if (!isUnauthentic) {
      metrics.deliveries.labels(runtime.name, "failed").inc();
      throw error;
    }
    rejectedWebhooks.noteRefused({ connection: runtime.name, reason, address, rawBody });
    throw new ProblemError("webhook_unauthentic");
  }
}

function toDelivery(
  { id, tenantId }: ConnectionRuntime,
  reading: Exclude<ParsedWebhook, { kind: "ignored" | "message" }>,
): NewDelivery {
  return {
    connectionId: id,
    tenantId,
    sessionReference: reading.kind === "session" ? reading.sessionReference : null,
    eventId: reading.eventId ?? null,
    eventType: reading.eventType,
    storedBody: new Confidential(reading.storedBody),
    parkCode: reading.kind === "session" ? null : "unrecognised",
    receivedAt: new Date(),
    progress: reading.kind === "session" && reading.isStale !== true ? reading.progress : undefined,
    span: currentStoredSpan(),
  };
}

/** Rows of one statement: large enough for a pressure, small enough for one packet. */
const maxGroupSize = 256;
/** Under pressure the next group is written while the one before it waits for the disk. */
const secondGroupFrom = 24;
/** The way of deliveries into the database, and to those who match them. */
export function createInbox({
  store,
  metrics,
  config,
  pressure,
  wakeUp,
  handOver,
}: {
  readonly store: Pick<InboxStore, "insert">;
  readonly handOver: HandOver;
  readonly metrics: Metrics;
  readonly config: Pick<Config, "rejectedWebhooksPerMinute">;
  readonly pressure: IngressPressure;
  /** Of those who apply deliveries, after each commit. */
  readonly wakeUp: WakeUp;
}): Inbox {
  const commits = createGroupCommit<NewDelivery, InboxOutcome>({
    maxGroupSize,
    secondFrom: secondGroupFrom,
    async commit(items) {
      pressure.note(items.length);
      metrics.groupSize.observe({ group: "deliveries" }, items.length);
      const outcomes = await inSpan(
        () => describeGroup("inbox commit", items),
        () => store.insert(items),
      );
      wakeUp.request();
      return outcomes;
    },
  });
  return {
    commits,
    metrics,
    handOver,
    rejectedWebhooks: createRejectedWebhooks({ perMinute: config.rejectedWebhooksPerMinute, metrics }),
    async drain() {
      await commits.drain();
      await wakeUp.drain();
    },
  };
}

/** Asks for work that somebody else does, seldom enough to cost nothing. */
export interface WakeUp {
  /** The work is asked for soon, once for all requests until then. */
  request(): void;
  /** Resolves when everything requested so far has been asked for. */
  drain(): Promise<void>;
}

/** The first request passes at once; those of the pause after it share the next one. A failure is forgotten: the sweep makes up for it. */
export function createWakeUp(ask: () => Promise<void>, pauseMs: number): WakeUp {
  let isRequested = false;
  let running: Promise<void> | undefined;

  async function askWhileRequested(): Promise<void> {
    while (isRequested) {
      isRequested = false;
      await ask().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    running = undefined;
  }

  return {
    request() {
      isRequested = true;
      running ??= runInBackground(askWhileRequested);
    },
    drain: async () => {
      await running;
    },
  };
}

/** Tells whether deliveries come in so fast that answering them wants this process to itself. */
export interface IngressPressure {
  /** A group of so many deliveries was committed together. */
  note(groupSize: number): void;
  /** Resolves at once while it is calm, and after `atMostMs` however much comes in: a pressure slows work down, it never stops it. */
  waitForCalm(atMostMs: number): Promise<void>;
}

/** What one process takes in beside its other work. */
const bearablePerSecond = 2000;
/** So many at once, after a moment in which none could be committed, are no pressure yet. */
const bearableBurst = 200;
const calmAfterMs = 100;
const lookEveryMs = 50;

/** By the rate: a steady stream is applied as it comes, a storm is first taken in. */
export function createIngressPressure(): IngressPressure {
  let level = 0;
  let notedAt = performance.now();
  let highUntil = 0;
  return {
    note(groupSize) {
      const now = performance.now();
      const worked = ((now - notedAt) * bearablePerSecond) / 1000;
      level = Math.min(2 * bearableBurst, Math.max(0, level - worked) + groupSize);
      notedAt = now;
      if (level > bearableBurst) highUntil = now + calmAfterMs;
    },
    async waitForCalm(atMostMs) {
      const until = performance.now() + atMostMs;
      while (performance.now() < Math.min(highUntil, until))
        await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    },
  };
}
