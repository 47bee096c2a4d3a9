import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createInboxAdmin } from "../../gateway/src/features/webhooks/inbox-admin.store.ts";
import { companies, startHarness, type Harness } from "../support/gateway-harness.ts";
import { listDeliveries, listEvents } from "../support/storage.ts";

// No worker: the tests take its steps one by one.
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ env: { KYC_ROLES: "api" } });
});
afterAll(() => harness[Symbol.asyncDispose]());
beforeEach(async () => {
  harness.identomat.control.clearFaults();
  await harness.database.pool.query("delete from deliveries");
});

const firstId = "00000000-0000-0000-0000-000000000000";
const leaseMs = 30_000;
let posted = 0;

async function start(): Promise<{ id: string; reference: string }> {
  const { body } = await harness.shop.createSession();
  return { id: body.id, reference: await harness.findReference(body.id) };
}

/** `number`: equal ones are of equal bodies. */
async function post(reference: string, number = (posted += 1)): Promise<string> {
  const { callbackApiKey } = companies.shop;
  const body = { callbackApiKey, type: "update", sessionId: reference, number };
  const answer = await harness.shop.request<{ status: string }>(
    "POST",
    "/webhooks/identomat/shop-identomat",
    { body },
  );
  expect(answer.status).toBe(200);
  return answer.body.status;
}

async function lease(room = 10, after = "") {
  const { services } = harness.gateway;
  const [connectionId] = [...services.configuration.current.connections].find(
    ([, { name }]) => name === "shop-identomat",
  ) ?? [""];
  return services.sessions.leaseWaiting({ firstId, leaseMs, shares: [{ connectionId, room, after }] });
}

/** Finds what waits and reads it, once. */
async function apply(): Promise<number> {
  const { leases } = await lease();
  for (const one of leases) await read(one);
  return leases.length;
}

async function read(one: Awaited<ReturnType<typeof lease>>["leases"][number] | undefined) {
  if (one === undefined) throw new Error("Nothing was leased.");
  return harness.gateway.services.sessions.refreshLeased(one, Date.now() + 10_000);
}

const listStates = async () => (await listDeliveries(harness.database)).map(({ state }) => state).sort();

/** Lets the provider change its mind without a word to us. */
function actInSilence(reference: string, act: "approve" | "operator_reject" | "start"): void {
  harness.identomat.control.setCallbackUrl(null, "shop");
  harness.identomat.control.act(reference, { act });
}

async function readStatus(id: string): Promise<string> {
  return (await harness.shop.readSession(id)).status;
}

describe("a delivery that comes in while its session is read", () => {
  it("waits for another read", async () => {
    const { id, reference } = await start();
    await post(reference);
    const { leases } = await lease();
    actInSilence(reference, "approve");
    await post(reference);
    expect((await lease()).leases).toEqual([]);
    await read(leases[0]);
    expect(await listStates()).toEqual(["applied", "waiting"]);
    expect(await apply()).toBe(1);
    expect(await listStates()).toEqual(["applied", "applied"]);
    expect(await readStatus(id)).toBe("APPROVED");
  });

  it("with the body of one that the read is for makes that one wait for another read", async () => {
    const { id, reference } = await start();
    actInSilence(reference, "approve");
    expect(await post(reference, 0)).toBe("accepted");
    const { leases } = await lease();
    expect(await post(reference, 0)).toBe("duplicate");
    await read(leases[0]);
    expect(await listStates()).toEqual(["waiting"]);
    actInSilence(reference, "operator_reject");
    expect(await apply()).toBe(1);
    expect(await listStates()).toEqual(["applied"]);
    expect(await readStatus(id)).toBe("REJECTED");
  });

  it("with the body of one whose read fails is news of its own afterwards", async () => {
    const { reference } = await start();
    harness.identomat.control.addFault({ fault: { kind: "server_error" }, operation: "result" });
    await post(reference, 0);
    expect(await apply()).toBe(1);
    expect(await listStates()).toEqual(["processing"]);
    expect(await post(reference, 0)).toBe("accepted");
    harness.identomat.control.clearFaults();
    expect(await apply()).toBe(1);
    expect(await listStates()).toEqual(["applied", "applied"]);
  });

  it("with the body of one that is being settled at that moment is stored", async () => {
    const { reference } = await start();
    await post(reference, 0);
    const settling = await harness.database.pool.connect();
    await settling.query("begin; update deliveries set state = 'applied'");
    const second = post(reference, 0);
    await new Promise((resolve) => setImmediate(resolve));
    await settling.query("commit");
    settling.release();
    expect(await second).toBe("accepted");
    expect(await listStates()).toEqual(["applied", "waiting"]);
  });
});

