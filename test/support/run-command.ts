import { join } from "node:path";
import { describeEnvironment, type Harness } from "./gateway-harness.ts";
import { spawnNode } from "./spawn-node.ts";

const root = join(import.meta.dirname, "../..");

/** One command of `kyc-gateway` on the harness's database, in a process of its own, to its end. */
export async function runCommand(
  { database }: Pick<Harness, "database">,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly output: string }> {
  const command = spawnNode({
    script: join(root, "gateway/src/cli/main.ts"),
    args: [...args],
    cwd: join(root, "test"),
    env: describeEnvironment({ databaseUrl: database.url }),
  });
  const { code } = await command.waitForExit();
  return { code, output: command.output };
}
