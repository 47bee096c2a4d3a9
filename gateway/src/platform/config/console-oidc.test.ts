import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { operatorRoles } from "@kyc-gateway/http-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigurationError, parseConfig, type Environment } from "./parse-config.ts";

const whole = {
  KYC_ADAPTERS: "a",
  KYC_PUBLIC_URL: "https://kyc.example.com",
  KYC_CONSOLE_OIDC_ISSUER: "https://id.example.com/realms/staff",
  KYC_CONSOLE_OIDC_CLIENT_ID: "kyc",
  KYC_CONSOLE_OIDC_CLIENT_SECRET: "a-secret-of-the-client",
  KYC_CONSOLE_OIDC_ROLES: "kyc-admins=administrator,kyc-support=support",
};
const parse = (change: Environment) => parseConfig({ ...whole, ...change }, "/work").consoleOidc;

function findIssues(change: Environment): readonly string[] {
  try {
    parse(change);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.issues;
    throw error;
  }
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "console-oidc-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe("the console's OpenID Connect variables", () => {
  it("are all there, or none", () => {
    expect(parseConfig({ KYC_ADAPTERS: "a" }, "/work").consoleOidc).toBeUndefined();
    expect(parse({})).toEqual({
      issuer: "https://id.example.com/realms/staff",
      clientId: "kyc",
      clientSecret: "a-secret-of-the-client",
      scope: "openid profile email",
      roleClaim: "roles",
      roles: new Map([
        ["kyc-admins", "administrator"],
        ["kyc-support", "support"],
      ]),
      consoleUrl: "https://kyc.example.com",
    });
  });

  it("take every role, and values with an equals sign", () => {
    const text = operatorRoles.map((role) => `cn=${role}s=${role}`).join(",");
    const expected = operatorRoles.map((role) => [`cn=${role}s`, role]);
    expect([...(parse({ KYC_CONSOLE_OIDC_ROLES: text })?.roles ?? [])]).toEqual(expected);
  });

  it.each([
    ["KYC_CONSOLE_OIDC_ISSUER"],
    ["KYC_CONSOLE_OIDC_CLIENT_ID"],
    ["KYC_CONSOLE_OIDC_CLIENT_SECRET"],
    ["KYC_CONSOLE_OIDC_ROLES"],
    ["KYC_CONSOLE_OIDC_CLIENT_ID", "KYC_CONSOLE_OIDC_CLIENT_SECRET", "KYC_CONSOLE_OIDC_ROLES"],
  ])("say in one issue what is missing: %s %s %s", (...names) => {
    const [issue = "", ...others] = findIssues(Object.fromEntries(names.map((name) => [name, undefined])));
    expect(others).toEqual([]);
    for (const name of names) expect(issue.split(" missing.")[0]).toContain(name);
    expect(issue).not.toContain("a-secret-of-the-client");
  });

  it.each<[name: string, change: Environment, hint: string]>([
    [
      "an issuer of plain http in production",
      { KYC_CONSOLE_OIDC_ISSUER: "http://id.example.com" },
      "https://",
    ],
    ["an issuer that is no URL", { KYC_CONSOLE_OIDC_ISSUER: "id.example.com" }, "KYC_CONSOLE_OIDC_ISSUER"],
    [
      "an issuer with a port that is none",
      { KYC_CONSOLE_OIDC_ISSUER: "https://id:x" },
      "KYC_CONSOLE_OIDC_ISSUER",
    ],
    ["an issuer with a password", { KYC_CONSOLE_OIDC_ISSUER: "https://a:b@id" }, "KYC_CONSOLE_OIDC_ISSUER"],
    ["a role that there is not", { KYC_CONSOLE_OIDC_ROLES: "a=admin" }, "administrator"],
    ["a value without a role", { KYC_CONSOLE_OIDC_ROLES: "a=viewer,b" }, "KYC_CONSOLE_OIDC_ROLES"],
    ["no value", { KYC_CONSOLE_OIDC_ROLES: "=viewer" }, "KYC_CONSOLE_OIDC_ROLES"],
    ["a value twice", { KYC_CONSOLE_OIDC_ROLES: "a=viewer,a=administrator" }, "twice"],
    ["scopes without openid", { KYC_CONSOLE_OIDC_SCOPE: "profile openid2" }, "KYC_CONSOLE_OIDC_SCOPE"],
    ["no address of the console", { KYC_PUBLIC_URL: undefined }, "KYC_CONSOLE_URL is missing"],
    [
      "the public address for a console elsewhere",
      { KYC_CONSOLE: "operations", KYC_OPERATIONS_PORT: "1" },
      "KYC_CONSOLE_URL is missing",
    ],
    ["a console's address with a path", { KYC_CONSOLE_URL: "https://a.example/console" }, "KYC_CONSOLE_URL"],
    [
      "a file that is not there",
      { KYC_CONSOLE_OIDC_CLIENT_SECRET: undefined, KYC_CONSOLE_OIDC_CLIENT_SECRET_FILE: "/nowhere/at/all" },
      "cannot be read",
    ],
  ])("refuse %s in one issue", (_name, change, hint) => {
    expect(findIssues(change)).toEqual([expect.stringContaining(hint)]);
  });

  it("name every issue at once", () => {
    const issues = findIssues({
      KYC_CONSOLE_OIDC_ISSUER: undefined,
      KYC_PUBLIC_URL: undefined,
      KYC_CONSOLE_OIDC_ROLES: "a=viewer,a=support",
    });
    expect(issues).toHaveLength(3);
  });

  it("take the secret from a file, and refuse an empty one or both at once", () => {
    const name = "KYC_CONSOLE_OIDC_CLIENT_SECRET";
    const file = `${name}_FILE`;
    expect(parse({ [name]: undefined, [file]: write("good", " from-a-file\n") })?.clientSecret).toBe(
      "from-a-file",
    );
    expect(findIssues({ [name]: undefined, [file]: write("empty", "\n") })).toEqual([
      expect.stringContaining("empty"),
    ]);
    expect(findIssues({ [file]: write("other", "x") })).toEqual([expect.stringContaining("both set")]);
  });
});
