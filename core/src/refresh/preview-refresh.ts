import type { ProviderFailure } from "../provider/provider-failure.ts";
import type { Session } from "../session/session.ts";
import type { FetchedReport } from "../facts/keep-facts.ts";
import type { Decision } from "../session/transition.ts";
import { decideFetch, type RefreshPorts } from "./refresh-session.ts";

/** What a refresh would come to now. */
export type RefreshPreview =
  | { readonly kind: "decided"; readonly decision: Decision; readonly report: FetchedReport }
  | { readonly kind: "failed"; readonly failure: ProviderFailure };

/** Fetches the provider's truth about a session and tells what it would change; changes nothing. */
export async function previewRefresh(
  { providers, now }: Pick<RefreshPorts, "providers" | "now">,
  session: Session,
  deadlineAt: number,
): Promise<RefreshPreview> {
  const attempt = await providers.read(session, deadlineAt);
  if (attempt.kind === "failed") return attempt;
  const { decision } = decideFetch(session, {
    report: attempt.report,
    cause: "webhook",
    at: new Date(now()),
    lifetimeMs: providers.sessionLifetimeMs(session.connectionId ?? "", session),
  });
  return { kind: "decided", decision, report: attempt.report };
}
