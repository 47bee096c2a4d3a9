import { afterAll, beforeAll, expect, it } from "vitest";
import { companies, startHarness, type Harness } from "../support/gateway-harness.ts";
import { listDeliveries } from "../support/storage.ts";

// No worker: the tests take its steps one by one.
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ env: { KYC_ROLES: "api" } });
});
afterAll(() => harness[Symbol.asyncDispose]());

let posted = 0;

async function postCallback(reference: string): Promise<void> {
  posted += 1;
  const { callbackApiKey } = companies.shop;
  const body = { callbackApiKey, type: "update", sessionId: reference, posted };
  const { status } = await harness.shop.request("POST", "/webhooks/identomat/shop-identomat", { body });
  expect(status).toBe(200);
}

const firstId = "00000000-0000-0000-0000-000000000000";

it("forgets no delivery that is matched while the job of its session is just being taken up", async () => {
  const { inboxStore, sessions } = harness.gateway.services;
  const { body: session } = await harness.shop.createSession();
  const reference = await harness.findReference(session.id);
  await postCallback(reference);
  await inboxStore.match(10, firstId);
  const worker = await harness.database.pool.connect();
  try {
    await worker.query("begin");
    const { rowCount } = await worker.query(
      "update graphile_worker._private_jobs set locked_at = now(), locked_by = 'test' where key = $1",
      [`refresh:${session.id}`],
    );
    expect(rowCount).toBe(1);
    await postCallback(reference);
    // Whoever waits here for the worker would commit too late for the worker to see it.
    await inboxStore.match(10, firstId);
    await worker.query("commit");
  } finally {
    worker.release();
  }
  await sessions.refresh(session.id, "webhook", Date.now() + 10_000);
  const states = (await listDeliveries(harness.database)).map(({ state }) => state);
  expect(states).toEqual(["applied", "applied"]);
});
