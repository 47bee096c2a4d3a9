import { describe, expect, it } from "vitest";
import { readDatabaseAddress } from "./database-address.ts";
import { parseConfig } from "./parse-config.ts";

const url = "postgres://user:password@db.example:5432/kyc";

describe("the address of an external PostgreSQL", () => {
  it.each([
    ["alone", { DATABASE_URL: url }],
    ["with a schema", { DATABASE_URL: url, KYC_DATABASE_SCHEMA: "kyc" }],
    ["with options and a schema", { DATABASE_URL: `${url}?options=-c%20a%3Db`, KYC_DATABASE_SCHEMA: "kyc" }],
    ["with empty variables", { DATABASE_URL: url, KYC_DATABASE_SCHEMA: "", DATABASE_PASSWORD_FILE: "" }],
    ["with a file that holds the password", { DATABASE_URL: url, DATABASE_PASSWORD_FILE: "/run/password" }],
  ])("%s is the one that the whole configuration has", (_name, environment) => {
    const config = parseConfig({ ...environment, KYC_ADAPTERS: "none" }, ".", { isMasterKeyNeeded: false });
    expect(readDatabaseAddress(environment)).toEqual({
      url: config.databaseUrl,
      ...(config.databasePasswordFile === undefined ? {} : { passwordFile: config.databasePasswordFile }),
    });
  });

  it.each([
    ["nothing is set", {}],
    ["it is of another server", { DATABASE_URL: "mysql://db.example/kyc" }],
    ["it is no URL", { DATABASE_URL: "postgres://user:pass/word@@db:x/kyc" }],
    ["its schema is none", { DATABASE_URL: url, KYC_DATABASE_SCHEMA: "no; such" }],
  ])("is none where %s", (_name, environment) => {
    expect(readDatabaseAddress(environment)).toBeUndefined();
  });
});
