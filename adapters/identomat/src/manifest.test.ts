import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import adapter from "./index.ts";
import { connectTo } from "./testing/connection.ts";

describe("the manifest", () => {
  it("carries the version of its package", () => {
    const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
    expect(adapter.manifest.packageVersion).toBe((JSON.parse(text) as { version: string }).version);
  });

  it("declares exactly the facets that a connection has", () => {
    const connection = connectTo("http://127.0.0.1:1");
    const members = ["sessions", "checkHealth", ...adapter.manifest.capabilities.facets];
    expect(Object.keys(connection).toSorted()).toEqual(members.toSorted());
    expect(connection.sessions).toHaveProperty("erase");
    expect(adapter.manifest.capabilities.erasesSessions).toBe(true);
  });

  it("is data: its schemas survive JSON", () => {
    const { settingsSchema, flowSchema } = adapter.manifest;
    for (const schema of [settingsSchema, flowSchema]) {
      expect(JSON.parse(JSON.stringify(schema))).toMatchObject({
        type: "object",
        additionalProperties: false,
      });
    }
  });

  it("cannot be changed", () => {
    expect(Object.isFrozen(adapter)).toBe(true);
    expect(Object.isFrozen(adapter.manifest)).toBe(true);
  });
});
