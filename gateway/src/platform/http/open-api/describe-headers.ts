import { problemKinds, type ProblemCode } from "@kyc-gateway/http-api";
import { listOperations, type DocumentObject, type JsonObject, type ResponseObject } from "./json-object.ts";

const count = (description: string): JsonObject => ({ description, schema: { type: "integer", minimum: 0 } });
const text = (description: string): JsonObject => ({ description, schema: { type: "string" } });

/** Headers that a plugin sends, not a route. */
const commonHeaders: Readonly<Record<string, JsonObject>> = {
  "X-Request-Id": {
    description: "The request's id: quote it when you ask.",
    required: true,
    schema: { type: "string", format: "uuid" },
  },
  "Retry-After": count("Seconds to wait before the same request is sent again."),
  "RateLimit-Limit": count("Requests that your tenant may send in a second. Absent where there is no limit."),
  "RateLimit-Remaining": count("Requests that are left now."),
  "RateLimit-Reset": count("Seconds until all of them are available again."),
  "WWW-Authenticate": text("The scheme of credentials that is expected."),
  Allow: text("The methods that the path takes."),
};

type HeaderName = keyof typeof commonHeaders;

/** Declares on every answer the headers that plugins send with it. */
export function describeHeaders(document: DocumentObject): void {
  document.components["headers"] = { ...commonHeaders };
  for (const { operation } of listOperations(document)) {
    const isLimited = isOfProduct(operation.security ?? document.security ?? []);
    for (const [status, response] of Object.entries(operation.responses))
      response.headers = {
        ...response.headers,
        ...Object.fromEntries(selectHeaders(status, response, isLimited).map((name) => [name, refer(name)])),
      };
  }
}

function isOfProduct(security: readonly JsonObject[]): boolean {
  return security.some((one) => "apiKey" in one || "endUser" in one);
}

function selectHeaders(status: string, response: ResponseObject, isLimited: boolean): HeaderName[] {
  return [
    "X-Request-Id",
    ...(isLimited && status !== "401" ? ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"] : []),
    ...(isWaiting(status, response) ? ["Retry-After"] : []),
    ...(status === "401" ? ["WWW-Authenticate"] : []),
    ...(status === "405" ? ["Allow"] : []),
  ];
}

/** Whether the answer can say when to repeat the request. */
function isWaiting(status: string, { description }: ResponseObject): boolean {
  if (!["409", "429", "502", "503"].includes(status)) return false;
  return readCodes(description).some((code) => problemKinds[code].retryable);
}

/** The problem codes that an answer's description names. */
export function readCodes(description: string): ProblemCode[] {
  return [...description.matchAll(/`([a-z_]+)`/g)]
    .map(([, code = ""]) => code)
    .filter((code): code is ProblemCode => Object.hasOwn(problemKinds, code));
}

function refer(name: string): JsonObject {
  return { $ref: `#/components/headers/${name}` };
}
