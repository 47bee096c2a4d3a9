import {
  classifyHttpStatus,
  createClientCredentials,
  discardBody,
  requestJson,
} from "@kyc-gateway/adapter-kit";
import type { JsonAnswer, JsonRequest } from "@kyc-gateway/adapter-kit";
import type { Call, Host, HostResponse } from "@kyc-gateway/adapter-spec/v1";
import { resolveHosts } from "../settings/hosts.ts";
import type { HostRole } from "../settings/hosts.ts";
import type { Settings } from "../settings/settings.schema.ts";
import { findOndatoError } from "./find-ondato-error.ts";
import type { NotFoundMeaning } from "./find-ondato-error.ts";

/** One call of an API of Ondato. `path` begins with `/`; its segments have passed `asIdentifier`. */
export interface ApiRequest {
  readonly operation: string;
  readonly api: Extract<HostRole, "idv" | "kyc">;
  readonly path: string;
  readonly notFound: NotFoundMeaning;
}

export interface JsonApiRequest extends ApiRequest {
  readonly method: "GET" | "POST" | "PUT";
  readonly body?: unknown;
  readonly isEmptyAllowed?: boolean;
}

export interface MediaApiRequest extends ApiRequest {
  readonly maxResponseBytes: number;
}

/** The APIs of one connection, authorised. */
export interface OndatoApi {
  requestJson(request: JsonApiRequest, call: Call): Promise<JsonAnswer>;
  /** Opens a file; the caller reads or cancels the body of the answer, whose status is 2xx. */
  openMedia(request: MediaApiRequest, call: Call): Promise<HostResponse>;
}

export function createOndatoApi(settings: Settings, host: Host): OndatoApi {
  const hosts = resolveHosts(settings);
  const tokens = createClientCredentials({
    host,
    tokenUrl: `${hosts.token}/connect/token`,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    ...(settings.scope === undefined ? {} : { scope: settings.scope }),
  });
  const locate = ({ api, path }: ApiRequest) => `${hosts[api]}${path}`;

  return {
    requestJson: (request, call) =>
      tokens.withToken(call, (accessToken) =>
        requestJson(host, toJsonRequest(request, { url: locate(request), accessToken, signal: call.signal })),
      ),
    openMedia: (request, call) =>
      tokens.withToken(call, async (accessToken) => {
        const response = await host.fetch(locate(request), {
          headers: { authorization: `Bearer ${accessToken}` },
          signal: call.signal,
          maxResponseBytes: request.maxResponseBytes,
        });
        return refuseFailure(response, { ...request, nowMs: host.now() });
      }),
  };
}

interface Authorised {
  readonly url: string;
  readonly accessToken: string;
  readonly signal: AbortSignal;
}

function toJsonRequest(request: JsonApiRequest, { url, accessToken, signal }: Authorised): JsonRequest {
  const { operation, method, body, notFound, isEmptyAllowed = false } = request;
  const authorization = `Bearer ${accessToken}`;
  return {
    operation,
    method,
    url,
    signal,
    isEmptyAllowed,
    headers: body === undefined ? { authorization } : { authorization, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    findError: (answer) => findOndatoError(answer, notFound),
  };
}

async function refuseFailure(
  response: HostResponse,
  request: ApiRequest & { nowMs: number },
): Promise<HostResponse> {
  if (response.status < 200 || response.status > 299) await discardBody(response);
  const { status, headers } = response;
  const { operation, notFound, nowMs } = request;
  const answer = { operation, status, headers, contentType: undefined, body: undefined };
  const error =
    findOndatoError(answer, notFound) ?? classifyHttpStatus({ operation, status, headers, nowMs });
  if (error) throw error;
  return response;
}
