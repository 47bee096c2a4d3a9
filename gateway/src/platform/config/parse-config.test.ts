import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigurationError, parseConfig, type Environment } from "./parse-config.ts";

const masterKey = Buffer.alloc(32, 9).toString("base64");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "parse-config-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Which adapters there are is nothing that has a default everywhere. */
const parse = (environment: Environment) => parseConfig({ KYC_ADAPTERS: "a", ...environment }, "/work");

function findIssues(environment: Environment): readonly string[] {
  try {
    parse(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.issues;
    throw error;
  }
}

function folders(text: string): readonly string[] {
  return parse({ KYC_ADAPTERS_FROM: text }).adaptersFrom;
}

describe("the configuration", () => {
  it.each([
    ["operations", "KYC_OPERATIONS_PORT"],
    ["on", "public"],
    ["OFF", "off"],
  ])("says what is missing or allowed for KYC_CONSOLE=%s", (place, hint) => {
    const [issue] = findIssues({ KYC_CONSOLE: place });
    expect(issue).toContain("KYC_CONSOLE");
    expect(issue).toContain(hint);
  });

  it("needs but its adapters: the rest is a gateway of its own on port 4030, for this machine alone", () => {
    expect(parse({})).toMatchObject({
      isProduction: true,
      host: "127.0.0.1",
      port: 4030,
      roles: ["api", "worker"],
      databaseUrl: undefined,
      masterKey: undefined,
      adaptersFrom: ["/work"],
      trustProxy: false,
    });
  });

  it("looks for adapters in each of several folders, in order", () => {
    expect(folders("/app:/team/adapters")).toEqual(["/app", "/team/adapters"]);
    expect(folders("/app")).toEqual(["/app"]);
    expect(folders(":/app:")).toEqual(["/app"]);
    expect(folders(":")).toEqual(["/work"]);
  });

  it("takes an empty variable for one that is not set", () => {
    expect(parse({ PORT: "", DATABASE_URL: "" })).toMatchObject({
      port: 4030,
      databaseUrl: undefined,
    });
  });

  it("reads numbers, lists and keys", () => {
    const config = parse({
      PORT: "0",
      KYC_ROLES: "worker",
      KYC_ADAPTERS: "a,@b/c",
      KYC_TRUST_PROXY: "10.0.0.0/8,::1",
      KYC_MASTER_KEY: masterKey,
      DATABASE_URL: "postgres://h/db",
    });
    expect(config).toMatchObject({
      port: 0,
      roles: ["worker"],
      adapters: ["a", "@b/c"],
      trustProxy: ["10.0.0.0/8", "::1"],
      databaseDirectUrl: "postgres://h/db",
    });
    expect(config.masterKey).toEqual(Buffer.alloc(32, 9));
  });

  it.each([
    ["PORT", "40.5"],
    ["PORT", "4e3"],
    ["PORT", "http"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["NODE_ENV", "staging"],
    ["KYC_ROLES", "api,cook"],
    ["DATABASE_POOL_SIZE", "0"],
    ["KYC_MASTER_KEY", "c2hvcnQ="],
    ["KYC_PUBLIC_URL", "https://kyc.example/with/path"],
    ["KYC_TRUST_PROXY", "everybody"],
    ["KYC_ADAPTERS", "a,,b"],
    ["LOG_LEVEL", "loud"],
  ])("refuses %s=%s by name, without its value", (name, value) => {
    const issues = findIssues({ [name]: value });
    expect(issues).toHaveLength(1);
    expect(issues[0]).toContain(`${name} is not usable`);
    if (value.length > 4) expect(issues[0]?.split("allowed:")[0]).not.toContain(value);
  });

  it("refuses another database than PostgreSQL", () => {
    expect(findIssues({ DATABASE_URL: "mysql://h/db", KYC_MASTER_KEY: masterKey })).toEqual([
      expect.stringContaining("DATABASE_URL is not usable"),
    ]);
  });

  it.each(["1.2.3", "999.1.1.1", "10.0.0.0/33", "::/0", "0.0.0.0/0", "10.0.0.0/8/8", "10.0.0.1,:::1"])(
    "trusts no proxy at %s",
    (value) => {
      expect(findIssues({ KYC_TRUST_PROXY: value })).toEqual([expect.stringContaining("KYC_TRUST_PROXY")]);
    },
  );

  it.each(["postgres://user:pa%ss@[:x/db", "postgres://u:p@h:port/db"])(
    "refuses %s, which is no URL",
    (url) => {
      expect(findIssues({ DATABASE_URL: url, KYC_MASTER_KEY: masterKey })).toEqual([
        expect.stringContaining("DATABASE_URL is no URL. Give it as postgres://"),
      ]);
    },
  );

  it("wants a master key beside an external database, and names it with every other issue", () => {
    const missing = expect.stringContaining("KYC_MASTER_KEY (or KYC_MASTER_KEY_FILE) is missing");
    expect(findIssues({ DATABASE_URL: "postgres://h/db" })).toEqual([missing]);
    expect(findIssues({ DATABASE_URL: "postgres://h/db", PORT: "x", LOG_LEVEL: "x" })).toHaveLength(3);
    expect(findIssues({ DATABASE_URL: "mysql://h/db", KYC_ADAPTERS: "a,,b" })).toHaveLength(3);
    const isMasterKeyNeeded = false;
    expect(
      parseConfig({ DATABASE_URL: "postgres://h/db", KYC_ADAPTERS: "a" }, "/work", { isMasterKeyNeeded }),
    ).toMatchObject({ masterKey: undefined });
  });

  it("gives load balancers time to notice a shutdown unless it is told otherwise", () => {
    expect(parse({}).shutdownGraceMs).toBe(5000);
    expect(parse({ KYC_SHUTDOWN_GRACE_MS: "0" }).shutdownGraceMs).toBe(0);
  });

  it("names every issue at once", () => {
    const issues = findIssues({ PORT: "x", LOG_LEVEL: "x", KYC_MASTER_KEY_FILE: "/nowhere/at/all" });
    expect(issues).toHaveLength(3);
  });

  it("takes the master key from a file, and refuses one that holds none or both at once", () => {
    const [good, bad] = [join(folder, "good"), join(folder, "bad")];
    writeFileSync(good, `${masterKey}\n`);
    writeFileSync(bad, "hello");
    expect(parse({ KYC_MASTER_KEY_FILE: good }).masterKey).toEqual(Buffer.alloc(32, 9));
    expect(findIssues({ KYC_MASTER_KEY_FILE: bad })[0]).toContain("32 bytes");
    expect(findIssues({ KYC_MASTER_KEY_FILE: good, KYC_MASTER_KEY: masterKey })[0]).toContain("both set");
  });
});
