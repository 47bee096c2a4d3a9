import { describe, expect, it } from "vitest";
import { KvaryVariables } from "./kvary.config.ts";
import { ConfigSchema } from "../../platform/config/config.schema.ts";
import { ConfigurationError, type Environment } from "../../platform/config/parse-config.ts";
import { listChoices, type DescribableSchema } from "../../platform/validation/describe-allowed.ts";
import { explainFailure } from "../../app/commands/explain-failure.ts";
import { readStartConfiguration } from "../../app/commands/read-start-configuration.ts";

const kvary = {
  JWT_SECRET: "x".repeat(32),
  IDENTOMAT_COMPANY_KEY: "company",
  IDENTOMAT_CALLBACK_API_KEY: "callback-api-key-of-kvary",
};
const whole = { KYC_ADAPTERS: "a", KYC_MASTER_KEY: Buffer.alloc(32, 9).toString("base64") };

function listIssues(environment: Environment): readonly string[] {
  try {
    readStartConfiguration({ ...whole, ...environment });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.issues;
    throw error;
  }
}

/** Every variable that not every text fits, in the order of the code. */
const variables: readonly (readonly [string, DescribableSchema])[] = [
  ...Object.entries<DescribableSchema>(ConfigSchema.properties),
  ...Object.entries<DescribableSchema>(KvaryVariables.properties),
].filter(
  ([, { pattern, type, minLength = 0 }]) => type !== "string" || pattern !== undefined || minLength > 1,
);

/** No such text is a value of any variable. */
const wrong = "?";

describe("the message about a wrong value of", () => {
  it.each(variables)("%s says what is allowed, in a whole sentence without a pattern", (name, schema) => {
    const issues = listIssues({ ...(name in KvaryVariables.properties ? kvary : {}), [name]: wrong });
    const message = issues.find((issue) => issue.startsWith(name)) ?? "";
    for (const choice of listChoices(schema) ?? []) expect(message).toContain(choice);
    for (const bound of [schema.minimum, schema.maximum, schema.minLength])
      if (bound !== undefined) expect(message).toContain(String(bound));
    expect(message).toMatch(/ must be \S|Use at least \d/);
    expect(message).toMatch(/\.\)?$|\)\.$/);
    expect(message).not.toMatch(/[\^\\]|\)\*|\]\+|undefined|the what|\bis usable\b/);
  });

  it.each([
    ["IDENTOMAT_VERIFY_WEBHOOK", "1", ["true", "false"]],
    ["IDENTOMAT_VERIFY_WEBHOOK", "TRUE", ["true", "false"]],
    ["IDENTOMAT_VERIFY_WEBHOOK", "yes", ["true", "false"]],
    ["KYC_ROW_SECURITY", "true", ["on", "off"]],
    ["DATABASE_LIMITS", "ROLE", ["startup", "role"]],
    ["NODE_ENV", "prod", ["production", "development", "test"]],
    ["KYC_ROLES", "api,api", ["api", "worker", "api,worker"]],
    ["PORT", "abc", ["0", "65535"]],
    ["PORT", "", []],
    ["PORT", "NaN", ["0", "65535"]],
    ["KYC_OPERATIONS_PORT", "0x10", ["0", "65535"]],
    ["JWT_JWKS_URL", "http://[", ["http"]],
    ["IDENTOMAT_BASE_URL", "https://", ["https"]],
  ])("%s=%s has its values", (name, value, allowed) => {
    const issues = listIssues({ ...(name in KvaryVariables.properties ? kvary : {}), [name]: value });
    const message = issues.find((issue) => issue.startsWith(name)) ?? "";
    expect(message === "").toBe(allowed.length === 0);
    for (const word of allowed) expect(message).toContain(word);
  });
});

describe("every issue of the configuration", () => {
  it("is named in one message, the missing master key and both groups of variables among them, without a stack", () => {
    const environment = {
      ...kvary,
      KYC_MASTER_KEY: "",
      DATABASE_URL: "postgres://h/db",
      PORT: "abc",
      KYC_ROLES: "cook",
      LOG_LEVEL: "loud",
      IDENTOMAT_VERIFY_WEBHOOK: "1",
    };
    const error = (() => {
      try {
        return readStartConfiguration({ ...whole, ...environment });
      } catch (failure) {
        return failure;
      }
    })();
    const { message, exitCode } = explainFailure(error);
    expect(exitCode).toBe(2);
    for (const name of ["KYC_MASTER_KEY", "PORT", "KYC_ROLES", "LOG_LEVEL", "IDENTOMAT_VERIFY_WEBHOOK"])
      expect(message).toMatch(new RegExp(`^  - ${name}.*\\.$`, "m"));
    expect(message).toContain("has 5 issues");
    expect(message).not.toMatch(/^ +at /m);
  });

  it("has no value of a variable in it", () => {
    const environment = Object.fromEntries(variables.map(([name]) => [name, "canary!"]));
    expect(listIssues(environment).join("\n")).not.toContain("canary");
  });
});
