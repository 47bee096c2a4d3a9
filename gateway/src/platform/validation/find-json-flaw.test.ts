import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findJsonFlaw, hasUnstorableText } from "./find-json-flaw.ts";

describe("valid JSON is flawed", () => {
  it.each([
    '{"a":1,"a":1}',
    '{"a":1,"b":{"c":[{"d":1,"e":2,"d":3}]}}',
    '{"a":1,"\\u0061":2}',
    '{ "a" : 1 ,\n"a"\t: 2 }',
    '{"":1,"":2}',
    '{"\\"":1,"\\"":2}',
  ])("when an object names a member twice: %s", (json) => {
    expect(findJsonFlaw(json)).toBe("duplicate_member");
  });

  it.each(["[", '{"a":'])("when it nests deeper than anything has to: %s…", (opening) => {
    const close = opening === "[" ? "]" : "}";
    const nest = (depth: number) => `${opening.repeat(depth)}1${close.repeat(depth)}`;
    expect(findJsonFlaw(nest(64))).toBeUndefined();
    expect(findJsonFlaw(nest(65))).toBe("too_deep");
    expect(findJsonFlaw(nest(100_000))).toBe("too_deep");
  });

  it.each([
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":"a"}',
    '{"a":"\\"a\\":1,\\"a\\":"}',
    '{"a":["a","a"]}',
    '{"a":[],"b":"x\\\\","c":"{"}',
    '"a"',
  ])("not when a name comes back elsewhere: %s", (json) => {
    expect(findJsonFlaw(json)).toBeUndefined();
  });

  it("never when an object was written out by JSON.stringify", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.integer({ min: 0, max: 2 }), (value, space) => {
        expect(findJsonFlaw(JSON.stringify(value, null, space))).toBeUndefined();
      }),
    );
  });

  it("always when one of its members stands there twice", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (value) => {
        const [name, member] = Object.entries(value)[0] ?? ["", null];
        const json = JSON.stringify(value);
        expect(findJsonFlaw(`${json.slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(member)}}`)).toBe(
          "duplicate_member",
        );
      }),
    );
  });

  it("found in time that grows with its length alone", () => {
    const json = JSON.stringify({ a: `${"\\".repeat(500_000)}"`, b: " ".repeat(500_000) });
    const startedAt = performance.now();
    expect(findJsonFlaw(json)).toBeUndefined();
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });
});

describe("a text of JSON cannot be kept", () => {
  it.each([
    '"a\\u0000"',
    '{"\\u0000":1}',
    '["\\ud800"]',
    '"\\udc00x"',
    '"\\ud800\\ud800"',
    '"\\uD83D\\u0041"',
  ])("with a zero byte or half a character in it: %s", (json) => {
    expect(hasUnstorableText(json)).toBe(true);
  });

  it.each(['"a"', '"\\ud83d\\ude00"', '"\\\\u0000"', '"\\\\ud800"', '"\\u0041"', '{"a":"😀"}'])(
    "and otherwise can: %s",
    (json) => {
      expect(hasUnstorableText(json)).toBe(false);
    },
  );

  it("exactly when one of its texts is so", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.constantFrom("", "\0", "\ud800"), (text, odd) => {
        expect(hasUnstorableText(JSON.stringify({ a: [text, odd] }))).toBe(odd !== "" || text.includes("\0"));
      }),
    );
  });
});
