import { once } from "node:events";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Server } from "./start-baseline.ts";
import { places } from "./places.ts";

/** The provider. Its callbacks are switched off: the generator sends them. */
export async function startSimulator(): Promise<Server> {
  const options = JSON.stringify({ keepSessions: 1_000_000, keepCallbacks: 0, tokenLifetimeMs: 86_400_000 });
  const child = spawn(
    process.execPath,
    [places.simulators, "identomat", "--port", "0", "--options", options],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  process.once("exit", () => child.kill("SIGKILL"));
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const stop = async (): Promise<void> => {
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await exited;
  };
  return { pid: child.pid ?? 0, process: child, port: Number(new URL(url).port), stop };
}
