import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { describeAccount, startHarness, type Harness } from "../support/gateway-harness.ts";
import { letTimePass } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ env: { KYC_REQUEST_DEADLINE_MS: "3000", KYC_PROVIDER_ATTEMPT_MS: "1000" } });
});
afterAll(() => harness[Symbol.asyncDispose]());

function countBegun(): number {
  return harness.identomat.control.ledger().sessionsCreated;
}

async function countStored(key: string): Promise<number> {
  const { rows } = await harness.database.pool.query(
    "select 1 from idempotency_keys k join sessions s on s.id = k.session_id where k.key = $1",
    [key],
  );
  return rows.length;
}

describe("one idempotency key is one session", () => {
  it("gives the same session again, and says that it is a replay", async () => {
    const key = crypto.randomUUID();
    const first = await harness.shop.createSession({}, key);
    const begun = countBegun();
    const second = await harness.shop.createSession({}, key);
    expect(second).toMatchObject({ status: 201, headers: { "idempotency-replayed": "true" } });
    expect(first.headers["idempotency-replayed"]).toBeUndefined();
    expect(second.body).toEqual(first.body);
    expect(countBegun()).toBe(begun);
  });

  it("gives the session as it stands now, not as it stood", async () => {
    const key = crypto.randomUUID();
    const { body } = await harness.shop.createSession({}, key);
    harness.identomat.control.act(await harness.findReference(body.id), { act: "approve" });
    await waitFor(async () => (await harness.shop.readSession(body.id)).status === "APPROVED");
    const again = await harness.shop.createSession({}, key);
    expect(again.body).toMatchObject({ id: body.id, status: "APPROVED", launch: null });
  });

  it("holds for 20 requests at once: one provider session, and nobody gets another one", async () => {
    const key = crypto.randomUUID();
    const begun = countBegun();
    const answers = await Promise.all(Array.from({ length: 20 }, () => harness.shop.createSession({}, key)));
    const created = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(new Set(created.map(({ body }) => body.id)).size).toBe(1);
    for (const answer of refused) {
      expect(readProblem(answer)).toMatchObject({
        status: 409,
        code: "idempotency_key_in_use",
        retryable: true,
      });
      expect(answer.headers["retry-after"]).toBe("1");
    }
    expect(countBegun()).toBe(begun + 1);
    expect(await countStored(key)).toBe(1);
  });

  it("tells another body under the same key by a code of its own", async () => {
    const key = crypto.randomUUID();
    await harness.shop.createSession({}, key);
    const answer = await harness.shop.createSession({ applicant: { id: "user-2" } }, key);
    expect(readProblem(answer)).toMatchObject({
      status: 422,
      code: "idempotency_key_reused",
      retryable: false,
    });
  });

  it("does not mind the order of members", async () => {
    const key = crypto.randomUUID();
    const first = await harness.shop.createSession({ metadata: { a: "1", b: "2" }, language: "ka" }, key);
    const second = await harness.shop.createSession({ language: "ka", metadata: { b: "2", a: "1" } }, key);
    expect(second.body.id).toBe(first.body.id);
  });

  it("keeps the keys of two products apart", async () => {
    const key = crypto.randomUUID();
    const ofShop = await harness.shop.createSession({}, key);
    const ofBank = await harness.bank.createSession({}, key);
    expect(ofBank.status).toBe(201);
    expect(ofBank.body.id).not.toBe(ofShop.body.id);
  });

  it.each(["", "with space", "ü", "x".repeat(256)])("refuses the key %j", async (key) => {
    const answer = await harness.shop.request("POST", "/v1/sessions", {
      headers: { "idempotency-key": Buffer.from(key).toString("latin1") },
      body: { flow: "standard", applicant: { id: "user-1" } },
    });
    expect(readProblem(answer)).toMatchObject({ status: 400, code: "idempotency_key_missing" });
  });
});

