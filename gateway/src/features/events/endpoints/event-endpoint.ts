import type { ProblemCode } from "@kyc-gateway/http-api";
import { validate as isUuid } from "uuid";
import type { Actor } from "../../audit/index.ts";
import type { EndpointId, EndpointChangeRequest, EndpointRefusal } from "./endpoint-service.ts";
import type { Endpoint } from "./endpoint.ts";
import type { EndpointStore } from "./endpoint.store.ts";
import { ProblemError } from "../../../platform/http/problem-error.ts";

interface EndpointRequest {
  readonly tenantId: string;
  readonly params: { readonly endpointId: string };
}

/** Which endpoint a request is about. An impossible id is as unknown as a foreign one. */
export function readEndpointId({ tenantId, params }: EndpointRequest): EndpointId {
  if (!isUuid(params.endpointId)) throw new ProblemError("endpoint_not_found");
  return { tenantId, id: params.endpointId };
}

/** Which endpoint a request changes, and who asks for it. */
export function readEndpointChangeRequest(
  request: EndpointRequest & { readonly actor: Actor },
): EndpointChangeRequest {
  return { ...readEndpointId(request), actor: request.actor };
}

/** An endpoint of the tenant. */
export async function findEndpoint(store: EndpointStore, request: EndpointRequest): Promise<Endpoint> {
  const { tenantId, id } = readEndpointId(request);
  const endpoint = await store.find(tenantId, id);
  if (endpoint === undefined) throw new ProblemError("endpoint_not_found");
  return endpoint;
}

const refusalProblems = {
  issue: "invalid_request",
  unknown: "endpoint_not_found",
  unknown_key: "key_not_found",
  duplicate: "endpoint_exists",
  full: "endpoint_limit",
  last_key: "signing_key_last",
  no_event: "event_not_found",
} as const satisfies Record<EndpointRefusal["kind"], ProblemCode>;

/** What was done, or the problem that kept it from being done. */
export function settleEndpoint<T extends object>(result: T | EndpointRefusal): T {
  if (!isRefusal(result)) return result;
  throw new ProblemError(
    refusalProblems[result.kind],
    result.kind === "issue" ? { issues: [result.issue] } : {},
  );
}

function isRefusal(result: object): result is EndpointRefusal {
  return "kind" in result && (result.kind as string) in refusalProblems;
}
