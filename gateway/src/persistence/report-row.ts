import type { Report } from "@kyc-gateway/adapter-spec/v1";
import type { Sealer } from "../crypto/sealer.ts";

/** A report without the provider's own body. */
export type NormalisedReport = Omit<Report, "raw" | "reference" | "status" | "evidence">;

const table = "session_reports";

/** The sealed columns of a report: what products may read, and the provider's body for later questions. */
export function sealReport(
  sealer: Sealer,
  sessionId: string,
  report: Report,
): { sealedResult: Buffer; sealedRaw: Buffer } {
  const { raw, reference: _reference, status: _status, evidence: _evidence, ...normalised } = report;
  return {
    sealedResult: sealer.sealJson({ table, column: "sealed_result", rowId: sessionId }, normalised),
    sealedRaw: sealer.sealJson({ table, column: "sealed_raw", rowId: sessionId }, raw ?? null),
  };
}

/** Opens the part of a report that products may read. Throws `UnsealError`. */
export function openReport(sealer: Sealer, sessionId: string, sealedResult: Uint8Array): NormalisedReport {
  return sealer.openJson(
    { table, column: "sealed_result", rowId: sessionId },
    sealedResult,
  ) as NormalisedReport;
}
