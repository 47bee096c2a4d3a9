import { chooseLanguage, keepDefined } from "@kyc-gateway/adapter-kit";
import type { StartRequest } from "@kyc-gateway/adapter-spec/v1";
import type { Flow } from "../flow/flow.schema.ts";

/** Where neither the request nor its flow names a language. */
const UNSTATED_LANGUAGE = "en";

/** What the API takes: regions, scripts and languages without a code of two letters are not known there. */
const isIso639 = (candidate: string): boolean => /^[a-z]{2}$/.test(candidate);

/**
 * The body of `PUT …/setup-localisations` (Ondato docs, IDV API); absent when neither request nor flow says anything of
 * the page. Every entry belongs to a language: a return URL alone cannot be said without one.
 */
export function writeLocalisation({ flow, language, returnUrl }: StartRequest<Flow>): unknown {
  const { localisation = {} } = flow;
  const isUnsaid = language === undefined && returnUrl === undefined && flow.localisation === undefined;
  if (isUnsaid) return undefined;
  const asked = language === undefined ? undefined : chooseLanguage(language, isIso639);
  const pageLanguage = asked ?? localisation.language ?? UNSTATED_LANGUAGE;
  const entry = keepDefined({
    language: pageLanguage,
    pageTitle: localisation.pageTitle,
    successRedirectUrl: localisation.successRedirectUrl ?? returnUrl,
    failureRedirectUrl: localisation.failureRedirectUrl ?? returnUrl,
    consentDeclinedRedirectUrl: localisation.consentDeclinedRedirectUrl ?? returnUrl,
  });
  return { defaultLanguage: pageLanguage, localisationSettings: [entry] };
}
