import type { Call, Host, HostResponse, Picture } from "@kyc-gateway/adapter-spec/v1";
import { buildMultipart, requestJson, signMultipart } from "@kyc-gateway/adapter-kit";
import type { JsonAnswer, MultipartParts } from "@kyc-gateway/adapter-kit";
import { resolveEndpoints, type Endpoints } from "../settings/endpoints.ts";
import type { Settings } from "../settings/settings.schema.ts";
import { isExternal } from "./operation.ts";
import type { Operation } from "./operation.ts";
import { findProviderError } from "./provider-error.ts";
import { signBody } from "./signature.ts";

export interface ClientRequest {
  readonly operation: Operation;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Present: a form with files instead of JSON. */
  readonly files?: Readonly<Record<string, Picture>>;
  readonly call: Call;
  /** Bytes. */
  readonly maxResponseBytes?: number;
}

/** Identomat's methods: POST of JSON or of a form, the company key inside, signed where there is a secret key. */
export interface Client {
  /** Answers with JSON; throws what the provider refuses. */
  post(request: ClientRequest): Promise<JsonAnswer>;
  /** Answers with whatever comes, unread. */
  open(request: ClientRequest): Promise<HostResponse>;
  /** What an answer of `open` refuses. */
  findError(answer: JsonAnswer): ReturnType<typeof findProviderError>;
}

interface Outgoing {
  readonly method: "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
}

function buildUrl({ widgetApi, externalApi }: Endpoints, operation: Operation): string {
  return `${isExternal(operation) ? externalApi : widgetApi}/${operation}`;
}

interface Payload {
  readonly contentType: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly sign: (secretKey: string) => string;
}

function buildPayload(settings: Settings, { operation, parameters, files }: ClientRequest): Payload {
  const keyName = isExternal(operation) ? "companyKey" : "company_key";
  if (files !== undefined) {
    const parts = listParts({ name: keyName, value: settings.companyKey }, files);
    const sign = (secretKey: string) => signMultipart("sha256", secretKey, parts).toString("base64");
    return { ...buildMultipart(parts), sign };
  }
  const body = Buffer.from(JSON.stringify({ [keyName]: settings.companyKey, ...parameters }), "utf8");
  return { contentType: "application/json", body, sign: (secretKey) => signBody(secretKey, body) };
}

function listParts(
  field: { readonly name: string; readonly value: string },
  files: Readonly<Record<string, Picture>>,
): MultipartParts {
  return {
    fields: [field],
    files: Object.entries(files).map(([name, { bytes, mediaType }]) => ({
      name,
      fileName: `${name}.${mediaType.slice("image/".length)}`,
      mediaType,
      bytes,
    })),
  };
}

function buildRequest(settings: Settings, endpoints: Endpoints, request: ClientRequest): Outgoing {
  const { contentType, body, sign } = buildPayload(settings, request);
  const headers: Record<string, string> = { "content-type": contentType };
  if (settings.secretKey !== undefined) {
    const name = settings.signatureHeader ?? "Authorization";
    headers[name] = `${settings.signaturePrefix ?? ""}${sign(settings.secretKey)}`;
  }
  const url = buildUrl(endpoints, request.operation);
  return { method: "POST", url, headers, body, signal: request.call.signal };
}

export function createClient(settings: Settings, host: Host): Client {
  const endpoints = resolveEndpoints(settings);
  const findError: Client["findError"] = (answer) => findProviderError(answer, host.now());
  return {
    post: (request) =>
      requestJson(host, {
        ...buildRequest(settings, endpoints, request),
        operation: request.operation,
        ...(request.maxResponseBytes === undefined ? {} : { maxResponseBytes: request.maxResponseBytes }),
        findError,
      }),
    open: async (request) => {
      const { url, ...init } = buildRequest(settings, endpoints, request);
      const { maxResponseBytes } = request;
      return host.fetch(url, { ...init, ...(maxResponseBytes === undefined ? {} : { maxResponseBytes }) });
    },
    findError,
  };
}
