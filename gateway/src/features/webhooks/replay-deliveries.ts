import type { Reason, SessionStatus, Webhooks } from "@kyc-gateway/adapter-spec/v1";
import type { FactChange, Session } from "@kyc-gateway/core";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { Actor } from "../audit/index.ts";
import type { InboxAdmin, DeliveryRecord } from "./inbox-admin.store.ts";
import type { RefreshForecast, SessionService } from "../sessions/index.ts";

/**
 * What a replay would come to, or has come to.
 * `changes`, `unchanged`: the provider was asked, and this is what its answer does. `queued`: the fetch is under way.
 * `unreadable`: the adapter still does not understand the delivery. `not_interesting`: it now knows it, and needs
 * nothing of it. `no_session`: nobody here started the session. `connection_unusable`, `provider_failed`: `code` says why.
 * `under_way`: a fetch for it is queued or running already.
 */
export type ReplayOutcome =
  | "changes"
  | "unchanged"
  | "queued"
  | "unreadable"
  | "not_interesting"
  | "no_session"
  | "connection_unusable"
  | "provider_failed"
  | "under_way";

export interface ReplayResult {
  readonly deliveryId: string;
  readonly sessionId: string | null;
  readonly outcome: ReplayOutcome;
  readonly code: string | null;
  readonly change: {
    readonly from: SessionStatus;
    readonly to: SessionStatus;
    readonly reasons: readonly Reason[];
    readonly isReversal: boolean;
    readonly eventType: string;
  } | null;
  /** Facts that would be added, changed or removed, by path: whatever the status does. */
  readonly facts: readonly FactChange[];
}

export interface ReplayParts {
  readonly inboxAdmin: InboxAdmin;
  readonly configuration: CurrentConfiguration;
  readonly sessions: Pick<SessionService, "previewRefresh">;
}

type Found =
  | { readonly session: Session }
  | { readonly outcome: ReplayOutcome; readonly code: string | null };

/** Tells what replaying deliveries would change; asks each session's provider once, and changes nothing. */
export async function previewReplay(
  parts: ReplayParts,
  deliveries: readonly DeliveryRecord[],
  deadlineAt: number,
): Promise<ReplayResult[]> {
  const previews = new Map<string, Promise<RefreshForecast>>();
  const results: ReplayResult[] = [];
  for (const delivery of deliveries) {
    const found = await findSession(parts, delivery);
    if ("outcome" in found) {
      results.push(describe(delivery, found));
      continue;
    }
    const { session } = found;
    const preview = previews.get(session.id) ?? parts.sessions.previewRefresh(session, deadlineAt);
    previews.set(session.id, preview);
    results.push({ ...describe(delivery, explainPreview(await preview)), sessionId: session.id });
  }
  return results;
}

/** Replays deliveries: each session is fetched once, through the queue, by the same way as a fresh delivery. */
export async function applyReplay(
  { inboxAdmin, ...parts }: ReplayParts,
  deliveries: readonly DeliveryRecord[],
  actor: Actor,
): Promise<ReplayResult[]> {
  const found = await Promise.all(
    deliveries.map(async (delivery) => ({
      delivery,
      found: await findSession({ inboxAdmin, ...parts }, delivery),
    })),
  );
  const matches = found.flatMap(({ delivery, found: { ...match } }) =>
    "session" in match ? [{ deliveryId: delivery.id, sessionId: match.session.id }] : [],
  );
  const note = { action: "delivery.replay", subject: `deliveries/${deliveries.length}`, detail: {} };
  const taken = new Set(await inboxAdmin.requeue(matches, { actor, note }));
  return found.map(({ delivery, found: match }) => {
    if ("outcome" in match) return describe(delivery, match);
    const outcome = taken.has(delivery.id) ? "queued" : "under_way";
    return { ...describe(delivery, { outcome, code: null }), sessionId: match.session.id };
  });
}

/** Which session a delivery is about, in the eyes of the adapter as it is now. */
async function findSession(
  { inboxAdmin, configuration }: ReplayParts,
  delivery: DeliveryRecord,
): Promise<Found> {
  if (delivery.state === "waiting" || delivery.state === "processing")
    return { outcome: "under_way", code: null };
  const runtime = configuration.current.connections.get(delivery.connectionId);
  if (runtime === undefined) return { outcome: "connection_unusable", code: "settings_invalid" };
  const reading = await reread(inboxAdmin, delivery, runtime.connection.webhooks);
  if (reading === undefined || reading.kind === "unrecognised")
    return { outcome: "unreadable", code: delivery.parkCode };
  if (reading.kind === "ignored") return { outcome: "not_interesting", code: null };
  const session = await inboxAdmin.findSession(delivery.connectionId, reading.sessionReference);
  return session === undefined ? { outcome: "no_session", code: null } : { session };
}

type Reread =
  | { readonly kind: "ignored" }
  | { readonly kind: "unrecognised" }
  | { readonly kind: "session"; readonly sessionReference: string };

async function reread(
  inboxAdmin: InboxAdmin,
  { id, sessionReference }: DeliveryRecord,
  webhooks: Webhooks | undefined,
): Promise<Reread | undefined> {
  if (sessionReference !== null) return { kind: "session", sessionReference };
  const body = await inboxAdmin.readBody(id);
  const reading = body === undefined ? undefined : webhooks?.reread?.(body.reveal());
  // What only the applicant may see was never stored: there is nothing left to hand on.
  return reading?.kind === "message" ? { kind: "ignored" } : reading;
}

function explainPreview(
  preview: RefreshForecast,
): Pick<ReplayResult, "outcome" | "code" | "change" | "facts"> {
  if (preview.kind === "failed")
    return { outcome: "provider_failed", code: preview.failure.code, change: null, facts: [] };
  const { decision, facts } = preview;
  if (decision.kind !== "moved") return { outcome: "unchanged", code: decision.kind, change: null, facts };
  const { from, to, reasons, isReversal, eventType } = decision.transition;
  return { outcome: "changes", code: null, change: { from, to, reasons, isReversal, eventType }, facts };
}

function describe(
  { id, sessionId }: DeliveryRecord,
  result: Pick<ReplayResult, "outcome" | "code"> & Partial<Pick<ReplayResult, "change" | "facts">>,
): ReplayResult {
  return { deliveryId: id, sessionId, change: null, facts: [], ...result };
}
