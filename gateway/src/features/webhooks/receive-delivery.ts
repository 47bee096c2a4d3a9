import type { ParsedWebhook } from "@kyc-gateway/adapter-spec/v1";
import { Confidential } from "@kyc-gateway/core";
import type { DeliveryAccepted } from "@kyc-gateway/http-api";
import type { FastifyRequest } from "fastify";
import { type ConnectionRuntime, readAdapterError } from "../providers/index.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import type { Metrics } from "../../platform/observability/metrics.ts";
import type { InboxOutcome, NewDelivery } from "./inbox.store.ts";
import type { RejectedWebhooks } from "./rejected-webhooks/rejected-webhooks.ts";
import type { GroupCommit } from "../../platform/database/group-commit.ts";
import type { IngressPressure } from "./ingress-pressure.ts";

/** What receiving a webhook needs. */
export interface Inbox {
  readonly commits: GroupCommit<NewDelivery, InboxOutcome>;
  readonly metrics: Metrics;
  readonly pressure: IngressPressure;
  readonly rejectedWebhooks: RejectedWebhooks;
  /** Resolves when everything that came in is settled, and its matching asked for. */
  drain(): Promise<void>;
}

/**
 * Authenticates a webhook over its raw bytes and commits it; resolves only then. Throws `webhook_unauthentic`; anything
 * else that goes wrong is our own fault and a 5xx, so that the provider tries again.
 */
export async function receiveDelivery(
  inbox: Inbox,
  runtime: ConnectionRuntime,
  request: FastifyRequest,
): Promise<DeliveryAccepted> {
  const startedAt = performance.now();
  const reading = authenticate(inbox, runtime, request);
  if (reading.kind === "ignored") return settle(inbox, runtime, "ignored");
  const outcome = await inbox.commits.add(toDelivery(runtime, reading)).catch((error: unknown) => {
    inbox.metrics.deliveries.labels(runtime.name, "failed").inc();
    throw error;
  });
  inbox.metrics.ackDuration.labels(runtime.name).observe((performance.now() - startedAt) / 1000);
  if (reading.kind === "unrecognised") inbox.metrics.deliveries.labels(runtime.name, "parked").inc();
  return settle(inbox, runtime, outcome);
}

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
  request: FastifyRequest,
): ParsedWebhook {
  const { webhooks } = runtime.connection;
  if (webhooks === undefined) throw new ProblemError("connection_not_found");
  const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  try {
    const reading = webhooks.receive({ rawBody, headers: request.raw.headers, remoteAddress: request.ip });
    // An old delivery may have been caught and sent again by anybody.
    if (reading.isStale) metrics.deliveries.labels(runtime.name, "stale").inc();
    else rejectedWebhooks.noteAuthentic(request.ip);
    return reading;
  } catch (error) {
    const { code, webhookFault: reason = "wrong" } = readAdapterError(error) ?? {};
    const isUnauthentic = code === "webhook_unauthentic";
    metrics.deliveries.labels(runtime.name, isUnauthentic ? "unauthentic" : "failed").inc();
    if (!isUnauthentic) throw error;
    const { ip: address } = request;
    rejectedWebhooks.noteRefused({ connection: runtime.name, reason, address, rawBody });
    throw new ProblemError("webhook_unauthentic");
  }
}

function toDelivery(
  { id, tenantId }: ConnectionRuntime,
  reading: Exclude<ParsedWebhook, { kind: "ignored" }>,
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
  };
}
