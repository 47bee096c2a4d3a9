import { keepDefined, keepDefinedOrNothing } from "@kyc-gateway/adapter-kit";
import type { StartRequest } from "@kyc-gateway/adapter-spec/v1";
import type { Flow } from "../flow/flow.schema.ts";

/**
 * The body of `PUT …/setup-localisations` (Ondato docs, IDV API); absent when neither request nor flow says anything of
 * the page. A language that nobody named is left out: Ondato then keeps the setup's own.
 */
export function writeLocalisation({ flow, language, returnUrl }: StartRequest<Flow>): unknown {
  const { localisation } = flow;
  const pageLanguage = language ?? localisation?.language;
  const entry = keepDefinedOrNothing({
    language: pageLanguage,
    pageTitle: localisation?.pageTitle,
    successRedirectUrl: localisation?.successRedirectUrl ?? returnUrl,
    failureRedirectUrl: localisation?.failureRedirectUrl ?? returnUrl,
    consentDeclinedRedirectUrl: localisation?.consentDeclinedRedirectUrl ?? returnUrl,
  });
  return entry && keepDefined({ defaultLanguage: pageLanguage, localisationSettings: [entry] });
}
