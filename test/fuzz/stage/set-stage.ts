import type { EventAttempt, EventPage } from "@kyc-gateway/http-api";
import { addOperator, type GatewayOptions } from "@kyc-gateway/gateway";
import { scopes } from "../../../gateway/src/features/configuration/configuration-snapshot.ts";
import { parseKvaryConfig } from "../../../gateway/src/features/kvary/kvary.config.ts";
import { createApiClient, type ApiClient } from "../../support/api-client.ts";
import type { EventReceiver } from "../../support/event-receiver.ts";
import { companies, describeAccount, type Harness } from "../../support/gateway-harness.ts";
import { encodeToken, signWith } from "../../support/json-web-token.ts";
import { waitFor } from "../../support/wait-for.ts";
import type { StageValues } from "../requests/known-values.ts";

const jwtSecret = "the-secret-of-kvary's-end-users-here";
const kvaryCompany = {
  name: "kvary",
  companyKey: "kvary-company-key",
  callbackApiKey: "kvary-callback-key",
} as const;

/** The accounts at the simulator, Kvary's among them. */
export const fuzzCompanies = [companies.shop, companies.bank, kvaryCompany];

/** The variables of the Kvary integration. */
export function kvaryEnvironment(identomatUrl: string): Record<string, string> {
  return {
    JWT_SECRET: jwtSecret,
    IDENTOMAT_COMPANY_KEY: kvaryCompany.companyKey,
    IDENTOMAT_CALLBACK_API_KEY: kvaryCompany.callbackApiKey,
    IDENTOMAT_BASE_URL: `${identomatUrl}/external-api`,
  };
}

export function configureKvary(identomatUrl: string): GatewayOptions["kvary"] {
  return parseKvaryConfig(kvaryEnvironment(identomatUrl), false);
}

/** What a fuzzed gateway needs beside what every test does: nothing that a busy machine or a flood would refuse. */
export function fuzzEnvironment(receiver: EventReceiver): Record<string, string> {
  return {
    KYC_EVENT_HOSTS_ALLOWED: receiver.host,
    KYC_REJECTED_WEBHOOKS_PER_MINUTE: "0",
    LOG_LEVEL: "error",
  };
}

/** Puts into a gateway what the requests name. */
export async function setStage(harness: Harness, receiver: EventReceiver): Promise<StageValues> {
  const { shop, bank, identomat, provisioning, gateway } = harness;
  const actor = { operator: "test", requestId: null };
  const operatorKey = await addOperator(gateway.services.database, actor, {
    name: "fuzzer",
    role: "administrator",
  });
  const operator = createApiClient(gateway.url, operatorKey);
  await waitFor(async () => (await operator.get("/admin/v1/tenants")).status === 200);
  await operator.request("PUT", "/admin/v1/tenants/fuzz");
  await operator.request("PUT", "/admin/v1/connections/fuzz-b", {
    body: { adapter: "identomat", tenant: "fuzz", settings: describeAccount("shop", identomat) },
  });
  const doomedApiKey = await provisioning.createKey({ tenant: "fuzz", name: "doomed", scopes });
  const shopKey = await provisioning.createKey({ tenant: "shop", name: "fuzz", scopes });
  const whole = createApiClient(gateway.url, shopKey.key);
  await waitFor(async () => (await whole.get("/v1/sessions")).status === 200);
  const bankKey = await provisioning.createKey({ tenant: "bank", name: "fuzz", scopes });
  const [open, approved, doomed] = [await begin(shop), await begin(shop), await begin(shop)];
  const foreign = await begin(bank);
  identomat.control.act(await harness.findReference(approved), { act: "approve" });
  await waitFor(async () => (await shop.readSession(approved)).status === "APPROVED");
  const endpoints = await createEndpoints(harness, receiver);
  const values = {
    shopKey: shopKey.key,
    bankKey: bankKey.key,
    operatorKey,
    endUserToken: signToken(),
    openSession: open,
    openReference: await harness.findReference(open),
    approvedSession: approved,
    foreignSession: foreign,
    doomedSession: doomed,
    evidence: await readFirst(whole, `/v1/sessions/${approved}/evidence`),
    ...endpoints,
    doomedApiKey: doomedApiKey.id,
    delivery: await readFirst(operator, "/admin/v1/deliveries"),
    event: (await shop.get<EventPage>("/v1/events")).body.items[0]?.id ?? "",
    receiverUrl: receiver.url,
    identomatUrl: identomat.url,
  };
  await Promise.all([operator.close(), whole.close()]);
  return values;
}

async function begin(product: ApiClient): Promise<string> {
  const { status, body, text } = await product.createSession();
  if (status !== 201) throw new Error(`No session to begin with: ${text}`);
  return body.id;
}

function signToken(): string {
  const exp = Math.trunc(Date.now() / 1000) + 24 * 60 * 60;
  return encodeToken({ alg: "HS256", typ: "JWT" }, { sub: "user-1", exp }, signWith(jwtSecret));
}

async function readFirst(client: ApiClient, path: string): Promise<string> {
  const { body, text } = await client.get<{ items?: { id: string }[] }>(path);
  const id = body.items?.[0]?.id;
  if (id === undefined) throw new Error(`There is nothing at ${path}: ${text.slice(0, 200)}`);
  return id;
}

type Endpoint = { readonly id: string; readonly keys: readonly { readonly id: string }[] };

async function createEndpoints(
  { shop, bank }: Harness,
  { url }: EventReceiver,
): Promise<Pick<StageValues, "endpoint" | "doomedEndpoint" | "foreignEndpoint" | "endpointKey">> {
  const create = async (product: ApiClient, path: string): Promise<Endpoint> => {
    const body = { url: `${url}/${path}` };
    const answer = await product.request<{ endpoint: Endpoint } & Endpoint>("POST", "/v1/event-endpoints", {
      body,
    });
    if (answer.status !== 201) throw new Error(`No endpoint to begin with: ${answer.text}`);
    return answer.body.endpoint ?? answer.body;
  };
  const endpoint = await create(shop, "stage");
  await shop.request<EventAttempt>("POST", `/v1/event-endpoints/${endpoint.id}/test`);
  return {
    endpoint: endpoint.id,
    endpointKey: endpoint.keys[0]?.id ?? "",
    doomedEndpoint: (await create(shop, "doomed")).id,
    foreignEndpoint: (await create(bank, "foreign")).id,
  };
}
