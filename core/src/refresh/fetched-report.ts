import type { Report } from "@kyc-gateway/adapter-spec/v1";
import { Confidential } from "../privacy/confidential.ts";

/** What a provider said: the verdict is open, the rest is about a person. */
export interface FetchedReport extends Pick<
  Report,
  "status" | "reasons" | "reference" | "attempt" | "lapsesAt" | "validUntil"
> {
  readonly whole: Confidential<Report>;
}

/** From here on a report cannot come into a log or an error by accident. */
export function closeReport(report: Report): FetchedReport {
  const { status, reasons, reference, attempt, lapsesAt, validUntil } = report;
  return {
    status,
    reasons,
    ...(reference === undefined ? {} : { reference }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(lapsesAt === undefined ? {} : { lapsesAt }),
    ...(validUntil === undefined ? {} : { validUntil }),
    whole: new Confidential(report),
  };
}
