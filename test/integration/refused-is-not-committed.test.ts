import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { companies, startHarness, type Harness } from "../support/gateway-harness.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { waitFor } from "../support/wait-for.ts";
import { startStopwatch } from "../support/stopwatch.ts";

let harness: Harness;
let line: TcpProxy;
beforeAll(async () => {
  harness = await startHarness({
    env: { KYC_REQUEST_DEADLINE_MS: "2000" },
    reachDatabase: async (url) => {
      line = await startTcpProxy(url);
      return line.url;
    },
  });
});
afterAll(async () => {
  line.mend();
  await harness[Symbol.asyncDispose]();
  await line.close();
});

function post(sessionId: string) {
  const { callbackApiKey } = companies.shop;
  return harness.shop.request<{ status: string }>("POST", "/webhooks/identomat/shop-identomat", {
    body: { callbackApiKey, type: "update", sessionId },
  });
}

async function count(text: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await harness.database.pool.query<{ count: number }>(text, [...values]);
  return rows[0]?.count ?? 0;
}

const countStored = (reference: string) =>
  count("select count(*)::int as count from deliveries where session_reference = $1", [reference]);

const newReference = () => crypto.randomUUID().replaceAll("-", "").padEnd(40, "0");

/** Holds what the statement locks while `work` runs, and lets go of it. */
async function whileHeld(statement: string, work: () => Promise<void>): Promise<void> {
  const holder = new Client({ connectionString: harness.database.url });
  await holder.connect();
  try {
    await holder.query(`begin; ${statement}`);
    await work();
  } finally {
    await holder.end();
  }
}

/** What was under way has ended by then, one way or the other. */
async function letStatementsEnd(): Promise<void> {
  await waitFor(
    async () =>
      (await count(
        `select count(*)::int as count from pg_stat_activity where datname = current_database()
         and application_name = 'kyc-gateway' and (wait_event_type = 'Lock' or state like 'idle in transaction%')`,
        [],
      )) === 0,
    { timeoutMs: 30_000 },
  );
}

describe("what was answered 503", () => {
  it.each(["lock table deliveries", "lock table delivery_keys", "lock table connections"])(
    "is not stored when a webhook waited for: %s; repeated, it is stored once",
    async (statement) => {
      const reference = newReference();
      await whileHeld(statement, async () => {
        const refused = await post(reference);
        if (statement === "lock table deliveries") {
          expect(readProblem(refused)).toMatchObject({ status: 503, code: "database_unavailable" });
          expect(refused.headers["retry-after"]).toBe("1");
        }
      });
      await letStatementsEnd();
      if (statement === "lock table deliveries") expect(await countStored(reference)).toBe(0);
      expect((await post(reference)).status).toBe(200);
      expect(await countStored(reference)).toBe(1);
    },
  );

  it("is not stored when the line fell silent under a webhook and comes back", async () => {
    const reference = newReference();
    expect((await post(newReference())).status).toBe(200);
    line.freeze();
    expect((await post(reference)).status).toBe(503);
    line.mend();
    await letStatementsEnd();
    expect(await countStored(reference)).toBe(0);
  });

  it("is not in the audit log when a read of claims waited for the log's head", async () => {
    const { body } = await harness.shop.createSession();
    harness.identomat.control.act(await harness.findReference(body.id), { act: "approve" });
    await waitFor(async () => (await harness.shop.readSession(body.id)).status === "APPROVED", {
      timeoutMs: 30_000,
    });
    const entries = () =>
      count("select count(*)::int as count from audit_log where subject like '%' || $1 || '%'", [body.id]);
    const before = await entries();
    await whileHeld("lock table audit_head", async () => {
      const refused = await harness.shop.get(`/v1/sessions/${body.id}/result`);
      expect(readProblem(refused)).toMatchObject({ status: 503, code: "database_unavailable" });
    });
    await letStatementsEnd();
    expect(await entries()).toBe(before);
  });

  it("is no session when its start waited for a lock; the same key makes one", async () => {
    const key = crypto.randomUUID();
    await whileHeld("lock table sessions", async () => {
      const watch = startStopwatch();
      expect((await harness.shop.createSession({}, key)).status).toBe(503);
      expect(watch.stopMs()).toBeLessThan(2500);
    });
    await letStatementsEnd();
    expect(await count("select count(*)::int as count from idempotency_keys where key = $1", [key])).toBe(0);
    expect((await harness.shop.createSession({}, key)).status).toBe(201);
  });
});
