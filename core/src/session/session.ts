import type {
  CheckKind,
  Launch,
  Notice,
  ProviderReference,
  Reason,
  SessionStatus,
} from "@kyc-gateway/adapter-spec/v1";
import type { ReportedWord } from "./reported-word.ts";

/** Whether a session's data are erased, here and at the provider. */
export type Erasure = "none" | "pending" | "done";

/** Who a status comes from: the provider, an operator of ours, or the gateway itself (its clock, a flow's required checks). */
export type StatusOrigin = "provider" | "operator" | "gateway";

/** One verification session, as the domain sees it. Times are instants; ids are UUIDs. */
export interface Session {
  readonly id: string;
  readonly tenantId: string;
  readonly flow: string;
  /** The tenant's own id of the person; null: everything about the person was erased. */
  readonly applicantId: string | null;
  /** Names what protects the person's data in the store; null: nothing of the person's own. */
  readonly applicantKeyId: string | null;
  /** Checks that the flow required when the session was asked for: an approval has to cover them. */
  readonly requiredChecks: readonly CheckKind[];
  readonly status: SessionStatus;
  readonly origin: StatusOrigin;
  readonly reasons: readonly Reason[];
  /** Which try of the applicant is the newest that the provider told of, from 1. */
  readonly attempt: number;
  /** Counts the session's events; 0 before the first. */
  readonly seq: number;
  readonly connectionId: string | null;
  readonly reference: ProviderReference | null;
  readonly launch: Launch | null;
  readonly notices: readonly Notice[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly erasure: Erasure;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly decidedAt: Date | null;
  /** The provider's last word that was news; null: none yet. */
  readonly reported: ReportedWord | null;
  /** Since when the provider no longer keeps to the decision that stands. */
  readonly reopenedAt: Date | null;
  readonly lapsesAt: Date | null;
}
