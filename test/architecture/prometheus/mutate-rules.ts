import { parseArgs } from "node:util";
import { readRuleFiles, readRuleTests, testRules, type Rule, type RuleTestFile } from "./rules.ts";

/** `pnpm mutate-rules [--only <words of a rule's name>]…`: breaks each rule in every way below, and tells which breaks no test notices. */
const { values } = parseArgs({ options: { only: { type: "string", multiple: true } } });
const leastShare = 0.95;

interface Mutant {
  readonly what: string;
  readonly rule: Rule;
}

type Change = readonly [pattern: RegExp, replacement: (found: string) => string];

const changes: readonly Change[] = [
  [/ > /g, () => " < "],
  [/ > /g, () => " >= "],
  [/ < /g, () => " > "],
  [/ == /g, () => " != "],
  [/ - /g, () => " + "],
  [/ \/ /g, () => " * "],
  [/ \* /g, () => " / "],
  [/\band on\b/g, () => "or on"],
  [/ or /g, () => " and "],
  [/ unless /g, () => " and "],
  [/\bmax_over_time\b/g, () => "min_over_time"],
  [/\bmax by\b/g, () => "min by"],
  [/\bmin by\b/g, () => "max by"],
  [/\bsum by\b/g, () => "min by"],
  [/\brate\(/g, () => "increase("],
  [/(?<=[ (])\d+(\.\d+)?(?=\)|,|$| )/g, (number) => String(Number(number) * 1.5)],
  [/(?<=[ (])\d+(\.\d+)?(?=\)|,|$| )/g, (number) => String(Number(number) * 0.5)],
  [/\w+(=~|!~|!=|=)"[^"]*",?/g, () => ""],
];

const nameOf = (rule: Rule): string => rule.alert ?? `${rule.record} ${rule.labels?.["slo"] ?? ""}`;

function mutate(rule: Rule): readonly Mutant[] {
  const name = nameOf(rule);
  const expressions = changes.flatMap(([pattern, replace]) =>
    [...rule.expr.matchAll(pattern)].map(({ 0: found, index }) => {
      const expr = `${rule.expr.slice(0, index)}${replace(found)}${rule.expr.slice(index + found.length)}`;
      return {
        what: `${name}: ${found.trim()} → ${replace(found).trim() || "nothing"}`,
        rule: { ...rule, expr },
      };
    }),
  );
  const changed = expressions.filter((mutant) => mutant.rule.expr !== rule.expr);
  if (rule.for === undefined) return changed;
  const { for: _wait, ...atOnce } = rule;
  const longer = `${Number.parseInt(rule.for, 10) * 3}${rule.for.slice(-1)}`;
  return [
    ...changed,
    { what: `${name}: for ${rule.for} → nothing`, rule: atOnce },
    { what: `${name}: for ${rule.for} → ${longer}`, rule: { ...rule, for: longer } },
  ];
}

/** The tests that look at a rule: by the alert's name, or by the promise that a record belongs to. */
function selectTests(
  files: readonly RuleTestFile[],
  rule: Rule,
  rules: readonly Rule[],
): readonly RuleTestFile[] {
  const word = rule.alert ?? rule.labels?.["slo"] ?? "";
  const users = listUsers(rule, rules);
  const isNear = ({ tests }: RuleTestFile): boolean =>
    tests.some(({ name }) => users.some((user) => name.includes(user)));
  return files
    .map((file) => ({ ...file, tests: file.tests.filter(({ name }) => name.includes(word)) }))
    .filter(({ tests }) => tests.length > 0)
    .sort((one, other) => Number(isNear(other)) - Number(isNear(one)));
}

/** The alerts that a record is for: their tests notice first, and those of three days take long. */
function listUsers({ record }: Rule, rules: readonly Rule[]): readonly string[] {
  if (record === undefined) return [];
  const users = rules.filter(({ alert, expr }) => alert !== undefined && expr.includes(record));
  return users.flatMap(({ alert = [] }) => alert);
}

async function isNoticed(rules: readonly Rule[], files: readonly RuleTestFile[]): Promise<boolean> {
  for (const file of files) if ((await testRules(rules, file)) !== undefined) return true;
  return false;
}

/** Alone where it needs no other; with the records of its promise, or of one promise, otherwise. */
function surround(original: Rule, rules: readonly Rule[], mutated: Rule): readonly Rule[] {
  if (original.alert !== undefined && !original.expr.includes("kyc:slo")) return [mutated];
  const slo = original.labels?.["slo"];
  return rules
    .filter(
      ({ record, labels }) =>
        record === undefined || slo === undefined || labels?.["slo"] === undefined || labels["slo"] === slo,
    )
    .map((rule) => (rule === original ? mutated : rule));
}

const tests = await readRuleTests();
let [count, survivors] = [0, 0];
const describeShare = () =>
  `${count} mutants, ${count - survivors} killed (${((1 - survivors / count) * 100).toFixed(1)} %)\n`;
async function judge(original: Rule, rules: readonly Rule[]): Promise<void> {
  for (const { what, rule } of mutate(original)) {
    count += 1;
    if (await isNoticed(surround(original, rules, rule), selectTests(tests, original, rules))) continue;
    survivors += 1;
    process.stdout.write(`survived: ${what}\n`);
  }
}

/** promtool keeps one processor busy: two at a time. */
async function judgeAll(rules: readonly Rule[]): Promise<void> {
  const waiting = rules.filter(
    (rule) => values.only === undefined || values.only.some((words) => nameOf(rule).includes(words)),
  );
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await judge(next, rules);
  };
  await Promise.all([work(), work()]);
}

for (const { name, rules } of await readRuleFiles()) {
  await judgeAll(rules);
  process.stdout.write(`up to ${name}: ${describeShare()}`);
}
process.exitCode = 1 - survivors / count >= leastShare ? 0 : 1;