describe("a look at what waits", () => {
  it("leases each session once, with all of its deliveries, and no more than there is room for", async () => {
    const sessions = await Promise.all(Array.from({ length: 5 }, start));
    for (const { reference } of sessions) for (let count = 0; count < 3; count += 1) await post(reference);
    const first = await lease(2);
    expect(first.leases.map(({ deliveries }) => deliveries.length)).toEqual([3, 3]);
    const [[, after] = ["", ""]] = [...first.nextAfter];
    const second = await lease(2, after);
    const [[, last] = ["", ""]] = [...second.nextAfter];
    const third = await lease(2, last);
    const ids = [first, second, third].flatMap(({ leases }) => leases.map(({ session }) => session.id));
    expect(ids.sort()).toEqual(sessions.map(({ id }) => id).sort());
    expect([...third.nextAfter.values()]).toEqual([""]);
    for (const { leases } of [first, second, third]) await Promise.all(leases.map(read));
    expect(await listStates()).toEqual(Array.from({ length: 15 }, () => "applied"));
  });

  it("passes over a session that is being read, and over one whose row is locked", async () => {
    const [read1, locked, free] = [await start(), await start(), await start()];
    await post(read1.reference);
    await lease();
    await Promise.all([post(locked.reference), post(free.reference), post(read1.reference)]);
    const holder = await harness.database.pool.connect();
    await holder.query("begin");
    await holder.query("select from sessions where id = $1 for update", [locked.id]);
    const { leases } = await lease();
    await holder.query("rollback");
    holder.release();
    expect(leases.map(({ session }) => session.id)).toEqual([free.id]);
  });

  it("sets apart what is about nobody's session, and finds it once there is one", async () => {
    const { id, reference } = await start();
    await harness.database.pool.query("update sessions set provider_reference = null where id = $1", [id]);
    await post(reference);
    expect((await lease()).leases).toEqual([]);
    expect(await listStates()).toEqual(["unmatched"]);
    await harness.database.pool.query("update sessions set provider_reference = $2 where id = $1", [
      id,
      reference,
    ]);
    await harness.gateway.services.inboxStore.rematch(firstId);
    expect(await apply()).toBe(1);
    expect(await listStates()).toEqual(["applied"]);
  });

  it("deletes what is about an erased session", async () => {
    const { id, reference } = await start();
    expect((await harness.shop.request("DELETE", `/v1/sessions/${id}`)).status).toBeLessThan(300);
    await post(reference);
    expect((await lease()).leases).toEqual([]);
    expect(await listStates()).toEqual([]);
  });
});

/** The only delivery, and whether it is sealed for the applicant of the only session that it can be about. */
async function readSealed(reference: string) {
  const { rows } = await harness.database.pool.query<{ id: string; isUnderApplicant: boolean }>(
    `select d.id, encode(d.sealed_body, 'hex') as sealed,
       substring(d.sealed_body from 2 for 16) = uuid_send(s.applicant_key_id) as "isUnderApplicant"
     from deliveries d join sessions s on s.provider_reference = d.session_reference where d.session_reference = $1`,
    [reference],
  );
  return rows[0];
}

const readBody = async (id = ""): Promise<string | undefined> => {
  const { database, vault } = harness.gateway.services;
  return (await createInboxAdmin(database, vault).readBody(id))?.reveal().toString();
};

describe("what a delivery says of a person", () => {
  it("is sealed for that person as it comes in, where the session is remembered, and stays as it is", async () => {
    const { reference } = await start();
    await post(reference);
    const waiting = await readSealed(reference);
    expect(waiting).toMatchObject({ isUnderApplicant: true });
    expect(await readBody(waiting?.id)).toContain(reference);
    expect(await apply()).toBe(1);
    expect(await readSealed(reference)).toEqual(waiting);
  });

  it("is sealed for the person when it is applied, where the session is not remembered", async () => {
    const { reference } = await start();
    harness.gateway.services.vault.applicants.forget();
    await post(reference);
    const waiting = await readSealed(reference);
    expect(waiting).toMatchObject({ isUnderApplicant: false });
    expect(await apply()).toBe(1);
    const applied = await readSealed(reference);
    expect(applied).toMatchObject({ id: waiting?.id, isUnderApplicant: true });
    expect(await readBody(applied?.id)).toContain(reference);
  });

  it("is under the person's key also after a read that failed", async () => {
    const { id, reference } = await start();
    harness.gateway.services.vault.applicants.forget();
    harness.identomat.control.addFault({ fault: { kind: "server_error" }, operation: "result" });
    await post(reference, 0);
    expect(await apply()).toBe(1);
    const failed = await readSealed(reference);
    expect(failed).toMatchObject({ isUnderApplicant: true });
    harness.identomat.control.clearFaults();
    expect((await harness.shop.request("POST", `/v1/sessions/${id}/refresh`)).status).toBe(200);
    expect(await listStates()).toEqual(["applied"]);
    expect(await readSealed(reference)).toEqual(failed);
  });

  it("is deleted unread where the person was erased while it waited", async () => {
    const { id, reference } = await start();
    await post(reference);
    expect(await readSealed(reference)).toMatchObject({ isUnderApplicant: true });
    expect((await harness.shop.request("DELETE", `/v1/sessions/${id}`)).status).toBeLessThan(300);
    expect(await apply()).toBe(0);
    expect(await listStates()).toEqual([]);
  });
});

