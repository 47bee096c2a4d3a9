import { readFileSync } from "node:fs";
import { describeConfiguration } from "@kyc-gateway/gateway";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const file = new URL("../../contracts/http-api/configuration.schema.json", import.meta.url);
const schema = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;

describe("the published schema of configuration files", () => {
  it("is the one that they are checked with (pnpm openapi writes it anew)", () => {
    expect(schema).toEqual(describeConfiguration());
  });

  it("takes the example of the guide", () => {
    const readme = readFileSync(new URL("../../deploy/README.md", import.meta.url), "utf8");
    const example = /```yaml\n(?<text>[^]*?)```/.exec(readme)?.groups?.["text"] ?? "";
    const check = new Ajv({ strict: false }).compile(schema);
    expect([check(parse(example)), check.errors]).toEqual([true, null]);
  });

  it("stands by itself and judges a file in an editor as the gateway does", () => {
    const check = new Ajv({ strict: false }).compile(schema);
    expect(check({ $schema: "x", tenants: [{ name: "shop", flows: [] }], connections: [] })).toBe(true);
    expect(check({ tenants: [{ name: "Shop!" }] })).toBe(false);
    expect(check({ tenants: [{ name: "shop", colour: "blue" }] })).toBe(false);
  });
});
