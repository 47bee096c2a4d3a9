import {
  compareFacts,
  type FactChange,
  keepFacts,
  previewRefresh,
  type ProviderFailure,
  type RefreshPorts,
  selectFacts,
  type Session,
  type Decision,
} from "@kyc-gateway/core";
import type { SessionReads } from "./session-reads.store.ts";

/** What a refresh would come to now: for the status, and for the facts that are kept. */
export type RefreshForecast =
  | { readonly kind: "decided"; readonly decision: Decision; readonly facts: readonly FactChange[] }
  | { readonly kind: "failed"; readonly failure: ProviderFailure };

interface Parts extends Pick<RefreshPorts, "providers" | "now"> {
  readonly reads: Pick<SessionReads, "findFacts">;
}

/** Asks the provider; changes nothing. */
export async function forecastRefresh(
  { reads, ...ports }: Parts,
  session: Session,
  deadlineAt: number,
): Promise<RefreshForecast> {
  const preview = await previewRefresh(ports, session, deadlineAt);
  if (preview.kind === "failed") return preview;
  const { decision, report } = preview;
  const known = (await reads.findFacts(session.tenantId, session.id))?.facts.reveal();
  const facts = selectFacts(report.whole.reveal());
  const { kept } = keepFacts(known, { before: session, decision, facts });
  return { kind: "decided", decision, facts: compareFacts(known?.facts, kept.facts) };
}
