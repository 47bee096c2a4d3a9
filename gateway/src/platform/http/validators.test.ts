import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { Type, type TSchema } from "@sinclair/typebox";
import { describe, expect, it } from "vitest";
import { sharedSchemas } from "./route-schemas.ts";
import { createValidatorCompiler } from "./validators.ts";

/** Judges one value in one part of a request. */
function judge(schema: TSchema, httpPart: string, value: unknown): unknown {
  const compile = createValidatorCompiler([]);
  const validate = compile({ schema, httpPart, method: "POST", url: "/" }) as (value: unknown) => boolean;
  return validate(value);
}

const count = Type.Object({ count: Type.Integer() });

describe("validators of requests", () => {
  it("are compiled for their first value, not before", () => {
    const broken = { type: "whatever" } as unknown as TSchema;
    expect(() =>
      createValidatorCompiler([])({ schema: broken, httpPart: "body", method: "POST", url: "/" }),
    ).not.toThrow();
    expect(() => judge(broken, "body", {})).toThrow(/type/);
  });

  it.each(["querystring", "params", "headers"])("convert the text of %s", (part) => {
    expect(judge(count, part, { count: "7" })).toBe(true);
    expect(judge(count, part, { count: "seven" })).toBe(false);
  });

  it("take bodies at their word", () => {
    expect(judge(count, "body", { count: "7" })).toBe(false);
    expect(judge(count, "body", { count: 7 })).toBe(true);
  });

  it("tell nothing of the values that they refuse", () => {
    const validate = createValidatorCompiler([])({
      schema: count,
      httpPart: "body",
      method: "POST",
      url: "/",
    });
    (validate as (value: unknown) => boolean)({ count: "secret" });
    expect(JSON.stringify((validate as { errors?: unknown }).errors)).not.toContain("secret");
  });
});

it.each(sharedSchemas.map((schema) => [schema.$id, schema] as const))(
  "%s is a JSON Schema",
  (_name, schema) => {
    const ajv = new Ajv({ strict: false });
    addFormats.default(ajv);
    for (const other of sharedSchemas.filter((each) => each !== schema)) ajv.addSchema(other);
    expect(() => ajv.compile(schema)).not.toThrow();
  },
);
