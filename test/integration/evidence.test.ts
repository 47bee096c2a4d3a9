import { request as send } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { startEndlessProvider, startEndlessSession } from "../support/endless-provider.ts";
import { ondatoSetupId, startHarness, waitUntilServing, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
let reader: ApiClient;
let readerKey: string;
beforeAll(async () => {
  harness = await startHarness({ withOndato: true });
  const scopes = ["sessions:read", "evidence:read"] as const;
  ({ key: readerKey } = await harness.provisioning.createKey({ tenant: "shop", name: "reader", scopes }));
  reader = createApiClient(harness.gateway.url, readerKey);
  await waitUntilServing(reader);
});
afterAll(async () => {
  await reader.close();
  await harness[Symbol.asyncDispose]();
});

interface Listed {
  readonly items: readonly { readonly id: string; readonly kind: string; readonly mediaType?: string }[];
}

async function startApproved(flow: string): Promise<string> {
  const { body } = await harness.shop.createSession({
    flow,
    applicant: { id: "user-1", givenName: "Nimushi", familyName: "Satesto" },
  });
  const reference = await harness.findReference(body.id);
  if (flow === "ondato") harness.ondato?.control.act(reference, { act: "approve" });
  else harness.identomat.control.act(reference, { act: "approve" });
  await waitFor(async () => (await harness.shop.readSession(body.id)).status === "APPROVED");
  return body.id;
}

async function openRaw(path: string) {
  return send(`${harness.gateway.url}${path}`, { headers: { authorization: `Bearer ${readerKey}` } });
}

describe.each([
  ["standard", "document_front"],
  ["ondato", "document_front"],
])("the evidence of a session of the flow %s", (flow, kind) => {
  it("is listed, and each item streams with its type and length", async () => {
    const id = await startApproved(flow);
    const { body } = await reader.get<Listed>(`/v1/sessions/${id}/evidence`);
    expect(body.items.map((item) => item.kind)).toContain(kind);
    for (const item of body.items) {
      const answer = await openRaw(`/v1/sessions/${id}/evidence/${item.id}`);
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      expect(answer.statusCode).toBe(200);
      expect(answer.headers["content-type"]).toMatch(/^(image|video|application)\//);
      expect(Number(answer.headers["content-length"])).toBe(bytes.length);
      expect(bytes.length).toBeGreaterThan(0);
      expect(answer.headers).toMatchObject({
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "content-disposition": "attachment",
      });
    }
  });

  it("does not tell of items that the session does not have", async () => {
    const id = await startApproved(flow);
    const answer = await reader.get(`/v1/sessions/${id}/evidence/no-such-item`);
    expect(readProblem(answer)).toMatchObject({ status: 404, code: "evidence_not_found" });
  });
});

describe("evidence", () => {
  it("is for keys with the scope alone", async () => {
    const id = await startApproved("standard");
    const other = await harness.provisioning.createKey({
      tenant: "shop",
      name: "thin",
      scopes: ["sessions:read"],
    });
    const client = createApiClient(harness.gateway.url, other.key);
    await waitUntilServing(client);
    const answer = await client.get(`/v1/sessions/${id}/evidence`);
    expect(readProblem(answer)).toMatchObject({ status: 403, code: "scope_missing" });
    await client.close();
  });

  it("of another product's session is as unknown as of none", async () => {
    const { body } = await harness.bank.createSession();
    for (const path of [`/v1/sessions/${body.id}/evidence`, `/v1/sessions/${body.id}/evidence/face`]) {
      expect(readProblem(await reader.get(path))).toMatchObject({ status: 404, code: "session_not_found" });
    }
  });

  it("is gone with an erased session", async () => {
    const id = await startApproved("standard");
    await harness.shop.request("DELETE", `/v1/sessions/${id}`);
    expect(readProblem(await reader.get(`/v1/sessions/${id}/evidence`))).toMatchObject({
      code: "session_erased",
    });
  });
});

describe("products that hang up while the provider is slow", () => {
  it("say nothing about it: whoever waits is served, and the breaker stays closed", async () => {
    const id = await startApproved("standard");
    const { control } = harness.identomat;
    const fault = control.addFault({ fault: { kind: "hang" }, operation: "result/card-front" });
    const path = `/v1/sessions/${id}/evidence/card-front`;
    const countCalls = () => control.ledger().requests["result/card-front"] ?? 0;
    for (let caller = 0; caller < 15; caller += 1) {
      const before = countCalls();
      const product = new AbortController();
      const hanging = send(`${harness.gateway.url}${path}`, {
        headers: { authorization: `Bearer ${readerKey}` },
        signal: product.signal,
      });
      await waitFor(() => countCalls() > before);
      product.abort();
      await expect(hanging).rejects.toThrow();
    }
    control.removeFault(fault);
    const answer = await openRaw(path);
    await answer.body.dump();
    expect(answer.statusCode).toBe(200);
    const { text } = await reader.get("/metrics");
    expect(text).toContain('kyc_provider_breaker_state{connection="shop-identomat",operation="other"} 0');
    expect(text).toContain('kyc_provider_calls_total{connection="shop-identomat",outcome="abandoned"} 15');
    expect(text).toContain('kyc_provider_calls_total{connection="shop-identomat",outcome="timeout"} 0');
  });
});

describe("a piece of evidence without end", () => {
  it("is not buffered, and stops at the provider when the client goes away", async () => {
    const provider = await startEndlessProvider();
    const created = await startEndlessSession(harness, provider);
    const answer = await openRaw(`/v1/sessions/${created.id}/evidence/card-front`);
    const body = answer.body[Symbol.asyncIterator]();
    await body.next();
    // The client reads no further: what the provider can still send is what the sockets on the way hold.
    await waitFor(() => isStill(() => provider.sentBytes));
    expect(provider.sentBytes).toBeLessThan(32 * 1024 * 1024);
    answer.body.destroy();
    await waitFor(() => provider.openTransfers === 0);
    provider.close();
  });
});

let lastSeen = -1;
function isStill(read: () => number): boolean {
  const now = read();
  const isSame = now === lastSeen;
  lastSeen = now;
  return isSame;
}

describe("a provider that fetches a token before it posts", () => {
  it("gets one for its credentials, and its webhooks land with it", async () => {
    const { ondato, provisioning, gateway, shop } = harness;
    const url = ondato?.url ?? "";
    const settings = {
      environment: "sandbox",
      hosts: { token: url, idv: url, kyc: url, page: url },
      clientId: "shop-client",
      clientSecret: "shop-client-secret",
      webhook: {
        scheme: "bearer",
        clients: [{ clientId: "posting", clientSecret: "posting-secret-of-ondato" }],
      },
    };
    await provisioning.saveConnection({ name: "shop-bearer", adapter: "ondato", tenant: "shop", settings });
    const targets = [{ connection: "shop-bearer", settings: { setupId: ondatoSetupId } }];
    await provisioning.saveFlow({ tenant: "shop", name: "bearer", targets });
    const started = await waitFor(async () => {
      const answer = await shop.createSession({ flow: "bearer" });
      return answer.status === 201 ? answer.body : undefined;
    });
    const form = {
      grant_type: "client_credentials",
      client_id: "posting",
      client_secret: "posting-secret-of-ondato",
    };
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const path = "/webhooks/ondato/shop-bearer";
    const provider = createApiClient(gateway.url);
    const token = await provider.request<{ access_token: string; token_type: string }>(
      "POST",
      `${path}/token`,
      {
        headers,
        body: new URLSearchParams(form).toString(),
      },
    );
    expect(token).toMatchObject({ status: 200, body: { token_type: "Bearer" } });
    const refused = await provider.request("POST", `${path}/token`, {
      headers,
      body: new URLSearchParams({ ...form, client_secret: "guessed" }).toString(),
    });
    expect(readProblem(refused)).toMatchObject({ status: 401, code: "webhook_unauthentic" });
    const delivery = {
      id: crypto.randomUUID(),
      applicationId: crypto.randomUUID(),
      createdUtc: new Date().toISOString(),
      type: "IdentityVerification.StatusChanged",
      payload: { id: await harness.findReference(started.id), status: "InProgress" },
    };
    const client = createApiClient(gateway.url, token.body.access_token);
    expect(await client.request("POST", path, { body: delivery })).toMatchObject({ status: 200 });
    const forged = createApiClient(gateway.url, `${token.body.access_token.slice(0, -2)}xx`);
    expect(readProblem(await forged.request("POST", path, { body: delivery })).code).toBe(
      "webhook_unauthentic",
    );
    await Promise.all([provider.close(), client.close(), forged.close()]);
  });
});
