import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectTo, createCall } from "./testing/connection.ts";
import { startProviderServer } from "./testing/provider-server.ts";
import type { ProviderServer } from "./testing/provider-server.ts";

const NOBODY = "00000000-0000-4000-8000-000000000000";
const IDV = `GET /v1/identity-verifications/${NOBODY}`;
const KYC = `GET /v1/identifications/${NOBODY}`;
const notFound = { status: 404, body: { reason: "NotFound", message: "" } };

let server: ProviderServer;
beforeAll(async () => {
  server = await startProviderServer();
});
beforeEach(() => {
  server.reset();
  server.answer(IDV, notFound);
  server.answer(KYC, notFound);
});
afterAll(() => server.close());

const check = () => connectTo(server.origin).connection.checkHealth?.(createCall());

describe("checkHealth", () => {
  it("asks both APIs for nobody, with one token, and changes nothing", async () => {
    await check();
    expect(server.requests.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      [IDV, KYC, "POST /connect/token"].sort(),
    );
  });

  it.each([
    ["the token", "POST /connect/token", 400, { error: "invalid_client" }, "credentials_rejected"],
    ["the IDV API", IDV, 403, { reason: "AuthorizationFailed" }, "credentials_rejected"],
    ["the KYC API", KYC, 403, { reason: "AuthorizationFailed" }, "credentials_rejected"],
    ["the KYC API", KYC, 503, {}, "unavailable"],
  ])("fails when %s is refused", async (...[, route, status, body, code]) => {
    server.answer(route, { status, body });
    await expect(check()).rejects.toMatchObject({ code });
  });
});
