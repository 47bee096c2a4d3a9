import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { describeEnvironment } from "../support/gateway-harness.ts";
import { spawnGateway } from "../support/spawn-gateway.ts";
import type { NodeProcess } from "../support/spawn-node.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";
import { waitFor } from "../support/wait-for.ts";

/** From SIGTERM on, beside the grace: the product's promise. */
const endsWithinMs = 30_000;

vi.setConfig({ testTimeout: 90_000 });

let database: TestDatabase;
let proxy: TcpProxy;
beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startTcpProxy(database.url);
});
afterAll(async () => {
  await proxy.close();
  await database.drop();
});

async function startGateway(env: Record<string, string>): Promise<{ process: NodeProcess; url: string }> {
  const process = await spawnGateway({ env: describeEnvironment({ databaseUrl: proxy.url, env }) });
  const line = await process.waitForLine(/"gateway_started"/, { timeoutMs: 40_000 });
  const { url } = JSON.parse(line) as { url: string };
  await waitFor(async () => (await fetch(`${url}/readyz`)).status === 200, { timeoutMs: 20_000 });
  return { process, url };
}

describe("SIGTERM ends a gateway in time", () => {
  it.each(["api,worker", "worker"])("whose connections to PostgreSQL are cut: %s", async (KYC_ROLES) => {
    const { process } = await startGateway({ KYC_ROLES });
    proxy.cut();
    await process.waitForLine(/"workers_interrupted"|"configuration_not_loaded"/);
    const exit = await process.stop({ timeoutMs: endsWithinMs });
    proxy.mend();
    expect(exit.signal).toBeNull();
  });

  it("whose connections to PostgreSQL pass nothing any more", async () => {
    const { process } = await startGateway({});
    proxy.freeze();
    const exit = await process.stop({ timeoutMs: endsWithinMs });
    proxy.mend();
    expect(exit.signal).toBeNull();
  });

  it("that still waits for PostgreSQL", async () => {
    proxy.cut();
    const process = await spawnGateway({ env: describeEnvironment({ databaseUrl: proxy.url }) });
    await process.waitForLine(/"configuration_not_loaded"/, { timeoutMs: 40_000 });
    const exit = await process.stop({ timeoutMs: endsWithinMs });
    proxy.mend();
    expect(exit.signal).toBeNull();
  });
});

it("a gateway that is told nothing about it serves on after SIGTERM until load balancers have noticed", async () => {
  const { process, url } = await startGateway({ KYC_SHUTDOWN_GRACE_MS: "" });
  const stopping = process.stop({ timeoutMs: 5000 + endsWithinMs });
  const drained = await waitFor(async () => {
    const answer = await fetch(`${url}/readyz`);
    return answer.status === 503 ? answer : undefined;
  });
  expect(drained.headers.get("connection")).toBe("close");
  // New connections are still taken, and answered.
  for (let round = 0; round < 5; round += 1) expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(await stopping).toEqual({ code: 0, signal: null });
});
