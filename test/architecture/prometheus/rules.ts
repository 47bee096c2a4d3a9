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
  try {
    await writeFile(join(place, "rules.yaml"), JSON.stringify({ groups: [{ name: "rules", rules }] }));
    await writeFile(join(place, "test.yaml"), JSON.stringify({ ...file, rule_files: ["rules.yaml"], tests }));
    await run("promtool", ["test", "rules", "test.yaml"], { cwd: place, env });
    return undefined;
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
    return `${message}\n${stdout}${stderr}`;
  } finally {
    await rm(place, { recursive: true });
  }
}
