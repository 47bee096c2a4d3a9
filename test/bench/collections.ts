import { PerformanceObserver } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { Pool } from "pg";
import { openDatabase } from "../../gateway/src/platform/database/database.ts";
import { startDatabaseServer } from "../support/database-server.ts";
import { spawnNode } from "../support/spawn-node.ts";

/**
 * `node --conditions=@kyc-gateway/source test/bench/collections.ts`: how long the program stands still for its young
 * garbage collections while transactions run: with the driver's own promises and timers, and with our watchdog of the pool.
 */
const measureMs = 8000;
const workers = 4;
const statementMs = 8000;

const pools = {
  driver: async (url: string) =>
    new Pool({ connectionString: url, max: workers, query_timeout: statementMs }),
  ours: async (url: string) => (await openDatabase({ url, poolSize: workers, statementMs })).pool,
} as const;

const isPool = (name: string | undefined): name is keyof typeof pools => name === "driver" || name === "ours";

async function runTransactions(pool: Pool, untilMs: number): Promise<void> {
  while (performance.now() < untilMs) {
    const client = await pool.connect();
    await client.query("begin");
    await client.query(
      "select g as a, g as b, g as c, g as d from generate_series(1, 10) g where g > $1",
      [0],
    );
    await client.query("commit");
    client.release();
  }
}

/** The median of the pauses, in milliseconds, without those of the warm-up. */
async function measure(pool: Pool): Promise<number> {
  const pauses: number[] = [];
  await runTransactions(pool, performance.now() + measureMs / 4);
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) pauses.push(duration);
  });
  observer.observe({ entryTypes: ["gc"] });
  const untilMs = performance.now() + measureMs;
  await Promise.all(Array.from({ length: workers }, () => runTransactions(pool, untilMs)));
  observer.disconnect();
  return pauses.sort((a, b) => a - b)[Math.floor(pauses.length / 2)] ?? Number.NaN;
}

/** Each in a process of its own: what V8 has learnt of one must not be known to the other. */
async function measureApart(name: keyof typeof pools, url: string): Promise<number> {
  const child = spawnNode({ script: fileURLToPath(import.meta.url), args: [name, url] });
  const line = await child.waitForLine(/^pause /, { timeoutMs: 60_000 });
  await child.kill();
  return Number(line.slice("pause ".length));
}

const [name, url] = process.argv.slice(2);
if (isPool(name)) {
  process.stdout.write(`pause ${await measure(await pools[name](url ?? ""))}\n`);
} else {
  const server = await startDatabaseServer();
  const driver = await measureApart("driver", server.url);
  const ours = await measureApart("ours", server.url);
  await server.stop();
  process.stdout.write(
    `median pause of a young collection: driver ${driver.toFixed(2)} ms, ours ${ours.toFixed(2)} ms, ${(ours / driver).toFixed(2)} ×\n`,
  );
}
