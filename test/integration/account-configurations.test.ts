import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readLifetimes } from "../../gateway/src/features/providers/configurations/read-lifetimes.job.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { runCommand } from "../support/run-command.ts";
import { waitFor } from "../support/wait-for.ts";

const known = "679c74e4d9725987e3879265";
const short = "679c74e4d9725987e3879266";
const endless = "679c74e4d9725987e3879267";
const missing = "0".repeat(24);
const assumedMinutes = 15;

let harness: Harness;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kyc-apply-"));
  const steps = [{ type: "identity-document", key: "d", flags: { documentTypes: ["id"] } }];
  const configurationOf = (id: string, sessionLifetime = 0) => ({
    id,
    name: "Template",
    steps,
    general: { language: "en", sessionLifetime },
  });
  harness = await startHarness({
    identomat: {
      configurations: [configurationOf(known, 30), configurationOf(short, 5), configurationOf(endless)],
    },
  });
});
afterEach(() => harness.identomat.control.clearFaults());
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const asked = () => harness.identomat.control.ledger().requests["get-session-config"] ?? 0;
const readAll = () => readLifetimes(harness.gateway.services, Date.now() + 10_000);
const query = async (text: string, ...values: unknown[]) =>
  (await harness.database.pool.query<Record<string, unknown>>(text, values)).rows;

function saveFlow(name: string, configId: string): Promise<unknown> {
  return harness.provisioning.saveFlow({
    tenant: "shop",
    name,
    targets: [{ connection: "shop-identomat", settings: { configId } }],
  });
}

/** In minutes, of a session that is started now. */
async function readLifetime(flow: string): Promise<number> {
  const { body } = await waitFor(async () => {
    const answer = await harness.shop.createSession({ flow, applicant: { id: "somebody" } });
    return answer.status === 201 ? answer : undefined;
  });
  const [row] = await query(
    "select extract(epoch from lapses_at - created_at)::float8 / 60 as minutes from sessions where id = $1",
    body.id,
  );
  return Math.round(Number(row?.["minutes"]));
}

describe("a session of a configuration that is kept at the provider", () => {
  it("is taken to live as long as its adapter assumes until the provider has told", async () => {
    const fault = { kind: "garbage", shape: "html" } as const;
    harness.identomat.control.addFault({ fault, operation: "get-session-config" });
    await saveFlow("unread", known);
    await harness.gateway.services.configuration.reload();
    await readAll();
    expect(await readLifetime("unread")).toBe(assumedMinutes);
    const line = harness.capture.lines.find((text) => text.includes("session_lifetime_not_told"));
    expect(JSON.parse(line ?? "{}")).toMatchObject({
      connection: "shop-identomat",
      code: "provider_unrecognised",
    });
  });

  it.each([
    ["longer", known, 30],
    ["shorter", short, 5],
    ["not told", endless, assumedMinutes],
  ])("lives as long as the provider says: %s", async (name, configId, minutes) => {
    const flow = name.replaceAll(" ", "-");
    await saveFlow(flow, configId);
    await harness.gateway.services.configuration.reload();
    await readAll();
    await waitFor(async () => (await readLifetime(flow)) === minutes);
  });

  it("lives as long as the provider told last while it is away, and as it tells when it is back", async () => {
    await saveFlow("moved", short);
    await harness.gateway.services.configuration.reload();
    await readAll();
    await query(
      "update account_configurations set session_lifetime_ms = 3600000, read_at = now() - interval '61 minutes' where configuration_id = $1",
      short,
    );
    await harness.gateway.services.configuration.reload();
    harness.identomat.control.addFault({
      fault: { kind: "garbage", shape: "truncated_json" },
      operation: "get-session-config",
    });
    await readAll();
    expect(await readLifetime("moved")).toBe(60);
    harness.identomat.control.clearFaults();
    await readAll();
    // Told to every process: nobody reloads here.
    await waitFor(async () => (await readLifetime("moved")) === 5);
  });

  it("is asked about once an hour, and forgotten when no flow names it", async () => {
    await saveFlow("not-there", missing);
    await harness.gateway.services.configuration.reload();
    await readAll();
    expect(
      await query(
        "select session_lifetime_ms from account_configurations where configuration_id = $1",
        missing,
      ),
    ).toEqual([{ session_lifetime_ms: null }]);
    const before = asked();
    await readAll();
    expect(asked()).toBe(before);
    await query("update account_configurations set read_at = now() - interval '61 minutes'");
    await readAll();
    expect(asked() - before).toBe((await query("select 1 from account_configurations")).length);
    await saveFlow("not-there", known);
    await harness.gateway.services.configuration.reload();
    await readAll();
    expect(await query("select 1 from account_configurations where configuration_id = $1", missing)).toEqual(
      [],
    );
  });
});

