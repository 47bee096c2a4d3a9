import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectTo, createCall, token } from "../testing/connection.ts";
import { readFixture } from "../testing/fixtures.ts";
import { startProviderServer } from "../testing/provider-server.ts";
import type { ProviderServer } from "../testing/provider-server.ts";

let server: ProviderServer;
beforeAll(async () => {
  server = await startProviderServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
});

const reference = { id: token };

describe("reading a session", () => {
  it("posts the token to result/ and keeps the body as it came", async () => {
    const body = readFixture("result-approved");
    server.answer({ body });
    const report = await connectTo(server.origin).sessions.read(reference, createCall());
    expect(report).toMatchObject({ status: "APPROVED", raw: body });
    expect(server.requests).toMatchObject([{ method: "POST", path: "/external-api/result/" }]);
    expect(JSON.parse(server.requests[0]?.text ?? "")).toEqual({
      company_key: "company-key-of-the-tests",
      session_token: token,
    });
  });

  it.each([true, "approved", [], null])("refuses the body %j", async (body) => {
    server.answer({ body });
    const reading = connectTo(server.origin).sessions.read(reference, createCall());
    await expect(reading).rejects.toMatchObject({ code: "response_unrecognised" });
  });

  it("says that a session is unknown only when the provider does", async () => {
    server.answer({ body: { argumentError: "session-not-found" } });
    const { sessions } = connectTo(server.origin);
    await expect(sessions.read(reference, createCall())).rejects.toMatchObject({ code: "session_unknown" });
    server.answer({ status: 404, body: "no such page" });
    await expect(sessions.read(reference, createCall())).rejects.toMatchObject({ code: "request_rejected" });
  });

  it("honours Retry-After", async () => {
    server.answer({ status: 429, headers: { "retry-after": "7" } });
    const reading = connectTo(server.origin).sessions.read(reference, createCall());
    await expect(reading).rejects.toMatchObject({ code: "rate_limited", retryAfterMs: 7000 });
  });

  it("gives up an answer that does not end when the call is aborted", async () => {
    server.answer({ isEndless: true });
    const controller = new AbortController();
    const reading = connectTo(server.origin).sessions.read(reference, createCall(controller.signal));
    controller.abort();
    await expect(reading).rejects.toMatchObject({ code: "timeout" });
  });
});

describe("erasing a session", () => {
  it.each([
    ["true", true],
    ["the deleted session", readFixture("result-approved")],
    ["an object with the session's token", { id: token }],
    ["that the session is unknown", { argumentError: "session-not-found" }],
    ["SESSION_NOT_FOUND", "SESSION_NOT_FOUND"],
  ])("is done when the answer is %s", async (_, body) => {
    server.answer({ body });
    await expect(connectTo(server.origin).sessions.erase?.(reference, createCall())).resolves.toBeUndefined();
    expect(server.requests[0]?.path).toBe("/external-api/delete/");
  });

  it.each([
    ["false", false, "response_unrecognised"],
    ["null", null, "response_unrecognised"],
    ["an empty object", {}, "response_unrecognised"],
    ["an object of another kind", { message: "try again" }, "response_unrecognised"],
    ["SESSION_INVALID", "SESSION_INVALID", "request_rejected"],
    ["an error nobody knows", { argumentError: "locked" }, "request_rejected"],
    ["a refused key", { argumentError: "invalid-access" }, "credentials_rejected"],
  ])("is not done when the answer is %s", async (_, body, code) => {
    server.answer({ body });
    const erasing = connectTo(server.origin).sessions.erase?.(reference, createCall());
    await expect(erasing).rejects.toMatchObject({ code });
  });
});

describe("checking health", () => {
  it.each([
    { argumentError: "session-not-found" },
    "SESSION_NOT_FOUND",
    { argumentError: "session-invalid" },
  ])("passes on %j: the account answered and took the key", async (body) => {
    server.answer({ body });
    await expect(connectTo(server.origin).checkHealth?.(createCall())).resolves.toBeUndefined();
    expect(server.requests[0]?.path).toBe("/external-api/result/");
  });

  it.each([
    [200, { argumentError: "invalid-company-key" }, "credentials_rejected"],
    [401, null, "credentials_rejected"],
    [200, { argumentError: "wrong-parameters" }, "request_rejected"],
    [502, null, "unavailable"],
    [404, null, "request_rejected"],
    [200, "hello", "response_unrecognised"],
  ])("fails on HTTP %i with %j as %s", async (status, body, code) => {
    server.answer({ status, body });
    await expect(connectTo(server.origin).checkHealth?.(createCall())).rejects.toMatchObject({ code });
  });
});
