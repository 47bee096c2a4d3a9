import { problemCodes, problemKinds, problemMediaType, type ProblemCode } from "@kyc-gateway/http-api";
import { readCodes } from "./describe-headers.ts";
import {
  listOperations,
  type DocumentObject,
  type JsonObject,
  type NamedOperation,
  type ResponseObject,
} from "./json-object.ts";

/** What any request with a body can be refused for, whatever its route. */
const bodyCodes: readonly ProblemCode[] = ["malformed_body", "payload_too_large", "unsupported_media_type"];

/** Declares what each operation refuses: what follows from its method and credentials, beside what its route says. */
export function describeProblems(document: DocumentObject, exemplify: (code: ProblemCode) => object): void {
  document.components["examples"] = Object.fromEntries(
    problemCodes.map((code) => [code, { summary: problemKinds[code].title, value: exemplify(code) }]),
  );
  for (const named of listOperations(document)) {
    const { operation } = named;
    const impossible = listImpossible(named, operation.security ?? document.security ?? []);
    const told = Object.values(operation.responses)
      .filter(isProblem)
      .flatMap(readTold)
      .filter((code) => !impossible.has(code));
    const codes = new Set([...told, ...listImplied(named, told)]);
    const others = Object.entries(operation.responses).filter(([, response]) => !isProblem(response));
    operation.responses = { ...Object.fromEntries(others), ...describeCodes([...codes]) };
  }
}

function isProblem({ content = {} }: ResponseObject): boolean {
  return problemMediaType in content;
}

function readTold({ description }: ResponseObject): ProblemCode[] {
  return readCodes(description);
}

function listImplied({ method }: NamedOperation, told: readonly ProblemCode[]): readonly ProblemCode[] {
  if (method !== "GET") return bodyCodes;
  return told.some((code) => problemKinds[code].status < 500) ? [] : ["malformed_request"];
}

/** Nobody is asked for a key by a public route, and operators have no limit. */
function listImpossible({ path }: NamedOperation, security: readonly JsonObject[]): ReadonlySet<ProblemCode> {
  if (security.some((one) => "apiKey" in one)) return new Set(["role_missing"]);
  if (security.some((one) => "operatorKey" in one)) return new Set(["rate_limited", "scope_missing"]);
  if (security.some((one) => "endUser" in one)) return new Set(["scope_missing", "role_missing"]);
  const isWebhook = path.includes("/webhooks/");
  return new Set([
    "unauthenticated",
    "scope_missing",
    "role_missing",
    ...(isWebhook ? [] : (["rate_limited"] as const)),
  ]);
}

function describeCodes(codes: readonly ProblemCode[]): Record<string, ResponseObject> {
  const byStatus = Map.groupBy(codes, (code) => String(problemKinds[code].status));
  return Object.fromEntries([...byStatus].map(([status, group]) => [status, describeAnswer(group)]));
}

function describeAnswer(codes: readonly ProblemCode[]): ResponseObject {
  const examples = Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
  return {
    description: codes.map((code) => `\`${code}\``).join(", "),
    content: { [problemMediaType]: { schema: { $ref: "#/components/schemas/Problem" }, examples } },
  };
}
