import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCallbackReceiver } from "../callbacks/receiver.ts";
import type { CallbackReceiver } from "../callbacks/receiver.ts";
import type { OndatoApplication, WebhookAuthentication } from "./options.ts";
import { startOndatoSimulator } from "./simulator.ts";
import type { OndatoSimulator } from "./simulator.ts";

const setupId = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
let receiver: CallbackReceiver;
let simulator: OndatoSimulator;
let token: string;

function describeApplication(name: string, authentication: WebhookAuthentication): OndatoApplication {
  return {
    name,
    applicationId: `app-${name}`,
    clientId: name,
    clientSecret: "secret",
    webhookUrl: receiver.url,
    webhookAuthentication: authentication,
  };
}

async function fetchToken(fields: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const form = { grant_type: "client_credentials", client_id: "main", client_secret: "secret", ...fields };
  const response = await fetch(`${simulator.url}/connect/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  return (await response.json()) as Record<string, unknown>;
}

async function startWith(authentication: WebhookAuthentication, options: object = {}): Promise<void> {
  simulator = await startOndatoSimulator({
    applications: [
      describeApplication("main", authentication),
      describeApplication("other", { kind: "none" }),
    ],
    retryTimeFactor: 0.000_01,
    ...options,
  });
  token = (await fetchToken())["access_token"] as string;
}

beforeEach(async () => {
  receiver = await startCallbackReceiver();
  await startWith({ kind: "hmac", secret: "hush" });
});

afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

async function call(path: string, options: { method?: string; body?: unknown; token?: string } = {}) {
  const { method = "GET", body } = options;
  return fetch(simulator.url + path, {
    method,
    headers: { authorization: `Bearer ${options.token ?? token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function read(path: string): Promise<Record<string, unknown>> {
  return (await (await call(path)).json()) as Record<string, unknown>;
}

async function create(more: object = {}): Promise<string> {
  const response = await call("/v1/identity-verifications", { method: "POST", body: { setupId, ...more } });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

function locateLocalisation(id: string): string {
  return `/v1/identity-verifications/${id}/setup-localisations`;
}

async function readKyc(id: string): Promise<Record<string, unknown>> {
  const { step } = (await read(`/v1/identity-verifications/${id}`)) as {
    step: { kycIdentification: { id: string } };
  };
  return read(`/v1/identifications/${step.kycIdentification.id}`);
}

async function listTypes(): Promise<unknown[]> {
  await simulator.control.settleCallbacks({ includeRetries: true });
  return receiver.received.map(({ json }) => json["type"]);
}

describe("the token endpoint", () => {
  it("issues a bearer token and counts it", async () => {
    expect(await fetchToken({ scope: "idv_api" })).toMatchObject({
      token_type: "Bearer",
      expires_in: 3_600,
      scope: "idv_api",
    });
    expect(simulator.control.ledger().counters).toEqual({ tokens_issued: 2 });
  });

  it.each([
    [{ client_secret: "wrong" }, "invalid_client"],
    [{ grant_type: "password" }, "unsupported_grant_type"],
    [{ scope: "idv_api everything" }, "invalid_scope"],
  ])("refuses %j with OAuth2's own error", async (fields, error) => {
    expect(await fetchToken(fields as unknown as Record<string, string>)).toEqual({ error });
  });

  it("makes a token worthless when it expires or is revoked", async () => {
    simulator.control.advanceClock(3_600_000);
    expect((await call(`/v1/identity-verifications/${setupId}`)).status).toBe(401);
    token = (await fetchToken())["access_token"] as string;
    expect((await call(`/v1/identity-verifications/${setupId}`)).status).toBe(404);
    simulator.control.revokeTokens();
    const refused = await call(`/v1/identity-verifications/${setupId}`);
    expect([refused.status, await refused.json()]).toMatchObject([401, { reason: "AuthenticationFailed" }]);
  });

  it("answers 403 to a token without the scope", async () => {
    const narrow = (await fetchToken({ scope: "idv_api" }))["access_token"] as string;
    const response = await call(`/v1/identifications/${setupId}`, { token: narrow });
    expect([response.status, await response.json()]).toMatchObject([403, { reason: "AuthorizationFailed" }]);
  });
});

describe("identity verifications", () => {
  it("begin as Pending, without a step", async () => {
    const id = await create({ externalReferenceId: "ours-1" });
    const body = await read(`/v1/identity-verifications/${id}`);
    expect(body).toMatchObject({ id, status: "Pending", externalReferenceId: "ours-1" });
    expect(body).not.toHaveProperty("step");
  });

  it.each([
    [{ setupId: "not-a-uuid" }, "setupId"],
    [{ registration: { phoneNumber: "+37060000000" } }, "registration.phoneNumber"],
    [{ registration: { countryCode: "LTU" } }, "registration.countryCode"],
  ])("refuse %j and name the member", async (more, member) => {
    const options = { method: "POST", body: { setupId, ...more } };
    const response = await call("/v1/identity-verifications", options);
    const body = (await response.json()) as { params: object };
    expect([response.status, Object.keys(body.params)]).toEqual([400, [member]]);
  });

  it("are hidden from another application", async () => {
    const id = await create();
    const foreign = (await fetchToken({ client_id: "other" }))["access_token"] as string;
    expect((await call(`/v1/identity-verifications/${id}`, { token: foreign })).status).toBe(404);
  });

  it("keep their verdict on the second level", async () => {
    const id = await create();
    simulator.control.act(id, { act: "start" });
    expect(await readKyc(id)).toMatchObject({ status: "Unfinished", identityVerificationId: id });
    simulator.control.act(id, { act: "await_review" });
    expect(await read(`/v1/identity-verifications/${id}`)).toMatchObject({ status: "Completed" });
    expect(await readKyc(id)).toMatchObject({ status: "Awaiting", isCrossChecked: false });
    simulator.control.act(id, { act: "operator_reject", reason: "PossibleFraudAttempt" });
    expect(await readKyc(id)).toMatchObject({
      status: "Rejected",
      statusReason: "PossibleFraudAttempt",
      isCrossChecked: true,
    });
  });

  it("expire when their timer runs out, and say so", async () => {
    const id = await create();
    simulator.control.act(id, { act: "start" });
    simulator.control.advanceClock(2 * 3_600_000);
    expect(simulator.control.session(id)).toMatchObject({ status: "Expired", hasLapsed: true });
    expect((await listTypes()).at(-1)).toBe("IdentityVerification.StatusChanged");
  });

  it("take a localisation for a known session only", async () => {
    const id = await create();
    const body = { defaultLanguage: "lt", localisationSettings: [{ language: "lt" }] };
    expect((await call(locateLocalisation(id), { method: "PUT", body })).status).toBe(204);
    expect((await call(locateLocalisation(setupId), { method: "PUT", body })).status).toBe(404);
    expect((await call(locateLocalisation(id), { method: "PUT", body: {} })).status).toBe(400);
  });
});

describe("identifications", () => {
  it("serve their files", async () => {
    const id = await create();
    simulator.control.act(id, { act: "approve" });
    const kyc = (await readKyc(id)) as { id: string; document: { files: { fileId: string }[] } };
    const response = await call(`/v1/identifications/${kyc.id}/files/${kyc.document.files[0]?.fileId}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([response.headers.get("content-type"), bytes.readUInt16BE(0)]).toEqual(["image/jpeg", 0xffd8]);
    expect((await call(`/v1/identifications/${kyc.id}/files/${setupId}`)).status).toBe(404);
  });

  it("are listed by time with their count on request", async () => {
    simulator.control.act(await create(), { act: "approve" });
    const from = new Date(Date.now() - 60_000).toISOString();
    const response = await fetch(`${simulator.url}/v1/identifications/filter`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "return-total-count": "true",
      },
      body: JSON.stringify({ createdUtc: { from } }),
    });
    expect(response.headers.get("total-count")).toBe("1");
    expect(await response.json()).toMatchObject([{ status: "Approved" }]);
  });
});
