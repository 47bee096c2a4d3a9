import type { AdapterErrorCode } from "@kyc-gateway/adapter-spec/v1";
import { describe, expect, it } from "vitest";
import { readFixture } from "../testing/fixtures.ts";
import { findProviderError } from "./provider-error.ts";

function find(body: unknown, status = 200) {
  const answer = { operation: "result/", status, headers: new Headers(), contentType: undefined, body };
  return findProviderError(answer, 0);
}

const refusals = Object.values(readFixture("refusals")) as [unknown, AdapterErrorCode][];
const successes = Object.entries(readFixture("other-successes")) as [string, unknown[]][];

describe("findProviderError", () => {
  for (const status of [200, 400, 401, 404, 429, 500]) {
    it.each(refusals)(`reads %j as %s at HTTP ${status}`, (body, code) => {
      expect(find(body, status)).toMatchObject({ code, httpStatus: status });
    });
  }

  it.each(["no-such-thing", "session-gone", "session_not_found_in_archive", "SESSION-NOT-FOUND!", ""])(
    "never takes the unknown word %j for a session that is gone",
    (argumentError) => {
      expect(find({ argumentError })).toMatchObject({ code: "request_rejected" });
    },
  );

  it("lets the HTTP status say what an unknown word means", () => {
    expect(find({ argumentError: "too-many" }, 429)).toMatchObject({
      code: "rate_limited",
      providerCode: "too-many",
    });
    expect(find({ argumentError: "oops" }, 503)).toMatchObject({ code: "unavailable" });
  });

  it("keeps the prose of an internal error to itself", () => {
    const error = find({ internalError: "duplicate person Nino Nimushidze" });
    expect(JSON.stringify([error?.message, error])).not.toContain("Nino");
  });

  it("cuts and cleans an error's word", () => {
    const error = find({ argumentError: `x\n${"y".repeat(500)}` });
    expect(error?.providerCode).toMatch(/^x\?y{62}$/);
  });

  it.each(successes)("finds no error in what %s answers", (_, bodies) => {
    for (const body of bodies) expect(find(body)).toBeUndefined();
  });

  it.each([{ argumentError: null }, { argumentError: { a: 1 } }, {}, [], null, 1, "some text"])(
    "finds no error in %j",
    (body) => {
      expect(find(body)).toBeUndefined();
    },
  );
});
