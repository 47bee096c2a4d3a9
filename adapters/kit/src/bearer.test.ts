import { describe, expect, it } from "vitest";
import { readBearerToken } from "./bearer.ts";

describe("readBearerToken", () => {
  it("reads a token whatever the case of its scheme", () => {
    expect(readBearerToken("Bearer a.b-c_d~e+f/g==")).toBe("a.b-c_d~e+f/g==");
    expect(readBearerToken("bearer  token")).toBe("token");
  });

  it.each([
    ["no header", undefined],
    ["a repeated header", ["Bearer a", "Bearer b"]],
    ["another scheme", "Basic token"],
    ["no token", "Bearer "],
    ["two tokens", "Bearer a b"],
    ["two tokens joined", "Bearer a, Bearer b"],
    ["a token with a line break", "Bearer a\nb"],
    ["space before", " Bearer a"],
    ["padding within", "Bearer a=b"],
  ])("reads nothing from %s", (_, header) => {
    expect(readBearerToken(header)).toBeUndefined();
  });
});
