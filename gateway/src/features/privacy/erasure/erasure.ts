/** What became of a session's data at its provider. */
const providerOutcomes = [
  // The provider said so.
  "confirmed",
  // Its adapter offers no erasure: the data are still there.
  "unsupported",
  // Nothing was ever created there.
  "nothing_there",
  // A start whose outcome nobody ever learnt: there may be something there that nobody can name.
  "unknown",
  // An operator had it done by other means.
  "confirmed_by_operator",
] as const;
/** What became of a session's data at its provider. */
export type ProviderOutcome = (typeof providerOutcomes)[number];

/** One session of an erasure, and how far it is at the provider. */
export interface ErasedSession {
  readonly sessionId: string;
  /** The connection's name and adapter; null: none was chosen yet. */
  readonly connection: string | null;
  readonly adapter: string | null;
  /** `dead`: given up until an operator has a look. */
  readonly state: "pending" | "dead" | "settled";
  readonly outcome: ProviderOutcome | null;
  readonly settledAt: Date | null;
  /** Where else a start of it may have left something that nobody can name. */
  readonly abandonedStarts: readonly AbandonedStart[];
}

/** A start that was given up without an answer: it may have made a session all the same. */
interface AbandonedStart {
  readonly connection: string;
  readonly adapter: string;
  readonly atProvider: "unknown";
}

/** What somebody asked to be erased, and what became of it. Holds no personal data. */
export interface Erasure {
  readonly id: string;
  readonly tenantId: string;
  readonly kind: "session" | "applicant";
  readonly cause: "request" | "retention";
  /** A keyed hash: equal for the same applicant, and nobody else can compute it. */
  readonly applicantHash: Buffer | null;
  readonly requestedAt: Date;
  /** Rows that went here, by table. */
  readonly removed: Readonly<Record<string, number>>;
  /** Entries of blocklists that stay, each with the ground to keep it. */
  readonly keptEntries: readonly { readonly id: string; readonly ground: string }[];
  readonly completedAt: Date | null;
  /** A JWS; null until everything is settled. */
  readonly receipt: string | null;
  readonly sessions: readonly ErasedSession[];
}

/** Thrown when a legal hold stands before an erasure. */
export class LegalHoldError extends Error {
  constructor() {
    super("A legal hold keeps the data.");
    this.name = "LegalHoldError";
  }
}
