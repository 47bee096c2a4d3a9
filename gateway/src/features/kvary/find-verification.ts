import { isSettled, type Session } from "@kyc-gateway/core";
import { noteSession } from "../../platform/observability/trace-context.ts";
import type { SessionService } from "../sessions/index.ts";
import { kvaryNames } from "./provision-kvary.ts";

/** Whose verification. */
interface KvaryUser {
  readonly tenantId: string;
  readonly endUserId: string;
}

/** The verification that counts for a user now. */
interface CurrentVerification {
  readonly status: Session["status"];
  /** Null: there is none. */
  readonly sessionId: string | null;
  /** An attempt that the user can go on with, or that is in review. */
  readonly open: Session | undefined;
}

/**
 * An approval counts as long as it is valid; else the newest attempt that is open, unless something was decided after
 * it began; else the newest decision; else the newest session. An attempt whose link is dead is over, whether our clock
 * has noticed or not.
 */
export async function findVerification(
  { sessions: { reads } }: { readonly sessions: Pick<SessionService, "reads"> },
  { tenantId, endUserId }: KvaryUser,
): Promise<CurrentVerification> {
  const standing = await reads.findApplicant(tenantId, endUserId);
  const inFlow = standing?.flows.find(({ flow }) => flow === kvaryNames.flow);
  if (inFlow === undefined) return { status: "NOT_STARTED", sessionId: null, open: undefined };
  const { status, sessionId, openSessionId, decidedAt } = inFlow;
  noteSession(openSessionId ?? sessionId);
  if (status === "APPROVED") return { status, sessionId, open: undefined };
  const attempt = openSessionId === null ? undefined : await reads.find(tenantId, openSessionId);
  // Ids begin with their time.
  const isNewest = attempt !== undefined && (decidedAt === null || attempt.id > sessionId);
  if (isNewest && isAlive(attempt)) return { status: attempt.status, sessionId: attempt.id, open: attempt };
  const isOver = decidedAt === null && status !== "NOT_STARTED";
  return { status: isOver ? "EXPIRED" : status, sessionId, open: undefined };
}

/** A review goes on; anything else needs a link that works. */
function isAlive({ status, launch, lapsesAt, erasure }: Session): boolean {
  if (erasure !== "none" || isSettled(status)) return false;
  if (status === "PENDING_REVIEW") return true;
  return launch?.url !== undefined && (lapsesAt === null || lapsesAt.getTime() > Date.now());
}
