import type { PrintedReports, ReportSection } from "@kyc-gateway/adapter-spec/v1";
import { openMedia } from "../evidence/open-evidence.ts";
import type { FacetContext } from "./facet-context.ts";

const members = {
  session: "exportSession",
  screening: "exportScreening",
  proof_of_address: "exportProofOfAddress",
} as const satisfies Record<ReportSection, string>;

export const reportSections = Object.keys(members) as readonly ReportSection[];

/** export-session-as-pdf: at least one of its three members is `true`. */
export function createPrintedReports(context: FacetContext): PrintedReports {
  return {
    open: (reference, { sections }, call) => {
      const asked = reportSections.map((section) => [members[section], sections.includes(section)]);
      const parameters = { sessionId: reference.id, ...Object.fromEntries(asked) } as Record<
        string,
        string | boolean
      >;
      return openMedia({ ...context, call }, { operation: "export-session-as-pdf", parameters });
    },
  };
}
