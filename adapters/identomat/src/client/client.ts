import type { Call, Host } from "@kyc-gateway/adapter-spec/v1";
import { requestJson } from "@kyc-gateway/adapter-kit";
import type { JsonAnswer } from "@kyc-gateway/adapter-kit";
import { resolveEndpoints } from "../settings/endpoints.ts";
import type { Settings } from "../settings/settings.schema.ts";
import { findProviderError } from "./provider-error.ts";
import { signBody } from "./signature.ts";

/** A method of the widget's host: its path, with the slash at its end. */
export type Operation = "begin/" | "result/" | "delete/" | `result/${string}/`;

export interface ClientRequest {
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly call: Call;
  /** Bytes. */
  readonly maxResponseBytes?: number;
}

/** Identomat's methods on the widget's host: POST of JSON, the company key inside, signed where there is a secret key. */
export interface Client {
  /** Answers with JSON; throws what the provider refuses. */
  post(request: ClientRequest): Promise<JsonAnswer>;
  /** Answers with whatever comes, unread. */
  open(request: ClientRequest): Promise<Response>;
}

interface Outgoing {
  readonly method: "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
}

function buildRequest(settings: Settings, request: ClientRequest): Outgoing {
  const parameters = { company_key: settings.companyKey, ...request.parameters };
  const body = Buffer.from(JSON.stringify(parameters), "utf8");
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (settings.secretKey !== undefined) {
    const name = settings.signatureHeader ?? "Authorization";
    headers[name] = `${settings.signaturePrefix ?? ""}${signBody(settings.secretKey, body)}`;
  }
  const url = `${resolveEndpoints(settings).widgetApi}/${request.operation}`;
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
    open: (request) => {
      const { url, ...init } = buildRequest(settings, request);
      const { maxResponseBytes } = request;
      return host.fetch(url, { ...init, ...(maxResponseBytes === undefined ? {} : { maxResponseBytes }) });
    },
  };
}
