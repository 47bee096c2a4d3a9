import { readFileSync } from "node:fs";
import { FileIssuesError, readPresent } from "@kyc-gateway/gateway";
import { stringify } from "yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startConfigurationStage, type ConfigurationStage } from "../support/configuration-stage.ts";
import { startTestGateway } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";
import { startStopwatch } from "../support/stopwatch.ts";

let harness: ConfigurationStage["harness"];
let variables: ConfigurationStage["variables"];
let files: ConfigurationStage["files"];
let apply: ConfigurationStage["apply"];
beforeAll(async () => {
  ({ harness, variables, files, apply } = await startConfigurationStage());
});
afterAll(() => harness[Symbol.asyncDispose]());

async function findIssues(text: string): Promise<readonly string[]> {
  const error: unknown = await apply(text).catch((failure: unknown) => failure);
  if (!(error instanceof FileIssuesError)) throw new Error("The file was taken.", { cause: error });
  expect(error.message).toContain(`gateway.yaml has ${error.issues.length} issue`);
  return error.issues.map(({ line, pointer, code }) => `${line} ${pointer} ${code}`);
}

const casino = (weight = 1) => `
tenants:
  - name: casino
    flows:
      - name: standard
        requiredChecks: [document, liveness]
        targets:
          - connection: casino-main
          - connection: casino-second
    routing:
      - name: georgians
        when: { countries: [GEO] }
        targets:
          - { connection: casino-main, weight: ${weight} }
          - { connection: casino-second, weight: 3 }
      - name: everybody
        targets: [{ connection: casino-second }]
        canary: { connection: casino-main, percent: 10 }
connections:
  - name: casino-main
    adapter: identomat
    tenant: casino
    settings:
      companyKey: { $env: CASINO_COMPANY_KEY }
      callbackApiKeys: [{ $env: CASINO_CALLBACK_KEY }, { $env: CASINO_NEXT_CALLBACK_KEY }]
  - name: casino-second
    adapter: identomat
    settings:
      companyKey: { $file: secrets/company-key }
`;

