import type { CallbackReceiver } from "../callbacks/receiver.ts";
import type { OndatoApplication, WebhookAuthentication } from "../ondato/options.ts";
import { startOndatoSimulator, type OndatoSimulator } from "../ondato/simulator.ts";

export const setupId = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

/** A simulator with two applications. */
export interface OndatoStage {
  readonly simulator: OndatoSimulator;
  /** Of the application `main`. */
  token: string;
}

export async function startOndatoStage(
  receiver: CallbackReceiver,
  authentication: WebhookAuthentication,
  options: object = {},
): Promise<OndatoStage> {
  const simulator = await startOndatoSimulator({
    applications: [
      describeApplication("main", receiver.url, authentication),
      describeApplication("other", receiver.url, { kind: "none" }),
    ],
    retryTimeFactor: 0.000_01,
    ...options,
  });
  return { simulator, token: (await fetchToken(simulator))["access_token"] as string };
}

function describeApplication(
  name: string,
  webhookUrl: string,
  webhookAuthentication: WebhookAuthentication,
): OndatoApplication {
  return {
    name,
    applicationId: `app-${name}`,
    clientId: name,
    clientSecret: "secret",
    webhookUrl,
    webhookAuthentication,
  };
}

export async function fetchToken(
  { url }: OndatoSimulator,
  fields: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const form = { grant_type: "client_credentials", client_id: "main", client_secret: "secret", ...fields };
  const response = await fetch(`${url}/connect/token`, { method: "POST", body: new URLSearchParams(form) });
  return (await response.json()) as Record<string, unknown>;
}

export function call(
  { simulator: { url }, token }: OndatoStage,
  path: string,
  { method = "GET", body, token: other = token }: { method?: string; body?: unknown; token?: string } = {},
): Promise<Response> {
  return fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${other}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Gives the id of a new verification; throws when it was not created. */
export async function create(stage: OndatoStage, more: object = {}): Promise<string> {
  const response = await call(stage, "/v1/identity-verifications", {
    method: "POST",
    body: { setupId, ...more },
  });
  if (response.status !== 201) throw new Error(`The verification was answered with ${response.status}.`);
  return ((await response.json()) as { id: string }).id;
}

export async function listTypes({ simulator }: OndatoStage, receiver: CallbackReceiver): Promise<unknown[]> {
  await simulator.control.settleCallbacks({ includeRetries: true });
  return receiver.received.map(({ json }) => json["type"]);
}
