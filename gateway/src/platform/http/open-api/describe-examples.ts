import { buildExample } from "./build-example.ts";
import { isObject, listOperations, type DocumentObject, type JsonObject } from "./json-object.ts";

const json = "application/json";

/** Gives every body, of requests and of answers, an example. */
export function describeExamples(document: DocumentObject): void {
  for (const { operation } of listOperations(document)) {
    addExample(document, operation["requestBody"], false);
    for (const response of Object.values(operation.responses)) addExample(document, response, true);
  }
}

function addExample(document: DocumentObject, holder: unknown, isComplete: boolean): void {
  if (!isObject(holder) || !isObject(holder["content"])) return;
  const media = holder["content"][json];
  if (!isObject(media) || hasExample(media)) return;
  media["example"] = buildExample(document, media["schema"], { isComplete });
}

function hasExample(media: JsonObject): boolean {
  return "example" in media || "examples" in media;
}
