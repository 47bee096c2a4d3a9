import { expect, it } from "vitest";
import { classifyHttpStatus } from "./classify-http-status.ts";

function classify(status: number, headers: Record<string, string> = {}) {
  return classifyHttpStatus({ operation: "result/", status, headers: new Headers(headers), nowMs: 0 });
}

it.each([
  [301, "response_unrecognised"],
  [400, "request_rejected"],
  [401, "credentials_rejected"],
  [402, "quota_exhausted"],
  [403, "credentials_rejected"],
  [404, "request_rejected"],
  [408, "timeout"],
  [422, "request_rejected"],
  [429, "rate_limited"],
  [500, "unavailable"],
  [503, "unavailable"],
  [504, "timeout"],
])("HTTP %i is %s", (status, code) => {
  expect(classify(status)).toMatchObject({ code, httpStatus: status });
});

it.each([200, 201, 204])("HTTP %i is no error", (status) => {
  expect(classify(status)).toBeUndefined();
});

it("keeps when to come back", () => {
  expect(classify(503, { "retry-after": "3" })?.retryAfterMs).toBe(3000);
  expect(classify(503)).not.toHaveProperty("retryAfterMs");
});

function tell(providerCode: string) {
  return classifyHttpStatus({
    operation: "begin",
    status: 422,
    headers: new Headers(),
    nowMs: 0,
    providerCode,
  });
}

it("tells the provider's own code, and nothing that may be prose", () => {
  for (const providerCode of ["document-expired", "4003", "errors.Session_Locked"])
    expect(tell(providerCode)).toMatchObject({ code: "request_rejected", providerCode });
  for (const prose of ["Nimushi Satesto was refused", "x".repeat(65), "a\nb", ""])
    expect(tell(prose)).not.toHaveProperty("providerCode");
});
