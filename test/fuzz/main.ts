import { parseArgs } from "node:util";
import { migrate } from "@kyc-gateway/gateway";
import { startDatabaseServer } from "../support/database-server.ts";
import { startEventReceiver } from "../support/event-receiver.ts";
import { openTestDatabase } from "../support/open-test-database.ts";
import { createTemplate } from "../support/template-database.ts";
import { runCampaign, type Findings } from "./run-campaign.ts";
import { openRing, type Heap } from "./stage/open-ring.ts";

const usage = `Usage: pnpm fuzz [--requests 50000] [--seed <number>]
The same seed sends the same requests. Ends with status 1 when an answer is an issue, or the heap grows.
`;
const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "50000" },
    seed: { type: "string", default: String(Math.trunc(Math.random() * 2 ** 30)) },
  },
});
const [requests, seed] = [Number(values.requests), Number(values.seed)];
if (!Number.isInteger(requests) || !Number.isInteger(seed) || requests < 1) throw new Error(usage);

/** Growth of the heap from a fifth of the way on, that is more than caches which fill. */
const maxGrowthBytes = 8 * 2 ** 20;
const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const server = await startDatabaseServer();
const template = await createTemplate(server.url, migrate);
const receiver = await startEventReceiver();
const ring = await openRing(await openTestDatabase(template), receiver);
const heaps: { readonly sent: number; readonly heap: Heap }[] = [];
try {
  say(`${requests} requests from seed ${seed}`);
  const measure = async (sent: number): Promise<void> => {
    heaps.push({ sent, heap: await ring.measureHeap() });
  };
  await measure(0);
  let told = 0;
  const onProgress = async ({ sent, issues, slowestMs }: Findings): Promise<void> => {
    for (const issue of issues.slice(told)) say(`\n${issue}\n`);
    told = issues.length;
    if (sent % 2500 !== 0) return;
    await measure(sent);
    say(
      `${sent} sent, ${issues.length} issues, slowest ${Math.round(slowestMs)} ms, heap ${megabytes(heaps.at(-1)?.heap.heapUsed ?? 0)}`,
    );
  };
  const findings = await runCampaign(ring.target, { requests, seed, onProgress });
  await measure(findings.sent);
  report(findings);
} finally {
  await ring.close();
  await receiver[Symbol.asyncDispose]();
  await server.stop();
}

function report({ sent, issues, statuses }: Findings): void {
  const byStatus = new Map<string, number>();
  for (const [name, count] of statuses) {
    const status = name.split(" ")[1] ?? "";
    byStatus.set(status, (byStatus.get(status) ?? 0) + count);
  }
  const counts = [...byStatus].toSorted(([one], [other]) => one.localeCompare(other));
  say(`\n${sent} requests: ${counts.map(([status, count]) => `${status} × ${count}`).join(", ")}`);
  say(
    `heap after collection: ${heaps.map(({ sent: at, heap }) => `${at}: ${megabytes(heap.heapUsed)}`).join(", ")}`,
  );
  const settled = heaps.find(({ sent: at }) => at >= sent / 5) ?? heaps[0];
  const growth = (heaps.at(-1)?.heap.heapUsed ?? 0) - (settled?.heap.heapUsed ?? 0);
  say(`${issues.length} issues; growth of the heap since ${settled?.sent ?? 0}: ${megabytes(growth)}`);
  if (issues.length > 0 || growth > maxGrowthBytes) process.exitCode = 1;
}