describe("a read that meets another change of its session", () => {
  it("is decided anew about the session as it is, and settles its deliveries once", async () => {
    const { id, reference } = await start();
    actInSilence(reference, "start");
    await post(reference);
    const { leases } = await lease();
    const { pool } = harness.database;
    await pool.query("update sessions set seq = seq + 1, status = 'IN_PROGRESS' where id = $1", [id]);
    await pool.query(
      `insert into timeline (session_id, seq, tenant_id, at, from_status, to_status, cause, is_reversal, reasons)
       select id, seq, tenant_id, now(), 'SESSION_CREATED', status, 'webhook', false, '[]' from sessions where id = $1`,
      [id],
    );
    expect(await read(leases[0])).toMatchObject({ kind: "settled", decision: "same" });
    expect(await listStates()).toEqual(["applied"]);
    expect((await listEvents(harness.database, id)).map(({ type }) => type)).toEqual(["session.created"]);
  });

  it("is stored once the row is free", async () => {
    const { id, reference } = await start();
    actInSilence(reference, "approve");
    await post(reference);
    const { leases } = await lease();
    const holder = await harness.database.pool.connect();
    await holder.query("begin");
    await holder.query("select from sessions where id = $1 for update", [id]);
    const settling = read(leases[0]);
    const winner = await Promise.race([
      settling,
      new Promise((resolve) => setTimeout(resolve, 300, "waits")),
    ]);
    expect(winner).toBe("waits");
    await holder.query("commit");
    holder.release();
    expect(await settling).toMatchObject({ kind: "settled", decision: "moved" });
    expect(await readStatus(id)).toBe("APPROVED");
  });

  it("stores nothing when the session was erased meanwhile", async () => {
    const { id, reference } = await start();
    actInSilence(reference, "approve");
    await post(reference);
    const { leases } = await lease();
    expect((await harness.shop.request("DELETE", `/v1/sessions/${id}`)).status).toBeLessThan(300);
    await expect(read(leases[0])).rejects.toThrow("another one has taken over");
    const { rows } = await harness.database.pool.query(
      "select 1 from session_reports where session_id = $1",
      [id],
    );
    expect(rows).toEqual([]);
  });

  it("does not bring back facts that were cleared meanwhile", async () => {
    const { id, reference } = await start();
    actInSilence(reference, "approve");
    await post(reference);
    expect(await apply()).toBe(1);
    await post(reference);
    const { leases } = await lease();
    await harness.database.pool.query("delete from session_reports where session_id = $1", [id]);
    await read(leases[0]);
    expect(await listStates()).toEqual(["applied", "applied"]);
    const { rows } = await harness.database.pool.query<{ later: unknown }>(
      "select sealed_later_raw as later from session_reports where session_id = $1",
      [id],
    );
    expect(rows).toEqual([{ later: null }]);
  });
});

describe("many reads that are settled together", () => {
  it("lose none because of one that PostgreSQL does not take", async () => {
    const sessions = await Promise.all(Array.from({ length: 6 }, start));
    for (const { reference } of sessions) {
      actInSilence(reference, "approve");
      await post(reference);
    }
    const { leases } = await lease();
    const broken = sessions[0]?.id ?? "";
    await harness.database.pool.query(
      `alter table timeline add constraint refused check (session_id <> '${broken}' or seq < 2)`,
    );
    const results = await Promise.allSettled(leases.map(read));
    await harness.database.pool.query("alter table timeline drop constraint refused");
    expect(results.filter(({ status }) => status === "rejected")).toHaveLength(1);
    const statuses = await Promise.all(sessions.map(({ id }) => readStatus(id)));
    expect(statuses.filter((status) => status === "APPROVED")).toHaveLength(5);
    expect(await readStatus(broken)).toBe("SESSION_CREATED");
  });
});
