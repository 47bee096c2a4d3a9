import { requestJson } from "@kyc-gateway/adapter-kit";
import type { JsonAnswer, JsonRequest } from "@kyc-gateway/adapter-kit";
import type { Call, Host } from "@kyc-gateway/adapter-spec/v1";
import type { Settings } from "./manifest.ts";

/** What the parts of the sample adapter share. */
export interface Context {
  readonly settings: Settings;
  readonly host: Host;
}

export type ApiRequest = Pick<JsonRequest, "operation" | "method"> &
  Partial<JsonRequest> & { readonly path: string };

export function resolveUrl({ settings }: Context, path: string): string {
  return `${settings.baseUrl ?? "https://api.acme.example"}${path}`;
}

export function authorize({ settings }: Context): Readonly<Record<string, string>> {
  return { authorization: `Key ${settings.apiKey}` };
}

export function request(context: Context, call: Call, { path, ...rest }: ApiRequest): Promise<JsonAnswer> {
  const headers = { ...authorize(context), "content-type": "application/json" };
  return requestJson(context.host, { url: resolveUrl(context, path), headers, signal: call.signal, ...rest });
}
