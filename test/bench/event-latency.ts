import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import type { Event } from "@kyc-gateway/http-api";
import { places } from "./src/machine/places.ts";
import { provision } from "./src/machine/provision.ts";
import { runNode } from "./src/machine/run-node.ts";
import { planCreation } from "./src/machine/stage.ts";
import { startGateway } from "./src/machine/start-gateway.ts";
import { startGenerator } from "./src/machine/start-generator.ts";
import { startPostgres } from "./src/machine/start-postgres.ts";
import { startSimulator } from "./src/machine/start-simulator.ts";
import { computeQuantile } from "./src/statistics/quantile.ts";

/**
 * Commit to first attempt: sessions are created at a fixed rate, and a receiver notes when each event reaches it. The
 * clock starts at `occurredAt`, which is before the commit: what is printed is never too small.
 * `node --conditions=@kyc-gateway/source test/bench/event-latency.ts [events per second] [seconds]`, after a build.
 */
const [ratePerSecond = 100, seconds = 20] = process.argv.slice(2).map(Number);
const warmUpMs = 3000;
const goals = { p50Ms: 5, p99Ms: 30 };

interface Receiver {
  readonly url: string;
  readonly host: string;
  /** Milliseconds from the change to the arrival of its event, in order. */
  readonly lags: { readonly at: number; readonly lagMs: number }[];
  readonly server: Server;
}

async function startReceiver(): Promise<Receiver> {
  const lags: Receiver["lags"] = [];
  const server = createServer((request, response) => {
    const at = Date.now();
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      response.writeHead(204).end();
      const { occurredAt } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Event;
      lags.push({ at, lagMs: at - Date.parse(occurredAt) });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `http://${host}/events`, host, lags, server };
}

const folder = await mkdtemp(join(tmpdir(), "kyc-gateway-event-latency-"));
const [postgres, simulator, receiver] = await Promise.all([
  startPostgres(),
  startSimulator(),
  startReceiver(),
]);
const env = {
  DATABASE_URL: postgres.url,
  KYC_MASTER_KEY: randomBytes(32).toString("base64"),
  KYC_ADAPTERS_FROM: places.bundle,
  KYC_EVENT_HOSTS_ALLOWED: receiver.host,
  KYC_TENANT_REQUESTS_PER_SECOND: "0",
};
const apiKey = await provision(env, `http://127.0.0.1:${simulator.port}/external-api`);
await runNode(places.gateway, { args: ["endpoint", "add", "shop", receiver.url], env });
const gateway = await startGateway({ env, logFile: join(folder, "gateway.log") });
const generator = startGenerator();
const startedAt = Date.now();
const { byStatus, goodNumbers, latenciesMs } = await generator.run({
  port: gateway.port,
  connections: 32,
  pace: { kind: "open", ratePerSecond, warmUpMs, durationMs: seconds * 1000 },
  expectedStatus: 201,
  plan: planCreation(apiKey, "events"),
});
const deadline = Date.now() + 30_000;
while (receiver.lags.length < goodNumbers.length && Date.now() < deadline)
  await new Promise((resolve) => {
    setTimeout(resolve, 50);
  });
const { rows: posts } = await postgres.pool.query<{ duration_ms: number }>(
  "select duration_ms from event_attempts",
);
const postMs = computeQuantile(
  posts.map(({ duration_ms }) => duration_ms),
  0.5,
);
const lags = receiver.lags.filter(({ at }) => at - startedAt > warmUpMs).map(({ lagMs }) => lagMs);
const [p50Ms, p99Ms, maxMs] = [0.5, 0.99, 1].map((share) => computeQuantile(lags, share));
process.stdout.write(
  `${JSON.stringify({ ratePerSecond, seconds, created: goodNumbers.length, byStatus, received: receiver.lags.length, measured: lags.length, p50Ms, p99Ms, maxMs, postMs, creationP50Ms: computeQuantile(latenciesMs, 0.5), loadAverage: loadavg()[0], goals, isReached: (p50Ms ?? 0) <= goals.p50Ms && (p99Ms ?? 0) <= goals.p99Ms }, null, 2)}\n`,
);
await Promise.all([generator.stop(), gateway.stop(), simulator.stop()]);
receiver.server.close();
receiver.server.closeAllConnections();
await postgres.stop();
await rm(folder, { recursive: true, force: true });
