import { AdapterError } from "@kyc-gateway/adapter-kit";
import type { Call, ProviderReference, Relaunched } from "@kyc-gateway/adapter-spec/v1";
import type { OndatoApi } from "../api/ondato-api.ts";
import { locatePage } from "./applicant-page.ts";
import type { ProgressWord } from "./identity-verification.ts";
import { fetchIdentityVerification } from "./read-session.ts";

/** Where the applicant's page still lets somebody in: `Suspended` is "continue later" (Ondato docs, IDV statuses). */
const openWords: ReadonlySet<ProgressWord> = new Set(["Pending", "InProgress", "Suspended"]);

/** The page's address does not change: what is asked is whether it still leads anywhere. */
export async function relaunchSession(
  { api, pageBase }: { readonly api: OndatoApi; readonly pageBase: string },
  reference: ProviderReference,
  call: Call,
): Promise<Relaunched> {
  const { id, progress } = await fetchIdentityVerification(api, reference, call);
  if (openWords.has(progress)) return { launch: { url: locatePage(pageBase, id) } };
  throw new AdapterError({
    code: "conflict",
    message: `the session is over at Ondato (${progress}): nobody gets in any more`,
    providerCode: progress,
  });
}
