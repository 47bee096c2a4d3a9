import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL("../../deploy/systemd/", import.meta.url));
const units = readdirSync(folder).filter((name) => name.endsWith(".service"));
const readUnit = (name: string): string => readFileSync(`${folder}${name}`, "utf8");

/** What a unit is confined by: its lines behind the comment that says so. */
const readConfinement = (name: string): string =>
  readUnit(name).split("# It writes nothing")[1]?.split("\n\n")[0]?.trim() ?? "";

// A real systemd runs them in deploy/systemd/check-units.sh.
describe("the units for systemd", () => {
  it("are those of migration, API and worker, each in its role", () => {
    expect(units).toEqual([
      "kyc-gateway-api.service",
      "kyc-gateway-migrate.service",
      "kyc-gateway-worker.service",
    ]);
    expect(readUnit("kyc-gateway-api.service")).toContain("KYC_ROLES=api ");
    expect(readUnit("kyc-gateway-worker.service")).toContain("KYC_ROLES=worker ");
    for (const name of ["kyc-gateway-api.service", "kyc-gateway-worker.service"])
      expect(readUnit(name)).toContain("Requires=kyc-gateway-migrate.service");
  });

  it.each(units)("run as nobody that exists, may write nowhere, and have no capability: %s", (name) => {
    const lines = readUnit(name).split("\n");
    for (const line of [
      "DynamicUser=yes",
      "ProtectSystem=strict",
      "CapabilityBoundingSet=",
      "NoNewPrivileges=yes",
    ])
      expect(lines).toContain(line);
    expect(readConfinement(name)).toBe(readConfinement("kyc-gateway-api.service"));
    expect(readUnit(name)).not.toMatch(/postgres(ql)?:\/\/|MASTER_KEY=/);
  });

  it.each(units)(
    "hold no line that systemd does not know, and are little exposed in its own eyes: %s",
    (name) => {
      const { status, stdout, stderr } = spawnSync(
        "systemd-analyze",
        ["security", "--offline=true", "--threshold=20", "--no-pager", `${folder}${name}`],
        { encoding: "utf8" },
      );
      expect([status, stderr]).toEqual([0, ""]);
      expect(stdout).toContain(name);
    },
  );
});