describe("a key whose session exists", () => {
  it("gives it although the connection was retired since", async () => {
    const { provisioning, shop, identomat } = harness;
    await provisioning.saveConnection({
      name: "shop-old",
      adapter: "identomat",
      tenant: "shop",
      settings: describeAccount("shop", identomat),
    });
    await provisioning.saveFlow({
      tenant: "shop",
      name: "old",
      targets: [{ connection: "shop-old", settings: {} }],
    });
    const key = crypto.randomUUID();
    await waitFor(async () => (await shop.createSession({ flow: "old" }, key)).status === 201);
    await provisioning.retireConnection("shop-old");
    const fresh = await waitFor(async () => {
      const answer = await shop.createSession({ flow: "old" });
      return answer.status === 422 ? answer : undefined;
    });
    expect(readProblem(fresh).code).toBe("flow_unsupported");
    expect(await shop.createSession({ flow: "old" }, key)).toMatchObject({
      status: 201,
      headers: { "idempotency-replayed": "true" },
    });
  });
});

describe("a key whose start did not succeed", () => {
  it("starts again after a failure, where a second start does no harm", async () => {
    const { control } = harness.identomat;
    const key = crypto.randomUUID();
    const fault = control.addFault({ fault: { kind: "server_error", status: 503 }, operation: "begin" });
    const failed = await harness.shop.createSession({}, key);
    expect(failed.status).toBe(503);
    control.removeFault(fault);
    const begun = countBegun();
    const answer = await harness.shop.createSession({}, key);
    expect(answer.status).toBe(201);
    expect(countBegun()).toBe(begun + 1);
    expect(await countStored(key)).toBe(1);
    const { decisionTrace } = await harness.shop.readTimeline(answer.body.id);
    const steps: readonly string[] = decisionTrace.map(({ step }) => step);
    expect(steps.filter((step) => step !== "routed")).toEqual(["outcome_unknown", "chosen"]);
  });

  it("says that the outcome is unknown when the provider hangs, and has one session in the end", async () => {
    const { control } = harness.identomat;
    const key = crypto.randomUUID();
    const fault = control.addFault({ fault: { kind: "hang", takesEffect: true }, operation: "begin" });
    const unknown = await harness.shop.createSession({}, key);
    expect(readProblem(unknown)).toMatchObject({
      status: 503,
      code: "provider_outcome_unknown",
      retryable: true,
    });
    control.removeFault(fault);
    const answer = await harness.shop.createSession({}, key);
    expect(answer.status).toBe(201);
    expect(await countStored(key)).toBe(1);
  });

  it("is taken up again by the same key after a crash, once the lease is over", async () => {
    const { control } = harness.identomat;
    const key = crypto.randomUUID();
    control.addFault({ fault: { kind: "hang" }, operation: "begin", next: 1 });
    const hanging = harness.shop.createSession({}, key);
    await waitFor(async () => (await countStored(key)) === 1);
    // While one request works on it, another one is told to wait.
    expect(readProblem(await harness.shop.createSession({}, key)).code).toBe("idempotency_key_in_use");
    await letTimePass(harness.database);
    const resumed = await harness.shop.createSession({}, key);
    expect(resumed.status).toBe(201);
    // The one that was believed dead may still come to an end: it changes nothing.
    await hanging;
    expect((await harness.shop.readSession(resumed.body.id)).seq).toBe(1);
    expect(await countStored(key)).toBe(1);
  });

  it("is given up after its time, and says that a new key is needed", async () => {
    const { control } = harness.identomat;
    const key = crypto.randomUUID();
    const fault = control.addFault({ fault: { kind: "server_error", status: 503 }, operation: "begin" });
    await harness.shop.createSession({}, key);
    control.removeFault(fault);
    await harness.database.pool.query(
      `update sessions set next_read_at = now(), lapses_at = now() where id =
         (select session_id from idempotency_keys where key = $1)`,
      [key],
    );
    await letTimePass(harness.database);
    const answer = await waitFor(async () => {
      const { rows } = await harness.database.pool.query(
        "select 1 from sessions s join idempotency_keys k on k.session_id = s.id where k.key = $1 and s.status = 'EXPIRED'",
        [key],
      );
      return rows.length === 1 ? harness.shop.createSession({}, key) : undefined;
    });
    expect(readProblem(answer)).toMatchObject({ status: 409, code: "session_not_startable" });
  });
});
