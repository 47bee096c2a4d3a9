import type { Reason, ReportedStatus, SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import { isDecided, statusMachine } from "./status-machine.ts";

/** What made the gateway look at the provider, or act of itself. */
export type Cause = "start" | "webhook" | "refresh" | "schedule" | "lapse" | "erasure" | "validity";

/** The types of outgoing events. */
export type EventType =
  | "session.created"
  | "session.status_changed"
  | "session.decided"
  | "session.decision_reversed"
  | "session.expired"
  | "session.erased"
  | "applicant.expiring"
  | "applicant.expired";

/** One committed change of a session: a line of its timeline and one event, both under the same `seq`. */
export interface Transition {
  readonly seq: number;
  readonly at: Date;
  readonly from: SessionStatus;
  readonly to: SessionStatus;
  readonly reasons: readonly Reason[];
  readonly cause: Cause;
  readonly isReversal: boolean;
  readonly eventType: EventType;
}

/** Where a session stands, as far as the state machine asks. */
export interface Standing {
  readonly status: SessionStatus;
  readonly reasons: readonly Reason[];
  readonly seq: number;
}

/** News about a session from an authenticated answer of the provider, or from our clock (`EXPIRED` alone). */
export interface News {
  readonly status: ReportedStatus;
  readonly reasons: readonly Reason[];
  readonly cause: Cause;
  readonly at: Date;
}

/** What the news do: a transition, or the reason why there is none. */
export type Decision =
  | { readonly kind: "moved"; readonly transition: Transition }
  | { readonly kind: "same" | "stale" };

/** Applies news to a standing. Pure; the same news twice are `same` the second time. */
export function decideTransition(standing: Standing, news: News): Decision {
  const move = statusMachine[standing.status][news.status];
  if (move === "stale") return { kind: "stale" };
  if (move === "same" && hasSameReasons(standing.reasons, news.reasons)) return { kind: "same" };
  const isReversal = move === "reverse";
  return {
    kind: "moved",
    transition: {
      seq: standing.seq + 1,
      at: news.at,
      from: standing.status,
      to: news.status,
      reasons: news.reasons,
      cause: news.cause,
      isReversal,
      eventType: nameEvent(standing.status, news.status, isReversal),
    },
  };
}

function nameEvent(from: SessionStatus, to: ReportedStatus, isReversal: boolean): EventType {
  if (isReversal) return "session.decision_reversed";
  if (from === to) return "session.status_changed";
  if (isDecided(to)) return "session.decided";
  if (to === "EXPIRED") return "session.expired";
  return to === "SESSION_CREATED" ? "session.created" : "session.status_changed";
}

/** Order and repetition do not matter. */
function hasSameReasons(left: readonly Reason[], right: readonly Reason[]): boolean {
  const [leftKeys, rightKeys] = [keysOf(left), keysOf(right)];
  return leftKeys.size === rightKeys.size && [...leftKeys].every((key) => rightKeys.has(key));
}

function keysOf(reasons: readonly Reason[]): ReadonlySet<string> {
  return new Set(reasons.map(({ code, raw = "" }) => `${code}\u0000${raw}`));
}
