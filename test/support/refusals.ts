import { join } from "node:path";
import { expect } from "vitest";
import { examine } from "../../gateway/src/app/commands/examine.ts";
import { describeEnvironment } from "./gateway-harness.ts";
import { runCommand } from "./run-command.ts";
import { spawnGateway } from "./spawn-gateway.ts";

const root = join(import.meta.dirname, "../..");

interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** One command to its end: a gateway's start in a process of its own. */
export async function runToEnd(
  command: string,
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<Outcome> {
  if (command !== "start") return runCommand({ database: { url: databaseUrl } }, command.split(" "), env);
  const program = await spawnGateway({ env: describeEnvironment({ databaseUrl, env }) });
  const { code } = await program.waitForExit();
  return { code, output: program.output };
}

export interface Refusal {
  readonly databaseUrl: string;
  readonly env?: Record<string, string>;
  readonly words: string;
}

/** Every command refuses in these words, by a code that says so, and shows no stack. */
export async function expectRefusals(
  commands: readonly string[],
  { databaseUrl, env, words }: Refusal,
): Promise<void> {
  const outcomes = await Promise.all(commands.map((command) => runToEnd(command, databaseUrl, env)));
  for (const { code, output } of outcomes) {
    expect(output).toContain(words);
    expect(output).not.toMatch(/^\s+at /m);
    expect(code).toBeGreaterThan(0);
  }
}

/** What `doctor` finds wrong. */
export async function listProblems(databaseUrl: string, env: Record<string, string> = {}): Promise<string[]> {
  const problems: string[] = [];
  const environment = describeEnvironment({
    databaseUrl,
    env: { KYC_ADAPTERS_FROM: join(root, "test"), ...env },
  });
  for await (const { kind, advice } of examine(environment))
    if (kind === "problem") problems.push(advice ?? "");
  return problems;
}
