import { describe, expect, it } from "vitest";
import { findSecrets } from "../../features/configuration/connection-secrets.ts";
import { findPlainSecrets, hideSecrets, resolveReferences } from "./secret-references.ts";

const secret = { type: "string", "x-secret": true };
/** One of each: a secret, a list of secrets, and a list of things of which one member is secret. */
const schema = {
  properties: {
    key: secret,
    keys: { type: "array", "x-secret": true, items: { type: "string" } },
    users: {
      type: "array",
      "x-secret": true,
      items: { properties: { name: { type: "string" }, password: secret } },
    },
    nested: { anyOf: [{ properties: { token: secret } }, { properties: { url: { type: "string" } } }] },
    url: { type: "string" },
  },
};
const settings = {
  key: "k",
  keys: ["a", "b"],
  users: [{ name: "u", password: "p" }],
  nested: { token: "t", url: "n" },
  url: "x",
};
const places = ["/key", "/keys/0", "/keys/1", "/users/0/password", "/nested/token"];
const source = {
  readVariable: (name: string) => ({ K: "k", EMPTY: "" })[name],
  readFile: (path: string) => (path === "/a" ? "a" : undefined),
};

describe("secrets of settings", () => {
  it("are found where they are marked, one by one", () => {
    expect(findSecrets(schema, settings)).toEqual(places);
  });

  it("are shown as their reference, or as stored, and everything else as it is", () => {
    const shown = hideSecrets({ settings, references: { "/key": { $env: "K" } } }, places);
    const stored = { $stored: true };
    expect(shown).toEqual({
      key: { $env: "K" },
      keys: [stored, stored],
      users: [{ name: "u", password: stored }],
      nested: { token: stored, url: "n" },
      url: "x",
    });
  });

  it("shown are what they were when they are resolved again", () => {
    const references = { "/key": { $env: "K" }, "/keys/0": { $file: "/a" } };
    const shown = hideSecrets({ settings, references }, places);
    expect(resolveReferences({ settings: shown, stored: { settings, references }, source })).toEqual({
      settings,
      references,
      issues: [],
    });
  });

  it("written out in a file are issues, one by one", () => {
    const written = { ...settings, key: { $env: "K" } };
    expect(findPlainSecrets(written, places).map(({ pointer }) => pointer)).toEqual(places.slice(1));
  });
});

const resolve = (key: unknown) => resolveReferences({ settings: { key }, stored: undefined, source });
const resolveFromNetwork = (key: unknown) =>
  resolveReferences({ settings: { key }, stored: undefined, source: undefined });

describe("a reference", () => {
  it.each([
    ["names a variable that is not set", { $env: "GONE" }],
    ["names a variable that is empty", { $env: "EMPTY" }],
    ["names a file that cannot be read", { $file: "/gone" }],
    ["is of no known kind", { $vault: "x" }],
    ["is two at once", { $env: "K", $file: "/a" }],
    ["has no name", { $env: "" }],
    ["is to what is not stored", { $stored: true }],
  ])("is refused when it %s", (_case, reference) => {
    const { issues, settings: resolved } = resolve(reference);
    expect(issues).toMatchObject([{ pointer: "/key", code: "invalid_reference" }]);
    expect(resolved).toEqual({ key: "" });
  });

  it("to the gateway's own environment or files is refused where it comes over the network", () => {
    expect(resolveFromNetwork({ $env: "K" }).issues).toHaveLength(1);
    expect(resolveFromNetwork({ $file: "/a" }).issues).toHaveLength(1);
    expect(resolveFromNetwork("plain")).toMatchObject({ issues: [], settings: { key: "plain" } });
  });
});
