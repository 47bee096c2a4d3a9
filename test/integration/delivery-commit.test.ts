import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { companies, startHarness, type Harness } from "../support/gateway-harness.ts";
import { readProblem } from "../support/api-client.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { waitFor } from "../support/wait-for.ts";

let proxy: TcpProxy;
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({
    reachDatabase: async (url) => {
      proxy = await startTcpProxy(url);
      return proxy.url;
    },
  });
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await proxy.close();
});

function post(reference: string) {
  return harness.shop.request<{ status: string }>("POST", "/webhooks/identomat/shop-identomat", {
    body: { callbackApiKey: companies.shop.callbackApiKey, type: "update", sessionId: reference },
  });
}

function createReference(): string {
  return crypto.randomUUID().replaceAll("-", "").padEnd(40, "0");
}

async function countStored(references: readonly string[]): Promise<string[]> {
  const { rows } = await harness.database.pool.query<{ session_reference: string }>(
    "select session_reference from deliveries where session_reference = any($1)",
    [references],
  );
  return rows.map(({ session_reference }) => session_reference).sort();
}

describe("a 2xx to a provider means committed, a 5xx means not", () => {
  it("stores each of many deliveries that come at once", async () => {
    const references = Array.from({ length: 300 }, createReference);
    const answers = await Promise.all(references.map(post));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await countStored(references)).toEqual([...references].sort());
  });

  it("holds while the database is lost in the middle of a storm", async () => {
    const references = Array.from({ length: 400 }, createReference);
    const accepted: string[] = [];
    const refused: string[] = [];
    const storm = references.map(async (reference, index) => {
      await waitFor(() => accepted.length + refused.length >= index - 40, { timeoutMs: 20_000 });
      if (index === 150) proxy.cut();
      if (index === 260) proxy.mend();
      const { status } = await post(reference);
      (status === 200 ? accepted : refused).push(reference);
      if (status !== 200) expect(status).toBe(503);
    });
    await Promise.all(storm);
    expect(refused).not.toEqual([]);
    const stored = await countStored(references);
    // What was answered 200 is there; what was refused may be there too, when only the answer of the commit was lost.
    expect(stored).toEqual(expect.arrayContaining(accepted));
    expect(accepted.length).toBeGreaterThan(150);
  });

  it("answers 503 with Retry-After as long as the database is away, and 200 again once it is back", async () => {
    proxy.cut();
    const refused = await post(createReference());
    expect(readProblem(refused)).toMatchObject({
      status: 503,
      code: "database_unavailable",
      retryable: true,
    });
    expect(refused.headers["retry-after"]).toBe("1");
    proxy.mend();
    const reference = createReference();
    await waitFor(async () => (await post(reference)).status === 200);
    expect(await countStored([reference])).toEqual([reference]);
  });

  it("answers within the provider's patience when the database is there and does not answer", async () => {
    proxy.freeze();
    const answer = await Promise.race([
      post(createReference()).then(({ status }) => status),
      new Promise((resolve) => {
        setTimeout(resolve, 15_000, "no answer");
      }),
    ]);
    proxy.mend();
    expect(answer).toBe(503);
  });

  it("is a 5xx, never a 4xx, when the insert itself fails", async () => {
    const { pool } = harness.database;
    await pool.query("alter table deliveries rename to deliveries_elsewhere");
    const answer = await post(createReference());
    await pool.query("alter table deliveries_elsewhere rename to deliveries");
    expect(readProblem(answer)).toMatchObject({ status: 500, code: "internal_error" });
  });
});
