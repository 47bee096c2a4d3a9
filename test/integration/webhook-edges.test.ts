import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { companies, startHarness, type Harness } from "../support/gateway-harness.ts";
import { converse } from "../support/raw-connection.ts";
import { readSeries } from "../support/read-series.ts";
import { signWebhook } from "../support/sign-webhook.ts";
import { listDeliveries } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ withOndato: true });
});
afterAll(() => harness[Symbol.asyncDispose]());

const ondatoPath = "/webhooks/ondato/shop-ondato";
const identomatPath = "/webhooks/identomat/shop-identomat";

const ondatoBody = () =>
  JSON.stringify({
    id: crypto.randomUUID(),
    type: "IdentityVerification.StatusChanged",
    payload: { id: crypto.randomUUID() },
  });
const identomatBody = () =>
  JSON.stringify({
    callbackApiKey: companies.shop.callbackApiKey,
    type: "update",
    sessionId: crypto.randomUUID(),
  });

/** An authentic webhook, sent as bytes with exactly these headers. */
async function send(path: string, lines: readonly string[], method = "POST"): Promise<string> {
  const isOndato = path.toLowerCase().includes("ondato");
  const body = isOndato ? ondatoBody() : identomatBody();
  const signature = isOndato ? [`Ondato-Signature: ${signWebhook(body)["ondato-signature"]}`] : [];
  const head = [`${method} ${path} HTTP/1.1`, "Host: x", "Connection: close", ...signature, ...lines];
  const request = [...head, `Content-Length: ${Buffer.byteLength(body)}`, "", body].join("\r\n");
  return (await converse(harness.gateway.url, [request])).answer;
}

const readStatus = (answer: string): number => Number(answer.slice(9, 12));
const refusals = (connection: string, reason: string) =>
  readSeries(harness.shop, "kyc_rejected_webhooks_total", { connection, reason });

describe.each([ondatoPath, identomatPath])("an authentic webhook at %s", (path) => {
  it.each([
    "utf-8",
    "UTF-8",
    "none",
    "",
    "identity",
    "utf8, identity",
    "iso-8859-1",
    "us-ascii",
    "7bit",
    "8bit",
    "binary",
    "application/json",
    "null",
  ])("is taken when its Content-Encoding names no coding: %j", async (encoding) => {
    expect(readStatus(await send(path, [`Content-Encoding: ${encoding}`]))).toBe(200);
  });

  it.each([
    ["none at all", []],
    ["a form", ["Content-Type: application/x-www-form-urlencoded"]],
    ["plain text", ["Content-Type: text/plain"]],
    ["multipart", ["Content-Type: multipart/form-data; boundary=x"]],
    ["a vendor's", ["Content-Type: application/vnd.x+json; version=1"]],
    ["one that is empty", ["Content-Type:"]],
    ["one that is no media type", ["Content-Type: json"]],
    ["one that is broken", ["Content-Type: application/json; charset"]],
    ["only a separator", ["Content-Type: ;"]],
    ["an unknown character set", ["Content-Type: application/json; charset=klingon"]],
    ["two of them", ["Content-Type: application/json", "Content-Type: text/plain"]],
  ])("is taken whatever its Content-Type is: %s", async (_name, lines) => {
    expect(readStatus(await send(path, lines))).toBe(200);
  });

  it.each(["gzip", "br", "deflate", "zstd", "x-gzip", "GZIP", "identity, gzip", "compress"])(
    "is refused with 415 and counted when it is really coded: %s",
    async (encoding) => {
      const name = path.split("/").at(-1) ?? "";
      const before = await refusals(name, "encoded");
      expect(readStatus(await send(path, [`Content-Encoding: ${encoding}`]))).toBe(415);
      expect(await refusals(name, "encoded")).toBe(before + 1);
    },
  );
});

describe("the address of a webhook", () => {
  it.each([
    "/webhooks/identomat/shop-identomat/",
    "//webhooks/identomat/shop-identomat",
    "/webhooks//identomat///shop-identomat//",
    "/webhooks/Identomat/shop-identomat",
    "/webhooks/IDENTOMAT/shop-identomat/?attempt=2",
    "/webhooks/identomat/shop-identomat?",
    "/webhooks/ondato/shop-ondato/",
    "//webhooks/Ondato/shop-ondato",
  ])("is understood, and answered without a redirect: %s", async (path) => {
    expect(readStatus(await send(path, []))).toBe(200);
  });

  it.each([
    "/webhooks/identomat/shop-identomat/more",
    "/webhooks/identomat/shop-identomat/more/",
    "/webhooks/identomat/",
    "/x//webhooks/identomat/shop-identomat",
    "/WEBHOOKS/identomat/shop-identomat",
    "/webhooks/identomat/shop-ondato",
    "/webhooks/identomat/SHOP-IDENTOMAT",
    "/webhooks/..//identomat/shop-identomat",
  ])("is not found where there is nothing: %s", async (path) => {
    expect(readStatus(await send(path, []))).toBe(404);
  });
});

