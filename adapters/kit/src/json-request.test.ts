import { describe, expect, it } from "vitest";
import { AdapterError } from "./adapter-error.ts";
import { requestJson } from "./json-request.ts";
import type { JsonAnswer, JsonRequest } from "./json-request.ts";

interface Canned {
  readonly status?: number;
  readonly body?: string | Uint8Array<ArrayBuffer> | null;
  readonly headers?: Record<string, string>;
}

function request(canned: Canned, more: Partial<JsonRequest> = {}) {
  const { status = 200, body = null, headers = {} } = canned;
  const host = { now: () => 0, fetch: () => Promise.resolve(new Response(body, { status, headers })) };
  const { signal } = new AbortController();
  return requestJson(host, {
    operation: "get",
    method: "GET",
    url: "http://provider.test/",
    signal,
    ...more,
  });
}

describe("requestJson", () => {
  it("gives the answer's JSON, whatever its content type says", async () => {
    const answer = await request({
      body: '{"a":1}',
      headers: { "content-type": "Text/Plain; charset=utf-8" },
    });
    expect(answer).toMatchObject({ status: 200, body: { a: 1 }, contentType: "text/plain" });
  });

  it.each([
    ["12345678901234567890", "12345678901234567890"],
    ["-98765432109876543210", "-98765432109876543210"],
    ["9007199254740993", "9007199254740993"],
    ["9007199254740991", 9_007_199_254_740_991],
    ["0.9027283530404249", 0.902_728_353_040_424_9],
    ["1e21", 1e21],
    ['"12345678901234567890"', "12345678901234567890"],
  ])("loses no digit of %s", async (written, expected) => {
    const answer = await request({ body: `{"list":[{"number":${written}}]}` });
    expect(answer.body).toEqual({ list: [{ number: expected }] });
  });

  it.each([
    ["HTML", "<!doctype html><p>hello"],
    ["nothing", ""],
    ["JSON cut short", '{"a":'],
    ["bytes that are not UTF-8", new Uint8Array([0x22, 0xff, 0x22])],
    ["two JSON values", "1 2"],
  ])("refuses a success that is %s", async (_, body) => {
    await expect(request({ body })).rejects.toMatchObject({ code: "response_unrecognised", httpStatus: 200 });
  });

  it("refuses a body over the limit", async () => {
    const long = request({ body: JSON.stringify("x".repeat(100)) }, { maxResponseBytes: 50 });
    await expect(long).rejects.toMatchObject({ code: "response_unrecognised" });
  });

  it("takes no body for a success only where that is allowed", async () => {
    const answer = await request({ status: 204 }, { isEmptyAllowed: true });
    expect(answer.body).toBeUndefined();
    await expect(request({ status: 204 })).rejects.toMatchObject({ code: "response_unrecognised" });
  });

  it.each([
    [401, "credentials_rejected"],
    [503, "unavailable"],
    [404, "request_rejected"],
  ])("says what HTTP %i means, though its body is HTML", async (status, code) => {
    await expect(request({ status, body: "<p>" })).rejects.toMatchObject({ code, httpStatus: status });
  });

  it.each([200, 404, 500])("lets the adapter find its own error first, at HTTP %i", async (status) => {
    const own = new AdapterError({ code: "session_unknown", message: "get: no such session" });
    const found = request({ status, body: '{"error":"gone"}' }, { findError: () => own });
    await expect(found).rejects.toBe(own);
  });

  it("shows the adapter an error's body that is not JSON as absent", async () => {
    const seen: unknown[] = [];
    const findError = ({ body }: { readonly body: unknown }) => void seen.push(body);
    await expect(request({ status: 502, body: "<p>" }, { findError })).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(seen).toEqual([undefined]);
  });

  it("keeps the provider's text out of what it throws", async () => {
    const error: unknown = await request({ body: "Nino Example, 01/02/1990" }).catch(
      (thrown: unknown) => thrown,
    );
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("Nino");
  });
});

function readProviderCode({ body }: JsonAnswer): string | undefined {
  return (body as { code?: string } | undefined)?.code;
}

it("tells the provider's own code beside what the HTTP status means", async () => {
  const refused = request({ status: 409, body: '{"code":"locked"}' }, { readProviderCode });
  await expect(refused).rejects.toMatchObject({ code: "request_rejected", providerCode: "locked" });
  const html = request({ status: 502, body: "<html>" }, { readProviderCode });
  await expect(html).rejects.not.toHaveProperty("providerCode");
});
