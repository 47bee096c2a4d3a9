import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const cli = fileURLToPath(new URL("./cli.ts", import.meta.url));

function run(...args: string[]) {
  return spawn(process.execPath, [cli, ...args], { stdio: ["ignore", "pipe", "pipe"] });
}

describe("the command", () => {
  it.each(["identomat", "ondato"])(
    "starts %s, says where it listens in one line, and stops on SIGTERM",
    async (name) => {
      const child = run(name, "--port", "0", "--options", '{"keepSessions":10}');
      const [line] = (await once(createInterface(child.stdout), "line")) as [string];
      const ready = JSON.parse(line) as { ready: boolean; url: string };
      expect(ready).toMatchObject({ ready: true, provider: name, pid: child.pid });
      const about = (await (await fetch(`${ready.url}/_control/`)).json()) as { simulator: string };
      expect(about.simulator).toBe(name);
      child.kill("SIGTERM");
      expect(await once(child, "exit")).toEqual([0, null]);
    },
  );

  it("fails with its usage when no provider is named", async () => {
    const child = run("acme");
    const [[code], [text]] = await Promise.all([once(child, "exit"), once(child.stderr, "data")]);
    expect([code, String(text)]).toEqual([1, expect.stringContaining("Usage")]);
  });
});
