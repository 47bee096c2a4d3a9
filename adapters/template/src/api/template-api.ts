import { AdapterError, requestJson } from "@kyc-gateway/adapter-kit";
import type { JsonAnswer, JsonRequest } from "@kyc-gateway/adapter-kit";
import type { Call, Host } from "@kyc-gateway/adapter-spec/v1";
import { resolveBase } from "../settings/endpoints.ts";
import type { Settings } from "../settings/settings.schema.ts";

/** One call of the API. `path` begins with `/`; what varies in it has passed `encodeURIComponent`. */
export interface ApiRequest {
  readonly operation: string;
  readonly method: JsonRequest["method"];
  readonly path: string;
  readonly body?: unknown;
}

/** The API of one connection, authorised. */
export interface TemplateApi {
  request(request: ApiRequest, call: Call): Promise<JsonAnswer>;
}

export function createTemplateApi(settings: Settings, host: Host): TemplateApi {
  const base = resolveBase(settings);
  return {
    request: ({ operation, method, path, body }, call) =>
      requestJson(host, {
        operation,
        method,
        url: `${base}${path}`,
        // TODO 5: how the provider wants to be authorised. For OAuth2 there is createClientCredentials in the kit.
        headers: { authorization: `Bearer ${settings.apiKey}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: call.signal,
        findError,
      }),
  };
}

/** What an answer says beyond its HTTP status; the kit classifies the rest. */
// TODO 7: the provider's own error words, above all those that come with HTTP 200.
function findError({ operation, status }: JsonAnswer): AdapterError | undefined {
  if (status !== 404) return undefined;
  const message = `${operation}: the provider has nothing under this reference`;
  return new AdapterError({ code: "session_unknown", message, httpStatus: status });
}
