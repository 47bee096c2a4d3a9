import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { runRollingRestart } from "../chaos/restart/rolling-restart.ts";
import { startGatewayProcess } from "../chaos/stage/processes.ts";
import { masterKey, openStage } from "../chaos/stage/stage.ts";
import { findFreePort } from "../support/free-port.ts";
import { createTestDatabase } from "../support/test-database.ts";

// 5,000 requests and more, with nginx and HAProxy, also from an older version: pnpm rolling-restart.
it("no request fails while two replicas behind HAProxy are restarted in turn, as they are shipped", async () => {
  await using database = await createTestDatabase();
  const { failed, restarts, exitCodes, sent } = await runRollingRestart({
    proxy: "haproxy",
    databaseUrl: database.url,
    perSecond: 20,
    requests: 0,
  });
  expect([Object.fromEntries(failed), restarts, [...exitCodes]]).toEqual([{}, 2, [0]]);
  expect(sent).toBeGreaterThan(100);
});

/** Statuses in the order in which they came; 0: nobody took the connection. */
async function askUntil(over: AbortSignal, url: string, apiKey: string): Promise<readonly number[]> {
  const seen: number[] = [];
  while (!over.aborted) {
    const headers = { authorization: `Bearer ${apiKey}`, connection: "close" };
    const status = await fetch(url, { headers }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status !== seen.at(-1)) seen.push(status);
    await delay(1);
  }
  return seen;
}

it("a replica takes no connection before it can answer: a proxy that asks no health check goes to the other one", async () => {
  await using database = await createTestDatabase();
  const { stage, close } = await openStage(database.url);
  await stage.addProvider("provider");
  const apiKey = await stage.addTenant("shop", ["provider"]);
  const port = await findFreePort();
  const over = new AbortController();
  const seen = askUntil(over.signal, `http://127.0.0.1:${port}/v1/sessions?limit=1`, apiKey);
  const { process } = await startGatewayProcess({ databaseUrl: database.url, masterKey, port });
  over.abort();
  await process.kill();
  await close();
  expect((await seen).filter((status) => status !== 0 && status !== 200)).toEqual([]);
});
