import { describe, expect, it } from "vitest";
import { compileSchema } from "./validate-json.ts";

const check = compileSchema({
  type: "object",
  required: ["name"],
  additionalProperties: false,
  properties: {
    name: { type: "string", minLength: 2 },
    port: { type: "integer", default: 443 },
    "odd/na~me": { type: "object", additionalProperties: false },
    mode: { enum: ["a", "b"] },
  },
});

describe("a check against a schema", () => {
  it("fills defaults in", () => {
    const value = { name: "ok" };
    expect(check(value)).toEqual([]);
    expect(value).toEqual({ name: "ok", port: 443 });
  });

  it("names every issue at its own place, and no value", () => {
    const issues = check({ port: "canary", mode: "canary", strange: "canary", "odd/na~me": { x: 1 } });
    expect(issues.map(({ pointer, code }) => [pointer, code])).toEqual(
      expect.arrayContaining([
        ["/mode", "not_allowed"],
        ["/name", "required"],
        ["/odd~1na~0me/x", "unknown_member"],
        ["/port", "wrong_type"],
        ["/strange", "unknown_member"],
      ]),
    );
    expect(issues).toHaveLength(5);
    expect(JSON.stringify(issues)).not.toContain("canary");
  });

  it("coerces nothing", () => {
    expect(check({ name: "ok", port: "443" })).toMatchObject([{ pointer: "/port" }]);
    expect(check([])).toMatchObject([{ pointer: "", code: "wrong_type" }]);
  });

  it("refuses a schema with a keyword that nobody knows", () => {
    expect(() => compileSchema({ type: "string", "x-sekret": true })).toThrow(/x-sekret/);
  });
});
