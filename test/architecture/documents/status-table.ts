import type { SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import { legacyStatus } from "../../../gateway/src/features/kvary/legacy-status.ts";
import { code, renderTable } from "./table.ts";

const meanings = {
  NOT_STARTED: "no provider is known to have a session",
  SESSION_CREATED: "the applicant has a link and has not been seen",
  IN_PROGRESS: "the applicant is at it",
  PENDING_REVIEW: "the applicant is done, a person at the provider decides",
  APPROVED: "the provider approved the applicant",
  REJECTED: "the provider rejected the applicant, or the applicant declined the terms",
  EXPIRED: "the time ran out, or the applicant gave up",
} as const satisfies Record<SessionStatus, string>;

/** The seven statuses, and what they are called on Kvary's routes. */
export function renderStatuses(): string {
  const rows = Object.entries(meanings).map(([status, meaning]) => [
    code(status),
    meaning,
    code(legacyStatus[status as SessionStatus]),
  ]);
  return renderTable(["Status", "Meaning", "On Kvary's `GET /api/kyc/me`"], rows);
}
