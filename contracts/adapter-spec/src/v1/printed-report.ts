import type { EvidenceContent } from "./evidence.ts";
import type { Call } from "./host.ts";
import type { ProviderReference } from "./provider-reference.ts";

/** A part of a provider's printed report that can be asked for by itself (Identomat, export-session-as-pdf). */
export type ReportSection = "session" | "screening" | "proof_of_address";

/** The facet `reports`: the provider's own report about a session, for people, as a PDF. */
export interface PrintedReports {
  /**
   * Opens the report with these sections, of those in `capabilities.reports.sections`; never an empty list. A stream, never
   * read into memory. Throws `session_unknown` where the session is gone.
   */
  open(
    reference: ProviderReference,
    request: { readonly sections: readonly ReportSection[] },
    call: Call,
  ): Promise<EvidenceContent>;
}
