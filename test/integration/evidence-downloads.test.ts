import { request as send } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient } from "../support/api-client.ts";
import {
  startEndlessProvider,
  startEndlessSession,
  type EndlessProvider,
} from "../support/endless-provider.ts";
import { describeAccount, startHarness, waitUntilServing, type Harness } from "../support/gateway-harness.ts";
import { readSeries } from "../support/read-series.ts";
import { startStopwatch } from "../support/stopwatch.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

/** A key of its own for the evidence of a product. */
async function createReader(tenant: "shop" | "bank"): Promise<{ keyId: string; key: string }> {
  const scopes = ["sessions:read", "evidence:read"] as const;
  const name = `reader-${crypto.randomUUID()}`;
  const { id, key } = await harness.provisioning.createKey({ tenant, name, scopes });
  const client = createApiClient(harness.gateway.url, key);
  await waitUntilServing(client);
  await client.close();
  return { keyId: id, key };
}

const open = (key: string, path: string, signal?: AbortSignal) =>
  send(`${harness.gateway.url}${path}`, {
    headers: { authorization: `Bearer ${key}` },
    ...(signal === undefined ? {} : { signal }),
  });

const change = (text: string) => (keyId: string) => harness.database.pool.query(text, [keyId]);
const countCalls = (operation: string) => harness.identomat.control.ledger().requests[operation] ?? 0;

/** Reads as fast as it can; resolves when nothing comes any more, and that was not all. */
async function readToTheEnd(body: AsyncIterable<unknown>): Promise<void> {
  const chunks = body[Symbol.asyncIterator]();
  try {
    let { done } = await chunks.next();
    while (done !== true) ({ done } = await chunks.next());
  } catch {
    return;
  }
  throw new Error("The download looks complete.");
}

describe("a download that has no end", () => {
  /** A second is promised; the rest is for a database on a busy machine. */
  const endsWithinMs = 3000;
  let provider: EndlessProvider;
  let path = "";
  beforeAll(async () => {
    provider = await startEndlessProvider();
    const { id } = await startEndlessSession(harness, provider);
    path = `/v1/sessions/${id}/evidence/card-front`;
  });
  afterAll(() => provider.close());

  const ends: [name: string, end: (keyId: string) => Promise<unknown>][] = [
    ["is revoked", (keyId) => harness.provisioning.revokeKey(keyId)],
    ["expires", change("update api_keys set expires_at = now() + interval '300 milliseconds' where id = $1")],
    ["loses the scope", change("update api_keys set scopes = '{sessions:read}' where id = $1")],
    ["is deleted", change("delete from api_keys where id = $1")],
  ];

  it.each(ends)("ends when its key %s, and so does the provider's transfer", async (_name, end) => {
    const { keyId, key } = await createReader("shop");
    const { statusCode, body } = await open(key, path);
    expect(statusCode).toBe(200);
    const ended = readToTheEnd(body);
    const watch = startStopwatch();
    await end(keyId);
    await ended;
    expect(watch.stopMs()).toBeLessThan(endsWithinMs);
    await waitFor(() => provider.openTransfers === 0);
  });

  it("ends also for a reader that takes nothing of it", async () => {
    const { keyId, key } = await createReader("shop");
    const { body } = await open(key, path);
    await body[Symbol.asyncIterator]().next();
    await harness.provisioning.revokeKey(keyId);
    await waitFor(() => provider.openTransfers === 0);
    body.on("error", () => undefined).destroy();
  });

  it("goes on when the key of another reader ends", async () => {
    const [living, ending] = [await createReader("shop"), await createReader("shop")];
    const [mine, theirs] = [await open(living.key, path), await open(ending.key, path)];
    const ended = readToTheEnd(theirs.body);
    const chunks = mine.body[Symbol.asyncIterator]();
    await chunks.next();
    await harness.provisioning.revokeKey(ending.keyId);
    await ended;
    await waitFor(() => provider.openTransfers === 1);
    for (let count = 0; count < 100; count += 1) expect((await chunks.next()).done).toBe(false);
    mine.body.on("error", () => undefined).destroy();
    await waitFor(() => provider.openTransfers === 0);
  });
});

describe("two products with one account at the provider:", () => {
  const connection = "shared-account";
  const readers = { shop: "", bank: "" };
  const sessions = { shop: "", bank: "" };
  beforeAll(async () => {
    const { provisioning, identomat } = harness;
    const settings = describeAccount("shop", identomat);
    await provisioning.saveConnection({ name: connection, adapter: "identomat", settings });
    for (const tenant of ["shop", "bank"] as const) {
      await provisioning.saveFlow({ tenant, name: "shared", targets: [{ connection, settings: {} }] });
      ({ key: readers[tenant] } = await createReader(tenant));
      const { id } = await waitFor(async () => {
        const { status, body } = await harness[tenant].createSession({ flow: "shared" });
        return status === 201 ? body : undefined;
      });
      sessions[tenant] = id;
      identomat.control.act(await harness.findReference(id), { act: "approve" });
      await harness[tenant].request("POST", `/v1/sessions/${id}/refresh`);
      await waitFor(async () => (await harness[tenant].readSession(id)).status === "APPROVED");
    }
  });

  /** Asks for something that never comes, and goes away while the provider works on it. */
  async function hangUp(path: string, operation: string): Promise<void> {
    const before = countCalls(operation);
    const product = new AbortController();
    const hanging = open(readers.shop, path, product.signal);
    hanging.catch(() => undefined);
    await waitFor(() => countCalls(operation) > before);
    product.abort();
    await expect(hanging).rejects.toThrow();
  }

  it.each([
    ["result/card-front", "evidence/card-front"],
    ["result/face", "evidence/face"],
    ["result", "evidence"],
  ])("one that gives up on %s 15 times costs the other nothing", async (operation, path) => {
    const fault = harness.identomat.control.addFault({ fault: { kind: "hang" }, operation });
    for (let caller = 0; caller < 15; caller += 1)
      await hangUp(`/v1/sessions/${sessions.shop}/${path}`, operation);
    harness.identomat.control.removeFault(fault);
    const answer = await open(readers.bank, `/v1/sessions/${sessions.bank}/${path}`);
    await answer.body.dump();
    expect(answer.statusCode).toBe(200);
    const { text } = await harness.shop.get("/metrics");
    expect(text).toContain(`kyc_provider_breaker_state{connection="${connection}",operation="other"} 0\n`);
    const timeouts = { connection, outcome: "timeout" };
    expect(await readSeries(harness.shop, "kyc_provider_calls_total", timeouts)).toBe(0);
  });
});
