import { describe, expect, it } from "vitest";
import { renderMetrics } from "../documents/metrics-table.ts";
import { readRuleFiles, readRuleTests, readRunbook, testRules } from "./rules.ts";

const files = await readRuleFiles();
const testFiles = await readRuleTests();
const rules = files.flatMap((file) => file.rules);
const alerts = rules.flatMap((rule) => (rule.alert === undefined ? [] : [{ ...rule, alert: rule.alert }]));
const checks = testFiles.flatMap(({ tests }) => tests.flatMap((test) => test.alert_rule_test));

describe("the rules for Prometheus", () => {
  it.each(testFiles.map((file) => ({ name: String(file.tests[0]?.name), file })))(
    "do what their tests say, beginning with: $name",
    async ({ file }) => {
      const names = new Set(file.rule_files.map((path) => path.replace("../", "")));
      const own = files.filter(({ name }) => names.has(name)).flatMap((each) => each.rules);
      expect(await testRules(own, file)).toBeUndefined();
    },
    120_000,
  );

  it.each(alerts)("are seen to fire and to stay silent: $alert", ({ alert }) => {
    const own = checks.filter(({ alertname }) => alertname === alert);
    expect(own.some(({ exp_alerts: expected }) => expected.length > 0)).toBe(true);
    expect(own.some(({ exp_alerts: expected }) => expected.length === 0)).toBe(true);
  });

  it.each(alerts)("say what to do: $alert", async ({ alert, annotations, labels }) => {
    expect(await readRunbook()).toMatch(new RegExp(`^### ${alert}\n\n\\S`, "m"));
    expect(annotations?.runbook_url).toBe(`deploy/prometheus/runbook.md#${alert.toLowerCase()}`);
    expect(["page", "ticket"]).toContain(labels?.["severity"]);
  });

  it("have a heading for no alert that is not there", async () => {
    const headings = [...(await readRunbook()).matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
    expect(new Set(headings)).toEqual(new Set(alerts.map(({ alert }) => alert)));
  });

  it("name only metrics and labels that the gateway has", async () => {
    const table = (await renderMetrics()).split("\n").map((line) => line.match(/`\w+`/g) ?? []);
    const declared = new Map(table.map(([name, ...labels]) => [name?.slice(1, -1) ?? "", labels]));
    for (const { expr } of rules)
      for (const [, name = "", matchers = ""] of expr.matchAll(/\b(kyc_\w+)(?:\{([^}]*)\})?/g)) {
        const labels = declared.get(name.replace(/_(bucket|count|sum)$/, ""));
        expect([name, labels !== undefined]).toEqual([name, true]);
        const used = [...matchers.matchAll(/(\w+)(?:=~|!~|!=|=)/g)].map(([, label]) => `\`${label}\``);
        expect(labels?.concat("`le`")).toEqual(expect.arrayContaining(used));
      }
  });

  it("would be refused by their tests if one were weaker", async () => {
    const file = testFiles.find(({ tests }) => tests.some(({ name }) => name === "KycDatabaseDown fires"));
    const weaker = rules.map((rule) =>
      rule.alert === "KycDatabaseDown" ? { ...rule, expr: "kyc_database_up < 0" } : rule,
    );
    const tests = file?.tests.filter(({ name }) => name.startsWith("KycDatabaseDown")) ?? [];
    expect(await testRules(weaker, { rule_files: [], tests })).toContain("KycDatabaseDown fires");
  }, 60_000);
});
