import type { ReportedStatus } from "@kyc-gateway/adapter-spec/v1";

/** What is said about a session. `HELD`: the provider approved, and a check that the flow requires is missing. */
export type ReportedWord = ReportedStatus | "HELD";