/** A flow of the shop, as a file has it. */
async function writeFlow(name: string, configId: string, requiredChecks: readonly string[] = []) {
  const file = join(folder, `${name}.json`);
  const target = { connection: "shop-identomat", settings: { configId } };
  const { tenants } = JSON.parse((await runCommand(harness, ["export", "--format", "json"])).output) as {
    tenants: { name: string; flows: object[] }[];
  };
  const shop = tenants.find((tenant) => tenant.name === "shop");
  if (shop === undefined) throw new Error("The export has no tenant shop.");
  const flows = [...shop.flows, { name, requiredChecks, targets: [target] }];
  await writeFile(file, JSON.stringify({ tenants: [{ ...shop, flows }] }));
  return file;
}

describe("kyc-gateway apply", () => {
  it.each([
    [
      "apply-missing",
      missing,
      [],
      /WARN {2}connection shop-identomat, configuration 0{24}: The account has no/,
    ],
    ["apply-short", short, [], /WARN .*live 5 minutes, and the adapter assumes 15/],
    [
      "apply-blind",
      known,
      ["liveness"],
      /WARN .*does not check liveness.*flow "apply-blind" of shop requires/,
    ],
  ])("warns of what does not fit at the provider: %s", async (name, ...[configId, checks, warning]) => {
    const file = await writeFlow(name, configId, checks);
    for (const dry of [["--dry-run"], []]) {
      const { code, output } = await runCommand(harness, ["apply", "-f", file, ...dry]);
      expect([code, output]).toEqual([0, expect.stringMatching(warning)]);
    }
  });

  it("keeps the lifetime that it was told, and nothing of a dry run", async () => {
    await query("delete from account_configurations");
    const file = await writeFlow("apply-keeps", known);
    await runCommand(harness, ["apply", "-f", file, "--dry-run"]);
    expect(await query("select 1 from account_configurations where configuration_id = $1", known)).toEqual(
      [],
    );
    const { output } = await runCommand(harness, ["apply", "-f", file]);
    expect(output).not.toContain("WARN");
    await waitFor(async () => (await readLifetime("apply-keeps")) === 30);
  });

  it("asks nobody with --offline, nor when nothing changes", async () => {
    const file = await writeFlow("apply-offline", missing);
    const before = asked();
    const { code, output } = await runCommand(harness, ["apply", "-f", file, "--offline", "--dry-run"]);
    expect([code, output.includes("WARN"), asked()]).toEqual([0, false, before]);
    expect((await runCommand(harness, ["apply", "-f", file])).output).toContain("WARN");
    const asking = asked();
    expect((await runCommand(harness, ["apply", "-f", file])).output).toContain("nothing to change");
    expect(asked()).toBe(asking);
  });

  it("applies what it was told to although the provider fails, and says so", async () => {
    const file = await writeFlow("apply-away", short);
    const fault = { kind: "garbage", shape: "html" } as const;
    harness.identomat.control.addFault({ fault, operation: "get-session-config" });
    const { code, output } = await runCommand(harness, ["apply", "-f", file]);
    expect(code).toBe(0);
    expect(output).toMatch(/WARN .*did not tell about 679c74e4d9725987e3879266 \(provider_unrecognised\)/);
    expect(output).toContain("made.");
  });

  it("does not call a provider that is held", async () => {
    const hold = ["connection", "hold", "shop-identomat", "--reason", "migration"];
    expect((await runCommand(harness, hold)).code).toBe(0);
    try {
      const before = asked();
      const { output } = await runCommand(harness, ["apply", "-f", await writeFlow("apply-held", short)]);
      expect([output, asked()]).toEqual([expect.stringMatching(/WARN .*is held/), before]);
    } finally {
      await runCommand(harness, ["connection", "release", "shop-identomat"]);
    }
  });
});

describe("kyc-gateway doctor", () => {
  it("warns of the same", async () => {
    const { output } = await runCommand(harness, ["doctor"]);
    for (const warning of [/The account has no configuration/, /live 5 minutes/, /does not check liveness/])
      expect(output).toMatch(warning);
  });
});
