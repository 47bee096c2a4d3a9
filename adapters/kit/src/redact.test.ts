import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskText, redactJson } from "./redact.ts";

describe("maskText", () => {
  it("masks every occurrence, the longer of two nested secrets whole", () => {
    expect(maskText("abc abcd abc", ["abc", "abcd"])).toBe("[redacted] [redacted] [redacted]");
  });

  it("takes secrets literally and ignores empty ones", () => {
    expect(maskText("a.b a+b $&", ["a.b", "", "$&"])).toBe("[redacted] a+b [redacted]");
  });
});

describe("redactJson", () => {
  it("cuts members out at any depth, in any case", () => {
    const body = JSON.parse('{"key":"s","a":[{"KEY":{"x":1},"b":2}],"__proto__":{"key":1}}') as unknown;
    expect(redactJson(body, { memberNames: ["key"] })).toEqual({ a: [{ b: 2 }] });
  });

  it("masks a secret in values and in names", () => {
    const redaction = { memberNames: [], secrets: ["s3cr3t"] };
    expect(redactJson({ "x-s3cr3t": ["is s3cr3t!"] }, redaction)).toEqual({
      "x-[redacted]": ["is [redacted]!"],
    });
  });

  it("leaves the secret nowhere in any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (first, second) => {
        const body = { first, key: "q-s3cr3t-q", nested: [{ key: second, note: "q-s3cr3t-q" }] };
        const text = JSON.stringify(redactJson(body, { memberNames: ["key"], secrets: ["q-s3cr3t-q"] }));
        expect(text).not.toContain("q-s3cr3t-q");
        expect(JSON.parse(text)).not.toHaveProperty("key");
      }),
    );
  });

  it("survives a body nested deeper than the stack", () => {
    const deep = JSON.parse(`${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`) as unknown;
    expect(JSON.stringify(redactJson(deep, { memberNames: [] })).length).toBeLessThan(1_000);
  });

  it("keeps what is no secret as it is", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        fc.pre(!JSON.stringify(value).includes("__proto__"));
        expect(redactJson(value, { memberNames: [] })).toEqual(value);
      }),
    );
  });
});
