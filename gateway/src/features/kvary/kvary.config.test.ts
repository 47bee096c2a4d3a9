import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../platform/config/parse-config.ts";
import { parseKvaryConfig } from "./kvary.config.ts";

const whole = {
  JWT_SECRET: "x".repeat(32),
  IDENTOMAT_COMPANY_KEY: "company",
  IDENTOMAT_CALLBACK_API_KEY: "callback-api-key-of-kvary",
};

function findIssues(environment: Record<string, string>, isProduction = true): readonly string[] {
  try {
    parseKvaryConfig(environment, isProduction);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.issues;
    throw error;
  }
}

describe("the Kvary variables", () => {
  it("offer nothing when none is set", () => {
    expect(parseKvaryConfig({ PORT: "1", JWT_SECRET: "" }, true)).toBeUndefined();
  });

  it("describe the account in the adapter's words", () => {
    const config = parseKvaryConfig(
      { ...whole, IDENTOMAT_SECRET_KEY: "s", IDENTOMAT_BASE_URL: "https://widget.example/external-api" },
      true,
    );
    expect(config?.connectionSettings).toEqual({
      companyKey: "company",
      secretKey: "s",
      callbackApiKeys: ["callback-api-key-of-kvary"],
      baseUrl: "https://widget.example/external-api",
    });
  });

  it.each(["JWT_SECRET", "IDENTOMAT_COMPANY_KEY", "IDENTOMAT_CALLBACK_API_KEY"] as const)(
    "want %s as soon as another is set",
    (name) => {
      const { [name]: _left, ...others } = whole;
      expect(findIssues(others)).toEqual([expect.stringContaining(`${name} is missing`)]);
    },
  );

  const { JWT_SECRET: _secret, ...withoutSecret } = whole;
  const published = {
    ...withoutSecret,
    JWT_JWKS_URL: "https://login.example/jwks.json",
    JWT_ISSUER: "https://login.example",
    JWT_AUDIENCE: "kyc",
  };

  it("take published keys instead of a secret, with issuer and audience", () => {
    expect(parseKvaryConfig(published, true)?.tokens).toEqual({
      kind: "jwks",
      url: new URL(published.JWT_JWKS_URL),
      issuer: "https://login.example",
      audience: "kyc",
    });
  });

  it.each([
    ["both a secret and published keys", { ...published, JWT_SECRET: whole.JWT_SECRET }, "both set"],
    ["published keys without an issuer", { ...published, JWT_ISSUER: "" }, "JWT_ISSUER is missing"],
    ["published keys without an audience", { ...published, JWT_AUDIENCE: "" }, "JWT_AUDIENCE is missing"],
    ["keys over plain HTTP", { ...published, JWT_JWKS_URL: "http://login.example/jwks.json" }, "not https"],
  ])("refuse %s", (_name, environment, issue) => {
    expect(findIssues(environment)).toEqual([expect.stringContaining(issue)]);
  });

  it("name every issue at once, and no value", () => {
    const issues = findIssues({
      JWT_SECRET: "canary",
      IDENTOMAT_BASE_URL: "canary",
      IDENTOMAT_VERIFY_WEBHOOK: "canary",
    });
    for (const name of [
      "JWT_SECRET",
      "IDENTOMAT_BASE_URL",
      "IDENTOMAT_VERIFY_WEBHOOK",
      "IDENTOMAT_COMPANY_KEY",
    ])
      expect(issues.join()).toContain(name);
    expect(issues.join()).not.toContain("canary");
  });

  it("take callbacks unchecked for trying out, never in production", () => {
    const { IDENTOMAT_CALLBACK_API_KEY: _key, ...others } = whole;
    const unchecked = { ...others, IDENTOMAT_VERIFY_WEBHOOK: "false" };
    expect(findIssues(unchecked, true)).toEqual([expect.stringContaining("refused in production")]);
    expect(parseKvaryConfig(unchecked, false)?.connectionSettings).toMatchObject({
      acceptUnauthenticatedCallbacks: true,
    });
  });

  it.each([
    ["JWT_SECRET", "x".repeat(31), 32],
    ["IDENTOMAT_CALLBACK_API_KEY", "a", 16],
    ["IDENTOMAT_CALLBACK_API_KEY", "x".repeat(15), 16],
  ])("refuses a secret that can be guessed, and names the minimum: %s=%s", (name, value, shortest) => {
    for (const isProduction of [true, false])
      expect(() => parseKvaryConfig({ ...whole, [name]: value }, isProduction)).toThrow(
        `${name} is shorter than ${shortest} characters`,
      );
    const longEnough = { ...whole, [name]: "x".repeat(shortest) };
    expect(() => parseKvaryConfig(longEnough, true)).not.toThrow();
  });
});
