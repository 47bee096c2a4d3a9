import { describe, expect, it } from "vitest";
import { describeAllowed } from "./describe-allowed.ts";
import { compileSchema } from "./validate-json.ts";

const check = (schema: Record<string, unknown>, value: unknown) => compileSchema(schema)(value);
const text = { type: "string" };
const words = { anyOf: [{ const: "on" }, { const: "off" }] };

const branch = (scheme: string) => ({ properties: { scheme: { const: scheme } }, required: ["scheme"] });

describe("a value that a schema refuses is answered with", () => {
  it.each([
    ["the words of an enum", { enum: ["a", "b"] }, "c", "not_allowed", "must be one of: a, b"],
    ["the words of a union", words, "c", "not_allowed", "must be one of: on, off"],
    ["the one word", { const: "a" }, "c", "not_allowed", "must be a"],
    [
      "the words of a union with null",
      { anyOf: [{ enum: ["a"] }, { type: "null" }] },
      1,
      "invalid",
      "must be a, or null",
    ],
    [
      "a range",
      { type: "integer", minimum: 0, maximum: 9 },
      10,
      "too_large",
      "must be a whole number from 0 to 9",
    ],
    [
      "a range, be the type another",
      { type: "integer", minimum: 0, maximum: 9 },
      "x",
      "wrong_type",
      "must be a whole number from 0 to 9",
    ],
    ["an open range", { type: "number", minimum: 1 }, 0, "too_small", "must be a number, 1 or more"],
    ["a length", { ...text, minLength: 2 }, "x", "too_short", "must be text of at least 2 characters"],
    [
      "both lengths",
      { ...text, minLength: 1, maxLength: 2 },
      "xxx",
      "too_long",
      "must be text of 1 to 2 characters",
    ],
    [
      "the words for a pattern",
      { ...text, pattern: "^x$", "x-allowed": "an x" },
      "y",
      "wrong_format",
      "must be an x",
    ],
    [
      "the description of a pattern without words",
      { ...text, pattern: "^x$", description: "An x." },
      "y",
      "wrong_format",
      "must be text in the form that is described as: An x.",
    ],
    ["no pattern at all", { ...text, pattern: "^x$" }, "y", "wrong_format", "must be text"],
    [
      "an example of a format",
      { ...text, format: "date" },
      "y",
      "wrong_format",
      "must be a day of the calendar, such as 2026-01-31",
    ],
    [
      "the number of items",
      { type: "array", minItems: 1, maxItems: 3 },
      [],
      "too_few",
      "must be a list of 1 to 3 items",
    ],
    [
      "that items differ",
      { type: "array", uniqueItems: true },
      [1, 1],
      "not_unique",
      "must not hold a value twice",
    ],
    [
      "the number of members",
      { type: "object", minProperties: 1 },
      {},
      "too_few",
      "must have 1 or more members",
    ],
    ["true and false", { type: "boolean" }, "yes", "wrong_type", "must be true or false"],
  ])("%s", (...[, schema, value, code, message]) => {
    expect(check(schema, value)).toEqual([{ pointer: "", code, message }]);
  });

  it("the members that are known, and those that are missing", () => {
    const schema = {
      type: "object",
      properties: { a: text, b: text },
      required: ["a"],
      additionalProperties: false,
    };
    expect(check(schema, { c: 1 })).toEqual([
      { pointer: "/a", code: "required", message: "is required" },
      { pointer: "/c", code: "unknown_member", message: "is not known here; known: a, b" },
    ]);
  });

  it("what names may be, where all of a form are", () => {
    const schema = {
      type: "object",
      patternProperties: { "^[a-z]$": text },
      additionalProperties: false,
      "x-allowed-names": "one lower case letter",
    };
    expect(check(schema, { A: "" })).toMatchObject([
      { pointer: "/A", message: "has a name that is not allowed; it must be one lower case letter" },
    ]);
  });

  it("the one issue within a branch of a union, and none of the branches around it", () => {
    const schema = { anyOf: [{ type: "array", items: { enum: ["a", "b"] } }, { type: "null" }] };
    expect(check(schema, ["a", "x"])).toEqual([
      { pointer: "/1", code: "not_allowed", message: "must be one of: a, b" },
    ]);
    expect(check(schema, 3)).toEqual([{ pointer: "", code: "invalid", message: "must be a list, or null" }]);
  });

  it("the values of what tells the branches of a union apart", () => {
    const schema = {
      type: "object",
      required: ["scheme"],
      discriminator: { propertyName: "scheme" },
      oneOf: [branch("hmac"), branch("basic")],
    };
    expect(check(schema, { scheme: "none" })).toEqual([
      { pointer: "/scheme", code: "not_allowed", message: "must be one of: hmac, basic" },
    ]);
  });
});

it("a schema that says nothing is told as such, never as a blank", () => {
  expect(describeAllowed({})).not.toBe("");
});
