import { problemKinds } from "@kyc-gateway/http-api";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import type { ApiDocument, DocumentedAnswer, Operation } from "../document.ts";

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

/** Says what is wrong with an answer; undefined when it is as the document says. */
export type Judge = (
  sent: { readonly method: string; readonly path: string },
  answer: Answer,
) => string | undefined;

/** What any request may be answered with, whatever it was for. */
const ofAnyRequest = new Set([
  "malformed_request",
  "malformed_body",
  "payload_too_large",
  "unsupported_media_type",
  "headers_too_large",
  "route_not_found",
]);
/** The addresses of webhooks answer every method: which connection there is not, and that they are posted to. */
const ofAnyMethod = new Set(["connection_not_found", "method_not_allowed"]);
const webhookPath = /^\/+(?:api\/+)?webhooks\//i;
const undocumented = /^\/(?:$|\?|docs|openapi\.json|console)/;

export function createJudge(document: ApiDocument, operations: readonly Operation[]): Judge {
  const validators = createValidators(document);
  return ({ method, path }, answer) => {
    const isUnready = isNotReady(path, answer);
    if (answer.status >= 500 && !isMisconfigured(answer) && !isUnready) return `is a ${answer.status}`;
    const operation = findOperation(operations, method, readAsMeant(path));
    if (answer.status >= 400 && !isUnready)
      return judgeProblem(answer, { operation, method, path, validators });
    if (operation === undefined)
      return undocumented.test(path) ? undefined : "is none of a documented operation";
    const documented = operation.answers[answer.status];
    if (documented === undefined)
      return `has the status ${answer.status}, which ${operation.id} does not have`;
    return method === "HEAD" ? undefined : judgeBody(answer, documented, validators);
  };
}

/** The campaign writes connections with credentials that no provider knows: to say so, and then to call no more, are answers. */
function isMisconfigured({ status, text }: Answer): boolean {
  return (
    (status === 502 && text.includes('"code":"provider_misconfigured"')) ||
    (status === 503 && text.includes('"code":"provider_unavailable"'))
  );
}

/** On a machine that is busy with other things the database may answer the probe too late, which it is there to say. */
function isNotReady(path: string, { status, text }: Answer): boolean {
  return path === "/readyz" && status === 503 && text.includes('"status":"not_ready"');
}

/** Addresses of webhooks are typed by people: doubled slashes and one at the end are dropped, and Kvary's is understood in any case. */
function readAsMeant(path: string): string {
  if (!webhookPath.test(path)) return path;
  const end = path.search(/[?#]/);
  const [own, rest] = end < 0 ? [path, ""] : [path.slice(0, end), path.slice(end)];
  const tidy = own.replaceAll(/\/{2,}/g, "/").replace(/(?<=.)\/$/, "");
  return `${/^\/api\//i.test(tidy) ? tidy.toLowerCase() : tidy}${rest}`;
}

/** By method and path; a slash in an escape is none. */
function findOperation(
  operations: readonly Operation[],
  method: string,
  path: string,
): Operation | undefined {
  const asked = method === "HEAD" ? "GET" : method;
  const [pathname = ""] = path.split(/[?#]/);
  return operations
    .filter((operation) => operation.method === asked)
    .toSorted((one, other) => one.path.split("{").length - other.path.split("{").length)
    .find((operation) => new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, "[^/]*")}$`).test(pathname));
}

interface Validators {
  readonly problem: ValidateFunction;
  of(documented: DocumentedAnswer): ValidateFunction | undefined;
}

function createValidators(document: ApiDocument): Validators {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ ...document, $id: "api" });
  const compiled = new Map<DocumentedAnswer, ValidateFunction>();
  const compile = (schema: object): ValidateFunction =>
    ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')) as object);
  return {
    problem: compile({ $ref: "#/components/schemas/Problem" }),
    of(documented) {
      const schema = documented.content?.["application/json"]?.schema;
      if (schema === undefined) return undefined;
      const validate = compiled.get(documented) ?? compile(schema);
      compiled.set(documented, validate);
      return validate;
    },
  };
}

function judgeBody(
  { text, contentType }: Answer,
  documented: DocumentedAnswer,
  validators: Validators,
): string | undefined {
  const types = Object.keys(documented.content ?? {});
  if (types.length === 0) return text === "" ? undefined : "has a body where none is documented";
  const [type = ""] = contentType.split(";");
  if (types.includes("application/octet-stream")) return undefined;
  if (!types.includes(type)) return `is ${type}, not ${types.join(" or ")}`;
  if (type !== "application/json") return undefined;
  const validate = validators.of(documented);
  if (validate === undefined || validate(JSON.parse(text))) return undefined;
  return `is not valid: ${JSON.stringify(validate.errors)}`;
}

function judgeProblem(
  { status, contentType, text, retryAfter }: Answer,
  {
    operation,
    method,
    path,
    validators,
  }: { operation: Operation | undefined; method: string; path: string; validators: Validators },
): string | undefined {
  // Without a body there is nothing more to say.
  if (method === "HEAD") return undefined;
  if (!contentType.startsWith("application/problem+json"))
    return `is a ${status} and no problem: ${contentType}`;
  const problem: unknown = JSON.parse(text);
  if (!validators.problem(problem))
    return `is no valid problem: ${JSON.stringify(validators.problem.errors)}`;
  const { code } = problem as { code: keyof typeof problemKinds };
  if (!Object.hasOwn(problemKinds, code)) return `has the unknown code ${code}`;
  if (problemKinds[code].status !== status) return `has the code ${code} with the status ${status}`;
  if (problemKinds[code].retryable && status !== 408 && retryAfter === undefined)
    return `may be repeated, but does not say when`;
  if (ofAnyRequest.has(code)) return undefined;
  if (ofAnyMethod.has(code) && webhookPath.test(path)) return undefined;
  if (operation === undefined) return `has the code ${code}, and is none of a documented operation`;
  const isNamed = operation.answers[status]?.description.includes(`\`${code}\``) === true;
  return isNamed ? undefined : `has the code ${code}, which ${operation.id} does not document`;
}
