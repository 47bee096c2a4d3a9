import type { ProblemCode } from "@kyc-gateway/http-api";
import { describeExamples } from "./describe-examples.ts";
import { describeHeaders } from "./describe-headers.ts";
import { describeProblems } from "./describe-problems.ts";
import { describeWebhooks } from "./describe-webhooks.ts";
import { dropUnused } from "./drop-unused.ts";
import { listVocabularies, nameVocabularies } from "./name-vocabularies.ts";
import type { DocumentObject } from "./json-object.ts";

/** Adds to the document what no single route can say: named vocabularies, problems, headers, examples and webhooks. */
export function completeDocument(made: object, exemplify: (code: ProblemCode) => object): DocumentObject {
  const document = nameVocabularies(JSON.parse(JSON.stringify(made))) as DocumentObject;
  document.components["schemas"] = { ...document.components["schemas"], ...listVocabularies() };
  describeProblems(document, exemplify);
  describeHeaders(document);
  describeExamples(document);
  describeWebhooks(document);
  dropUnused(document);
  return document;
}
