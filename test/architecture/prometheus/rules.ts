import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parse } from "yaml";

const folder = fileURLToPath(new URL("../../../deploy/prometheus/", import.meta.url));
const run = promisify(execFile);

export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: { readonly summary: string; readonly runbook_url: string };
}
export interface RuleFile {
  readonly name: string;
  readonly rules: readonly Rule[];
}
export interface RuleTest {
  readonly name: string;
  readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts: readonly object[] }[];
}
export interface RuleTestFile {
  readonly rule_files: readonly string[];
  readonly tests: readonly RuleTest[];
}

export async function readRuleFiles(): Promise<readonly RuleFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".rules.yaml"));
  const read = async (name: string): Promise<RuleFile> => {
    const { groups } = parse(await readFile(join(folder, name), "utf8")) as { groups: { rules: Rule[] }[] };
    return { name, rules: groups.flatMap(({ rules }) => rules) };
  };
  return Promise.all(names.map(read));
}

export async function readRuleTests(): Promise<readonly RuleTestFile[]> {
  const names = await readdir(join(folder, "tests"));
  const read = async (name: string) =>
    parse(await readFile(join(folder, "tests", name), "utf8")) as RuleTestFile;
  return Promise.all(names.map(read));
}

export const readRunbook = (): Promise<string> => readFile(join(folder, "runbook.md"), "utf8");

/** It keeps little, and for a second: collecting garbage often is a sixth of its work. */
const env = { ...process.env, GOGC: "1000" };

/** What promtool says of rules and their tests; undefined: all is well. JSON is YAML. */
export async function testRules(
  rules: readonly Rule[],
  { tests, ...file }: RuleTestFile,
): Promise<string | undefined> {
  const place = await mkdtemp(join(tmpdir(), "kyc-rules-"));
  const write = (name: string, content: object) => writeFile(join(place, name), JSON.stringify(content));
  try {
    const names: string[] = [];
    for (const [index, part] of divide(rules, tests).entries()) {
      const ruleFile = `${index}.rules.yaml`;
      await write(ruleFile, { groups: [{ name: "rules", rules: part.rules }] });
      await write(`${index}.test.yaml`, { ...file, rule_files: [ruleFile], tests: part.tests });
      names.push(`${index}.test.yaml`);
    }
    await run("promtool", ["test", "rules", ...names], { cwd: place, env });
    return undefined;
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
    return `${message}\n${stdout}${stderr}`;
  } finally {
    await rm(place, { recursive: true });
  }
}

interface Part {
  readonly rules: readonly Rule[];
  readonly tests: readonly RuleTest[];
}

/** promtool works out every rule at every minute of every test: each test gets those that its alerts depend on. */
function divide(rules: readonly Rule[], tests: readonly RuleTest[]): readonly Part[] {
  const byAlerts = Map.groupBy(tests, (test) =>
    [...new Set(test.alert_rule_test.map(({ alertname }) => alertname))].toSorted().join(),
  );
  const parts = [...byAlerts].map(([alerts, own]) => ({
    tests: own,
    rules: collectNeeded(rules, new Set(alerts.split(","))),
  }));
  const used = new Set(parts.flatMap((part) => part.rules));
  const unused = { tests: [], rules: rules.filter((rule) => !used.has(rule)) };
  return [...parts, unused];
}

/** The rules of these names, and those whose names their expressions have, however far. */
function collectNeeded(rules: readonly Rule[], names: ReadonlySet<string>): readonly Rule[] {
  const needed = rules.filter(({ alert, record }) => names.has(alert ?? record ?? ""));
  const named = needed.flatMap(({ expr }) => listNamed(expr, rules));
  const all = new Set([...names, ...named]);
  return all.size === names.size ? needed : collectNeeded(rules, all);
}

/** Whatever may be the name of a record, and the alerts that are asked for by a pattern of their names. */
function listNamed(expr: string, rules: readonly Rule[]): readonly string[] {
  const words = expr.match(/[\w:]+/g) ?? [];
  const [, asked] = /alertname=~"([^"]*)"/.exec(expr) ?? [];
  const [, spared] = /alertname!~"([^"]*)"/.exec(expr) ?? [];
  const alerts = rules.flatMap(({ alert = "" }) =>
    matches(alert, asked) && !matches(alert, spared) ? [alert] : [],
  );
  return [...words, ...alerts];
}

function matches(name: string, pattern: string | undefined): boolean {
  return pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(name);
}