describe("a provider that asks before it posts", () => {
  it.each(["GET", "HEAD"])("gets 204 without a body for a connection that is there: %s", async (method) => {
    // Counted: the deliveries of earlier tests are still being settled.
    const stored = (await listDeliveries(harness.database)).length;
    for (const path of [ondatoPath, identomatPath, `${ondatoPath}/`, `/${identomatPath}`]) {
      const answer = await harness.shop.request(method, path);
      expect(answer).toMatchObject({ status: 204, text: "" });
    }
    expect(await listDeliveries(harness.database)).toHaveLength(stored);
  });

  it.each(["GET", "HEAD", "OPTIONS", "PUT"])("gets 404 for one that is not there: %s", async (method) => {
    for (const path of ["/webhooks/ondato/nobody", "/webhooks/identomat/shop-ondato", "/webhooks/x/y"])
      expect((await harness.shop.request(method, path)).status).toBe(404);
  });

  it.each(["OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"])(
    "is told which methods there are: %s",
    async (method) => {
      const answer = await harness.shop.request(method, ondatoPath);
      expect(readProblem(answer)).toMatchObject({ status: 405, code: "method_not_allowed" });
      expect(answer.headers["allow"]).toBe("GET, HEAD, POST");
    },
  );
});

describe("a provider that asks before it fetches a token", () => {
  const path = "/webhooks/ondato/shop-bearer/token";
  const credentials = { clientId: "posting", clientSecret: "posting-secret-of-ondato" };
  beforeAll(async () => {
    const url = harness.ondato?.url ?? "";
    const settings = {
      environment: "sandbox",
      hosts: { token: url, idv: url, kyc: url, page: url },
      clientId: "shop-client",
      clientSecret: "shop-client-secret",
      webhook: { scheme: "bearer", clients: [credentials] },
    };
    const connection = { name: "shop-bearer", adapter: "ondato", tenant: "shop", settings };
    await harness.provisioning.saveConnection(connection);
    await waitFor(async () => (await harness.shop.get("/webhooks/ondato/shop-bearer")).status === 204);
  });

  it.each(["GET", "HEAD"])("gets 204 without a body where there are tokens: %s", async (method) => {
    for (const spelling of [path, `${path}/`, `/${path}`, "/webhooks/Ondato/shop-bearer/token?x=1"])
      expect(await harness.shop.request(method, spelling)).toMatchObject({ status: 204, text: "" });
  });

  it.each(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])(
    "gets 404 where there are none: %s",
    async (method) => {
      const others = [`${ondatoPath}/token`, `${identomatPath}/token`, "/webhooks/ondato/nobody/token"];
      for (const other of [...others, "/webhooks/identomat/shop-bearer/token", "/webhooks/x/y/token"])
        expect((await harness.shop.request(method, other)).status).toBe(404);
    },
  );

  it.each(["OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"])(
    "is told which methods there are: %s",
    async (method) => {
      const answer = await harness.shop.request(method, path);
      expect(readProblem(answer)).toMatchObject({ status: 405, code: "method_not_allowed" });
      expect(answer.headers["allow"]).toBe("GET, HEAD, POST");
    },
  );

  it("gets no token by asking, whatever it carries", async () => {
    const { clientId, clientSecret } = credentials;
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
    const query = new URLSearchParams({ grant_type: "client_credentials", client_id: clientId });
    const headers = {
      authorization: `Basic ${basic}`,
      "content-type": "application/x-www-form-urlencoded",
    };
    const answer = await harness.shop.request("GET", `${path}?${String(query)}`, { headers });
    expect(answer).toMatchObject({ status: 204, text: "" });
    expect((await harness.shop.request("POST", path, { headers, body: String(query) })).status).toBe(200);
  });
});

describe("a webhook for a connection", () => {
  it("that is retired is taken; that is removed is answered 404 and counted under its name", async () => {
    const { provisioning, identomat } = harness;
    const settings = {
      companyKey: companies.bank.companyKey,
      callbackApiKeys: [companies.shop.callbackApiKey],
      baseUrl: `${identomat.url}/external-api`,
    };
    await provisioning.saveConnection({ name: "old-name", adapter: "identomat", tenant: "shop", settings });
    const path = "/webhooks/identomat/old-name";
    await waitFor(async () => readStatus(await send(path, [])) === 200);
    await provisioning.retireConnection("old-name");
    await waitFor(
      () =>
        harness.gateway.services.configuration.current.connectionsByName.get("old-name")?.isRetired === true,
    );
    expect(readStatus(await send(path, []))).toBe(200);
    await provisioning.removeConnection("old-name");
    await waitFor(async () => readStatus(await send(path, [])) === 404);
    const before = await refusals("old-name", "removed_connection");
    expect(before).toBeGreaterThan(0);
    expect(readStatus(await send(`${path}/`, []))).toBe(404);
    expect(readStatus(await send("/webhooks/Identomat/old-name", []))).toBe(404);
    expect(await refusals("old-name", "removed_connection")).toBe(before + 2);
  });

  it("that never was is counted without its name", async () => {
    const before = await refusals("", "unknown_connection");
    for (const path of ["/webhooks/identomat/nobody-knows", "/webhooks/ondato/old-name", "/webhooks/x/y"])
      expect(readStatus(await send(path, []))).toBe(404);
    expect(await refusals("", "unknown_connection")).toBe(before + 3);
    expect((await harness.shop.get("/metrics")).text).not.toContain("nobody-knows");
  });
});
