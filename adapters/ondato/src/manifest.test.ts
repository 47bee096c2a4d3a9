import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import adapter from "./index.ts";
import { connectTo } from "./testing/connection.ts";

const ajv = new Ajv({ strict: true, allErrors: true, keywords: ["x-secret"] });
addFormats.default(ajv);
const isSettings = ajv.compile(adapter.manifest.settingsSchema);
const isFlow = ajv.compile(adapter.manifest.flowSchema);

const settings = {
  environment: "sandbox",
  clientId: "client",
  clientSecret: "client-secret",
  webhook: { scheme: "hmac", secrets: ["webhook-secret-of-the-test"] },
};
const flow = { setupId: "3fa85f64-5717-4562-b3fc-2c963f66afa6" };

describe("the manifest", () => {
  it("carries the version of its package", () => {
    const packageJson = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    expect(adapter.manifest.packageVersion).toBe(packageJson.version);
  });

  it("declares exactly the facets that a connection has", () => {
    const { connection } = connectTo("http://127.0.0.1:1");
    expect(adapter.manifest.capabilities.facets.every((facet) => connection[facet] !== undefined)).toBe(true);
    expect(connection.sessions).not.toHaveProperty("erase");
    expect(adapter.manifest.capabilities.erasesSessions).toBe(false);
  });

  it("survives JSON, with every secret marked", () => {
    const schema = JSON.stringify(adapter.manifest.settingsSchema);
    const marked = { "x-secret": true };
    expect(JSON.parse(schema)).toMatchObject({
      properties: {
        clientSecret: marked,
        webhook: { properties: { secrets: marked, users: marked, clients: marked } },
      },
    });
  });

  it.each([
    [settings, true],
    [{ ...settings, hosts: { page: "https://verify.example.com" } }, true],
    [
      {
        ...settings,
        webhook: { scheme: "basic", users: [{ username: "u", password: "long-enough-for-this" }] },
      },
      true,
    ],
    [{ ...settings, environment: "test" }, false],
    [{ ...settings, clientSecret: "short" }, false],
    [{ ...settings, webhook: undefined }, false],
    [{ ...settings, webhook: { scheme: "none" } }, false],
    [{ ...settings, webhook: { scheme: "hmac", secrets: [] } }, false],
    [{ ...settings, hosts: { page: "ftp://example.com" } }, false],
    [{ ...settings, scope: "two  spaces" }, false],
    [{ ...settings, unknown: 1 }, false],
  ])("decides about the settings %j", (value, expected) => {
    expect(isSettings(value)).toBe(expected);
  });

  it.each([
    [flow, true],
    [{ ...flow, registration: [] }, true],
    [{ ...flow, localisation: { language: "lt", successRedirectUrl: "https://example.com" } }, true],
    [{}, false],
    [{ setupId: "setup" }, false],
    [{ ...flow, registration: ["email", "email"] }, false],
    [{ ...flow, registration: ["shoeSize"] }, false],
    [{ ...flow, localisation: { language: "LT" } }, false],
    [{ ...flow, localisation: { successRedirectUrl: "javascript:alert(1)" } }, false],
  ])("decides about the flow %j", (value, expected) => {
    expect(isFlow(value)).toBe(expected);
  });
});
