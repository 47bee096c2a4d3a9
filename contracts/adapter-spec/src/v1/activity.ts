import type { Call } from "./host.ts";
import type { ProviderReference } from "./provider-reference.ts";

/** Something that happened in a session. */
export interface SessionActivity {
  /** The provider's id of the entry, where it has one. */
  readonly id?: string;
  /** The provider's word in lower case with `_` between words: the set is open. Never prose. */
  readonly type: string;
  /** RFC 3339, where the provider tells. */
  readonly at?: string;
}

/** What the applicant did in one step of the session. Absent members: the provider does not tell. */
export interface StepSummary {
  readonly step: "document" | "liveness";
  /** RFC 3339. */
  readonly startedAt?: string;
  /** RFC 3339. */
  readonly endedAt?: string;
  readonly attempts?: number;
  /** The provider's codes, never prose. */
  readonly failures: readonly string[];
}

/** A session in figures. */
export interface ActivitySummary {
  /** RFC 3339. */
  readonly startedAt?: string;
  /** Milliseconds. */
  readonly durationMs?: number;
  readonly steps: readonly StepSummary[];
  /** The provider's word of the step at which the session ended early. */
  readonly endedAtStep?: string;
  /** The provider's codes of why it ended early, never prose. */
  readonly endReasons: readonly string[];
}

/** The facet `activity`: what happened in a session, as the provider recorded it. */
export interface Activities {
  /** Every entry, oldest first. Throws `session_unknown`. */
  list(reference: ProviderReference, call: Call): Promise<readonly SessionActivity[]>;
  /** Present if and only if `capabilities.activity.summarises`. Throws `session_unknown`. */
  summarise?(reference: ProviderReference, call: Call): Promise<ActivitySummary>;
}
