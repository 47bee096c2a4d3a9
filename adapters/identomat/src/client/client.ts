import type { Call, Host, HostResponse } from "@kyc-gateway/adapter-spec/v1";
import { AdapterError, requestJson } from "@kyc-gateway/adapter-kit";
import type { JsonAnswer } from "@kyc-gateway/adapter-kit";
import { resolveEndpoints } from "../settings/endpoints.ts";
import type { Settings } from "../settings/settings.schema.ts";
import { findProviderError } from "./provider-error.ts";
import { signBody } from "./signature.ts";

/** A method by its path: with a slash at its end on the widget's host, without one on the other. */
export type Operation = "begin/" | "result/" | "delete/" | `result/${string}/` | "export-session-as-pdf";

export interface ClientRequest {
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly call: Call;
  /** Bytes. */
  readonly maxResponseBytes?: number;
}

/** Identomat's methods: POST of JSON, the company key inside, signed where there is a secret key. */
export interface Client {
  /** Answers with JSON; throws what the provider refuses. */
  post(request: ClientRequest): Promise<JsonAnswer>;
  /** Answers with whatever comes, unread. */
  open(request: ClientRequest): Promise<HostResponse>;
}

interface Outgoing {
  readonly method: "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
}

function isExternal(operation: Operation): boolean {
  return !operation.endsWith("/");
}

function buildUrl(settings: Settings, operation: Operation): string {
  const { widgetApi, externalApi } = resolveEndpoints(settings);
  if (!isExternal(operation)) return `${widgetApi}/${operation}`;
  if (externalApi !== undefined) return `${externalApi}/${operation}`;
  const message = `${operation} needs the setting externalApiBaseUrl`;
  throw new AdapterError({ code: "unsupported", message, requestSent: false });
}

function buildRequest(settings: Settings, request: ClientRequest): Outgoing {
  const keyName = isExternal(request.operation) ? "companyKey" : "company_key";
  const parameters = { [keyName]: settings.companyKey, ...request.parameters };
  const body = Buffer.from(JSON.stringify(parameters), "utf8");
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (settings.secretKey !== undefined) {
    const name = settings.signatureHeader ?? "Authorization";
    headers[name] = `${settings.signaturePrefix ?? ""}${signBody(settings.secretKey, body)}`;
  }
  const url = buildUrl(settings, request.operation);
  return { method: "POST", url, headers, body, signal: request.call.signal };
}

export function createClient(settings: Settings, host: Host): Client {
  return {
    post: (request) =>
      requestJson(host, {
        ...buildRequest(settings, request),
        operation: request.operation,
        ...(request.maxResponseBytes === undefined ? {} : { maxResponseBytes: request.maxResponseBytes }),
        findError: (answer) => findProviderError(answer, host.now()),
      }),
    open: async (request) => {
      const { url, ...init } = buildRequest(settings, request);
      const { maxResponseBytes } = request;
      return host.fetch(url, { ...init, ...(maxResponseBytes === undefined ? {} : { maxResponseBytes }) });
    },
  };
}
