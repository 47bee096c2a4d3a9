import type { Report } from "@kyc-gateway/adapter-spec/v1";
import { Confidential } from "@kyc-gateway/core";
import type { Sealer } from "../../platform/encryption/sealer.ts";

/** A report without the provider's own body. */
export type NormalisedReport = Omit<Report, "raw" | "reference" | "status" | "evidence">;

const table = "session_reports";

/** The sealed columns of a report: what products may read, and the provider's body for later questions. */
export function sealReport(
  sealer: Sealer,
  sessionId: string,
  report: Confidential<Report>,
): { sealedResult: Buffer; sealedRaw: Buffer } {
  const { raw, reference: _reference, status: _status, evidence: _evidence, ...normalised } = report.reveal();
  return {
    sealedResult: sealer.sealJson({ table, column: "sealed_result", rowId: sessionId }, normalised),
    sealedRaw: sealer.sealJson({ table, column: "sealed_raw", rowId: sessionId }, raw ?? null),
  };
}

/** Opens the part of a report that products may read. Throws `UnsealError`. */
export function openReport(
  sealer: Sealer,
  sessionId: string,
  sealedResult: Uint8Array,
): Confidential<NormalisedReport> {
  const context = { table, column: "sealed_result", rowId: sessionId };
  return new Confidential(sealer.openJson(context, sealedResult) as NormalisedReport);
}

/** Opens the provider's own body; null where it gave none. Throws `UnsealError`. */
export function openRawReport(
  sealer: Sealer,
  sessionId: string,
  sealedRaw: Uint8Array,
): Confidential<unknown> {
  return new Confidential(sealer.openJson({ table, column: "sealed_raw", rowId: sessionId }, sealedRaw));
}
