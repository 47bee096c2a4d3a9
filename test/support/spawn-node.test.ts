import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isRunning } from "./left-over-server.ts";
import { spawnNode } from "./spawn-node.ts";
import { waitFor } from "./wait-for.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spawn-node-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function writeScript(source: string): Promise<string> {
  const script = join(folder, `${crypto.randomUUID()}.mjs`);
  await writeFile(script, source);
  return script;
}

const forever = "setInterval(() => {}, 1000);";

it("finds a line that was printed before it is waited for", async () => {
  await using process = spawnNode({ script: await writeScript(`console.log("port 80"); ${forever}`) });
  await process.waitForLine(/^port/);
  await expect(process.waitForLine(/^port \d+$/)).resolves.toBe("port 80");
});

it("reports what a process printed that ends before the line comes", async () => {
  await using process = spawnNode({
    script: await writeScript('console.error("no database"); process.exit(3);'),
  });
  await expect(process.waitForLine(/ready/)).rejects.toThrow(/ended \(3\)[^]*no database/);
});

it("passes on nothing of the machine's environment but PATH, HOME and Node's own cache", async () => {
  const script = await writeScript("console.log(Object.keys(process.env).sort().join());");
  await using process = spawnNode({ script, env: { COLOUR: "blue" } });
  await expect(process.waitForLine(/./)).resolves.toBe("COLOUR,HOME,NODE_COMPILE_CACHE,PATH");
});

it("stops a process gracefully", async () => {
  const script = await writeScript(
    `process.on("SIGTERM", () => process.exit(7)); console.log("up"); ${forever}`,
  );
  await using process = spawnNode({ script });
  await process.waitForLine(/up/);
  await expect(process.stop()).resolves.toEqual({ code: 7, signal: null });
});

it("kills a process that does not stop, and says so", async () => {
  const script = await writeScript(`process.on("SIGTERM", () => {}); console.log("up"); ${forever}`);
  await using process = spawnNode({ script });
  await process.waitForLine(/up/);
  await expect(process.stop({ timeoutMs: 50 })).rejects.toThrow("did not end within 50 ms of SIGTERM");
});

it("ends its processes when the process that runs the tests ends", async () => {
  const inner = await writeScript(`console.log("inner " + process.pid); ${forever}`);
  const outer = await writeScript(`
    import { spawnNode } from ${JSON.stringify(import.meta.resolve("./spawn-node.ts"))};
    const inner = spawnNode({ script: ${JSON.stringify(inner)} });
    console.log(await inner.waitForLine(/inner/));
    process.exit(0);`);
  await using process = spawnNode({ script: outer });
  const pid = Number((await process.waitForLine(/inner/)).split(" ")[1]);
  await waitFor(() => !isRunning(pid));
});
