import type { Check, SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import { isCheckCovered, type Session } from "@kyc-gateway/core";
import type { InboxDelivery, OperatorSessionDetail } from "@kyc-gateway/http-api";
import type { Database } from "../../platform/database/database.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import { listSessionEvents } from "../events/index.ts";
import { readSessionPrivacy } from "../privacy/index.ts";
import { presentTimelineEntry, SessionEntity, type SessionReads } from "../sessions/index.ts";
import { createInboxAdmin, presentDelivery } from "../webhooks/index.ts";
import { presentOperatorSession, type OperatorView } from "./present-operator-session.ts";

interface Parts {
  readonly database: Database;
  readonly vault: Vault;
  readonly reads: Pick<SessionReads, "findTimeline" | "findFacts">;
}

const maxDeliveries = 100;

/** Everything that is known about a session, gathered from where each part is kept. */
export async function readSessionDetail(
  parts: Parts,
  session: Session,
  view: OperatorView,
): Promise<OperatorSessionDetail> {
  const { database, vault, reads } = parts;
  const { id: sessionId, tenantId } = session;
  const [timeline, checks, schedule, deliveries, events, privacy] = await Promise.all([
    reads.findTimeline(tenantId, sessionId),
    readChecks(parts, session),
    readSchedule(database, sessionId),
    createInboxAdmin(database, vault).list({ sessionId }, { limit: maxDeliveries }),
    listSessionEvents(database, { tenantId, sessionId }),
    readSessionPrivacy(database, { tenantId, sessionId }),
  ]);
  const entries = timeline.entries.map(presentTimelineEntry);
  const trace = timeline.trace as OperatorSessionDetail["decisionTrace"];
  return {
    session: presentOperatorSession(session, view),
    metadata: { ...session.metadata },
    notices: session.notices.map((notice) => ({ ...notice })),
    requiredChecks: session.requiredChecks.map((check) => ({
      check,
      isCovered: isCheckCovered(check, checks),
      outcomes: [...new Set(checks.filter(({ kind }) => kind === check).map(({ outcome }) => outcome))],
    })),
    attempts: listAttempts(entries),
    timeline: entries,
    decisionTrace: trace,
    rule: trace.findLast(({ route }) => route !== undefined)?.route?.rule ?? null,
    reads: schedule,
    deliveries: deliveries.map((delivery): InboxDelivery => {
      const { connectionId } = delivery;
      return presentDelivery(delivery, view.findConnection(connectionId)?.name ?? connectionId);
    }),
    events: events.map(presentEvent),
    erasure: presentErasure(privacy),
    holds: privacy.holds.map(({ id, sessionId: held, placedBy, placedAt }) => ({
      id,
      on: held === null ? ("applicant" as const) : ("session" as const),
      placedBy,
      placedAt: placedAt.toISOString(),
    })),
  };
}

/** Which checks were done and how they came out: of the report, nothing else. */
async function readChecks({ reads }: Parts, { tenantId, id, erasure }: Session): Promise<readonly Check[]> {
  const found = erasure === "none" ? await reads.findFacts(tenantId, id) : undefined;
  return found?.facts.reveal().facts.checks ?? [];
}

async function readSchedule({ orm }: Database, id: string): Promise<OperatorSessionDetail["reads"]> {
  const fields = ["readCount", "failedReads", "lastReadAt", "nextReadAt", "isOutcomeUnknown"] as const;
  const row = await orm.em.fork().findOneOrFail(SessionEntity, { id }, { fields });
  return {
    sinceNews: row.readCount,
    failedInARow: row.failedReads,
    lastAt: row.lastReadAt?.toISOString() ?? null,
    nextAt: row.nextReadAt?.toISOString() ?? null,
    isStartUnknown: row.isOutcomeUnknown,
  };
}

function listAttempts(entries: OperatorSessionDetail["timeline"]): OperatorSessionDetail["attempts"] {
  return [...Map.groupBy(entries, ({ attempt }) => attempt)].map(([attempt, group]) => ({
    attempt,
    startedAt: group[0]?.at ?? "",
    endedAt: group.at(-1)?.at ?? "",
    status: group.at(-1)?.to ?? ("NOT_STARTED" satisfies SessionStatus),
  }));
}

function presentEvent({
  occurredAt,
  posts,
  ...event
}: Awaited<ReturnType<typeof listSessionEvents>>[number]): OperatorSessionDetail["events"][number] {
  return {
    ...event,
    occurredAt: occurredAt.toISOString(),
    posts: posts.map(({ endpointId, host, kind, attempt, startedAt, durationMs, outcome, httpStatus }) => ({
      endpointId,
      host,
      kind,
      attempt,
      startedAt: startedAt.toISOString(),
      durationMs,
      outcome: outcome as OperatorSessionDetail["events"][number]["posts"][number]["outcome"],
      httpStatus,
    })),
  };
}

function presentErasure({
  atProvider,
  erasureIds,
}: Awaited<ReturnType<typeof readSessionPrivacy>>): OperatorSessionDetail["erasure"] {
  if (atProvider === null) return null;
  const { state, outcome, attempts, lastFailure, requestedAt, nextAttemptAt, settledAt } = atProvider;
  return {
    state,
    outcome,
    attempts,
    lastFailure,
    requestedAt: requestedAt.toISOString(),
    nextAttemptAt: state === "pending" ? nextAttemptAt.toISOString() : null,
    settledAt: settledAt?.toISOString() ?? null,
    erasureIds: [...erasureIds],
  };
}