describe("a configuration file", () => {
  it("shows what would change and changes nothing, when it is a dry run", async () => {
    const before = await readPresent(harness.gateway.services);
    const lines = await apply(casino(), { isDryRun: true });
    expect(lines).toContain("+ connection casino-main");
    expect(lines).toContain("+ flow casino/standard");
    expect(lines.join("\n")).toContain('+ /settings/companyKey  "(secret)"');
    expect(lines.join("\n")).not.toContain("shop-company-key");
    expect(await readPresent(harness.gateway.services)).toEqual(before);
  });

  it("is applied once, and has nothing to change the second time", async () => {
    expect(await apply(casino())).not.toEqual([]);
    expect(await apply(casino())).toEqual([]);
  });

  it("names the value that differs, and leaves what it does not name alone", async () => {
    expect(await apply(casino(2))).toEqual(["~ routing casino", "    ~ /0/targets/0/weight  1 → 2"]);
    const { tenants = [] } = await readPresent(harness.gateway.services);
    expect(tenants.map(({ name }) => name)).toEqual(["bank", "casino", "shop"]);
  });

  it("is given back without secrets, and applied again changes nothing", async () => {
    const present = stringify(await readPresent(harness.gateway.services));
    for (const secret of [...Object.values(variables), ...Object.values(files), "ondato-webhook-secret"])
      expect(present).not.toContain(secret);
    expect(present).toContain("$env: CASINO_NEXT_CALLBACK_KEY");
    expect(present).toContain("$file: secrets/company-key");
    expect(present).toContain("$stored: true");
    expect(await apply(present)).toEqual([]);
  });

  it("notices a secret that changed behind its reference, and does not tell it", async () => {
    variables["CASINO_COMPANY_KEY"] = "another-company-key";
    const lines = await apply(casino(2));
    expect(lines).toEqual([
      "~ connection casino-main",
      '    ~ /settings/companyKey  "(secret)" → "(secret)"',
    ]);
    const { rows } = await harness.database.pool.query("select * from audit_log");
    expect(JSON.stringify(rows)).not.toMatch(/(shop|another|bank)-company-key|callback-key|from-a-file/);
  });

  it("is in force on every replica within a second", async () => {
    await using replica = {
      gateway: await startTestGateway({ databaseUrl: harness.database.url }),
      [Symbol.asyncDispose]() {
        return this.gateway.stop();
      },
    };
    const configurations = [harness.gateway, replica.gateway].map(({ services }) => services.configuration);
    await waitFor(() => configurations.every(({ isLoaded }) => isLoaded));
    await apply(casino(7));
    const watch = startStopwatch();
    await waitFor(() =>
      configurations.every(({ current }) => {
        const rules = current.rules.get(current.tenants.get("casino") ?? "");
        return rules?.[0]?.targets[0]?.weight === 7;
      }),
    );
    expect(watch.stopMs()).toBeLessThan(1000);
  });

  it("names every issue of ten with its line and place, and changes nothing", async () => {
    const before = await readPresent(harness.gateway.services);
    const text = [
      "tenants:",
      "  - name: casino",
      "    flows:",
      "      - name: standard",
      "        requiredChecks: [document, video_call, registry]",
      "        targets: [{ connection: casino-main }]",
      "      - name: standard",
      "        targets: [{ connection: nobodys }]",
      "      - name: Flow!",
      "        targets: [{ connection: casino-main }]",
      "    routing:",
      "      - name: all",
      "        targets: [{ connection: casino-main, weight: 0 }]",
      "      - name: never",
      "        when: { countries: [GEO], flows: [standard] }",
      "        targets: [{ connection: casino-main }, { connection: casino-main, priority: 2 }]",
      "        canary: { connection: casino-main, percent: 101 }",
      "      - name: other",
      "        when: { flows: [unknown] }",
      "        targets: [{ connection: casino-main }]",
      "connections:",
      "  - name: casino-main",
      "    adapter: identomat",
      "    tenants: [casino, nobody]",
      "    settings:",
      "      companyKey: written-out",
      "      secretKey: { $env: NOT_SET }",
      "      callbackApiKeys: [{ $env: CASINO_CALLBACK_KEY, $file: x }]",
      "      colour: blue",
      "  - name: other",
      "    adapter: no-such-adapter",
      "    settings: {}",
    ].join("\n");
    expect(await findIssues(text)).toMatchInlineSnapshot(`
      [
        "7 /tenants/0/flows/1/name not_unique",
        "8 /tenants/0/flows/1/targets/0/connection unknown_connection",
        "9 /tenants/0/flows/2/name wrong_format",
        "13 /tenants/0/routing/0/targets/0/weight weights_zero",
        "13 /tenants/0/routing/0/targets no_capable_target",
        "17 /tenants/0/routing/1/canary/percent too_large",
        "19 /tenants/0/routing/2/when/flows/0 unknown_flow",
        "20 /tenants/0/routing/2/targets/0/connection not_in_flow",
        "24 /connections/0/tenants/1 unknown_tenant",
        "26 /connections/0/settings/companyKey secret_in_file",
        "27 /connections/0/settings/secretKey invalid_reference",
        "28 /connections/0/settings/callbackApiKeys/0 invalid_reference",
        "29 /connections/0/settings/colour unknown_member",
        "31 /connections/1/adapter unknown_adapter",
      ]
    `);
    expect(await readPresent(harness.gateway.services)).toEqual(before);
  });

  it("is taken as the guide shows it", async () => {
    const readme = readFileSync(new URL("../../deploy/README.md", import.meta.url), "utf8");
    const example = /```yaml\n(?<text>[^]*?)```/.exec(readme)?.groups?.["text"] ?? "";
    for (const name of [
      "SHOP_COMPANY_KEY",
      "SHOP_CALLBACK_KEY",
      "ONDATO_CLIENT_SECRET",
      "ONDATO_WEBHOOK_SECRET",
    ])
      variables[name] ??= "an-example-secret";
    files["secrets/next-callback-key"] = "an-example-secret";
    expect(await apply(example, { isDryRun: true })).toContain("+ connection shared-ondato");
  });

  it.each([
    ["the same member twice", "tenants: []\nconnections: []\ntenants: []", "3  malformed"],
    ["an alias inside what it stands for", "tenants:\n  - &a\n    name: x\n    flows: *a", "4  circular"],
    ["what is neither YAML nor JSON", 'tenants: [{ "name": ', "1  malformed"],
    ["another shape", "- tenants", "1  wrong_type"],
    ["members that nobody knows", "tennants: []", "1 /tennants unknown_member"],
  ])("is refused when it has %s", async (_case, text, issue) => {
    expect(await findIssues(text)).toContain(issue);
  });

  it("breaks nothing that it does not name", async () => {
    const narrowed = casino(7)
      .replace("    tenant: casino\n", "    tenant: shop\n")
      .replace(/tenants:[^]*(?=connections:)/, "");
    const error: unknown = await apply(narrowed).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(FileIssuesError);
    expect((error as FileIssuesError).message).toMatch(
      /breaks tenant casino, flow standard \(\/targets\/0\/connection\): names no connection that this tenant can use: casino-main/,
    );
  });
});
