import { describe, expect, it } from "vitest";
import { AdapterError, isAdapterError } from "./adapter-error.ts";

describe("AdapterError", () => {
  it("carries what the host decides by", () => {
    const error = new AdapterError({
      code: "rate_limited",
      message: "result/ was answered with HTTP 429",
      retryAfterMs: 2000,
      httpStatus: 429,
    });
    expect(error).toMatchObject({ code: "rate_limited", retryAfterMs: 2000, httpStatus: 429 });
    expect(error.message).toBe("result/ was answered with HTTP 429");
  });

  it("has no member for what is not known", () => {
    const error = new AdapterError({ code: "timeout", message: "no answer in time" });
    expect(Object.keys(error).toSorted()).toEqual(["code", "name"]);
  });
});

describe("isAdapterError", () => {
  it("recognises an error that another copy of this package made", () => {
    const foreign = Object.assign(new Error("refused"), {
      [Symbol.for("kyc-gateway.adapter-error.v1")]: true,
      code: "request_rejected",
    });
    expect(isAdapterError(foreign)).toBe(true);
  });

  it.each([
    ["an error without the brand", Object.assign(new Error("x"), { code: "timeout" })],
    ["a branded error with a code of no vocabulary", branded("exploded")],
    ["a branded error whose code is inherited from Object", branded("constructor")],
    ["a branded object that is no error", Object.assign({}, branded("timeout"))],
    ["nothing", undefined],
  ])("does not recognise %s", (_, value) => {
    expect(isAdapterError(value)).toBe(false);
  });
});

function branded(code: string): Error {
  return Object.assign(new Error("x"), { [Symbol.for("kyc-gateway.adapter-error.v1")]: true, code });
}
