import type { StartRequest } from "@kyc-gateway/adapter-spec/v1";
import type { Flow } from "../flow/flow.schema.ts";
import type { StepOf } from "../flow/step.schema.ts";
import { documentTypeWords, toDocumentType } from "./document-types.ts";
import type { DocumentTypeWord } from "./document-types.ts";

/** Which documents a session accepts; an absent member accepts all. */
export interface DocumentLimits {
  readonly document_types?: readonly DocumentTypeWord[];
  readonly document_countries?: readonly string[];
}

type Requested = Pick<StartRequest<Flow>, "documentTypes" | "documentCountries">;

// An empty list limits nothing, as an absent one.
function isLimited<Item>(list: readonly Item[] | undefined): list is readonly Item[] {
  return list !== undefined && list.length > 0;
}

function narrowTypes(
  allowed: DocumentLimits["document_types"],
  requested: Requested["documentTypes"],
): DocumentLimits["document_types"] {
  if (requested === undefined) return allowed;
  if (!isLimited(allowed)) return requested.map((type) => documentTypeWords[type]);
  return allowed.filter((word) => requested.includes(toDocumentType(word)));
}

function narrowCountries(
  allowed: DocumentLimits["document_countries"],
  requested: Requested["documentCountries"],
): DocumentLimits["document_countries"] {
  if (requested === undefined || !isLimited(allowed)) return requested ?? allowed;
  return allowed.filter((country) => requested.includes(country));
}

/** The flow's limits narrowed to what the request asks for. A request never widens its flow: it may leave nothing. */
export function narrowLimits(allowed: DocumentLimits, requested: Requested): DocumentLimits {
  const types = narrowTypes(allowed.document_types, requested.documentTypes);
  const countries = narrowCountries(allowed.document_countries, requested.documentCountries);
  return {
    ...(types === undefined ? {} : { document_types: types }),
    ...(countries === undefined ? {} : { document_countries: countries }),
  };
}

/** The limits of a document step: its own, else those of the session. */
export function readStepLimits(flow: Flow, step: StepOf<"identity-document">): DocumentLimits {
  return { ...flow.flags, ...step.flags };
}
