import type { OpenErasureList } from "@kyc-gateway/http-api";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { startErasureStage, type ErasureStage } from "../support/erasure-stage.ts";
import { waitFor } from "../support/wait-for.ts";

/** A failure that the breaker takes no notice of: the next attempt is let through. */
const refusal = { kind: "garbage", shape: "html" } as const;

let stage: ErasureStage;
beforeAll(async () => {
  stage = await startErasureStage();
});
afterAll(() => stage[Symbol.asyncDispose]());
afterEach(() => stage.harness.identomat.control.clearFaults());

describe("an erasure at the provider", () => {
  it("is said to be impossible where the provider offers none", async () => {
    const id = await stage.startApproved(stage.newPerson(), "ondato");
    const { receipt } = await stage.waitForReceipt(await stage.erase(`sessions/${id}`));
    expect((await stage.openReceipt(receipt)).body).toMatchObject({
      sessions: [{ id, adapter: "ondato", atProvider: "unsupported" }],
    });
  });

  it("is tried again until the provider confirms, and counted meanwhile", async () => {
    const { control } = stage.harness.identomat;
    const id = await stage.startApproved(stage.newPerson());
    control.addFault({ fault: refusal, operation: "delete" });
    const answer = await stage.erase(`sessions/${id}`);
    await stage.waitForFailure(id);
    expect((await stage.readErasure(answer)).sessions).toMatchObject([{ atProvider: "pending" }]);
    const metrics = await waitFor(async () => {
      const { text } = await stage.harness.shop.get("/metrics");
      return /kyc_erasures_unconfirmed\{state="pending"\} [1-9]/.test(text) ? text : undefined;
    });
    expect(metrics).toMatch(/kyc_erasure_oldest_unconfirmed_seconds\{state="pending"\} 0\.\d|[1-9]/);
    control.clearFaults();
    await stage.hurry();
    expect((await stage.waitForReceipt(answer)).sessions).toMatchObject([{ atProvider: "confirmed" }]);
  });

  it("goes on after a crash between any two of its steps", async () => {
    const id = await stage.startApproved(stage.newPerson());
    const { pool } = stage.harness.database;
    // Whoever had the job is gone with it, before the provider was asked.
    stage.harness.identomat.control.addFault({
      fault: refusal,
      operation: "delete",
    });
    const answer = await stage.erase(`sessions/${id}`);
    await stage.waitForFailure(id);
    await pool.query("select graphile_worker.remove_job('erase:' || $1)", [id]);
    stage.harness.identomat.control.clearFaults();
    // And again before anybody could sign.
    await pool.query("alter table signing_keys rename to signing_keys_away");
    await stage.hurry();
    await waitFor(() => stage.countRows("erasures where completed_at is not null and receipt is null"));
    expect((await stage.readErasure(answer)).state).toBe("pending");
    await pool.query("alter table signing_keys_away rename to signing_keys");
    expect((await stage.waitForReceipt(answer)).state).toBe("done");
  });

  it("that is given up shows to operators, who can try again or state that it was done", async () => {
    const { control } = stage.harness.identomat;
    control.addFault({ fault: refusal, operation: "delete" });
    const ids = [await stage.startFor(stage.newPerson()), await stage.startFor(stage.newPerson())] as const;
    const answers = [
      await stage.erase(`sessions/${ids[0]}`),
      await stage.erase(`sessions/${ids[1]}`),
    ] as const;
    for (const id of ids) await stage.waitForFailure(id);
    await stage.harness.database.pool.query(
      "update provider_erasures set attempts = 13 where state = 'pending'",
    );
    await stage.hurry();
    const list = async () =>
      (await stage.operator.get<OpenErasureList>("/admin/v1/erasures?state=dead")).body.items;
    await waitFor(async () => (await list()).length === 2);
    expect(await list()).toMatchObject([
      { sessionId: ids[0], tenant: "shop", connection: "shop-identomat", nextAttemptAt: null },
      { sessionId: ids[1] },
    ]);
    control.clearFaults();
    expect((await stage.operator.request("POST", `/admin/v1/erasures/${ids[0]}/retry`)).status).toBe(204);
    expect((await stage.waitForReceipt(answers[0])).sessions).toMatchObject([{ atProvider: "confirmed" }]);
    const body = { reason: "deleted in the provider's dashboard" };
    const confirm = () => stage.operator.request("POST", `/admin/v1/erasures/${ids[1]}/confirm`, { body });
    expect((await confirm()).status).toBe(204);
    expect((await stage.waitForReceipt(answers[1])).sessions).toMatchObject([
      { atProvider: "confirmed_by_operator" },
    ]);
    expect(readProblem(await confirm()).code).toBe("erasure_not_found");
  });

  it("whose connection was removed waits for an operator instead of for ever", async () => {
    const id = await stage.startApproved(stage.newPerson());
    const { pool } = stage.harness.database;
    stage.harness.identomat.control.addFault({
      fault: refusal,
      operation: "delete",
    });
    await stage.erase(`sessions/${id}`);
    await stage.waitForFailure(id);
    await pool.query("update connections set removed_at = now() where name = 'shop-identomat'");
    await stage.hurry();
    await waitFor(() => stage.countRows("provider_erasures where session_id = $1 and state = 'dead'", id));
    await pool.query("update connections set removed_at = null where name = 'shop-identomat'");
    const { body } = await stage.operator.get<OpenErasureList>("/admin/v1/erasures?state=dead");
    expect(body.items).toMatchObject([{ sessionId: id, lastFailure: "connection_removed" }]);
    stage.harness.identomat.control.clearFaults();
    await waitFor(async () => (await stage.harness.shop.createSession()).status === 201);
    await stage.operator.request("POST", `/admin/v1/erasures/${id}/retry`);
    await waitFor(async () => (await stage.harness.shop.readSession(id)).erasure === "done");
  });
});

describe("an erasure that meets other work", () => {
  it("lets a fetch under way store nothing", async () => {
    const { control } = stage.harness.identomat;
    const id = await stage.startFor(stage.newPerson());
    const reference = await stage.harness.findReference(id);
    const fault = { kind: "latency", delay: { ms: 400 } } as const;
    control.addFault({ fault, operation: "result", sessionId: reference });
    const asked = control.ledger().requests["result"] ?? 0;
    const refreshing = stage.harness.shop.request("POST", `/v1/sessions/${id}/refresh`);
    await waitFor(() => (control.ledger().requests["result"] ?? 0) > asked);
    const answer = await stage.erase(`sessions/${id}`);
    expect((await refreshing).status).toBeGreaterThanOrEqual(400);
    await stage.waitForReceipt(answer);
    expect(await stage.countRows("session_reports where session_id = $1", id)).toBe(0);
  });

  it("takes what a start under way still makes at the provider", async () => {
    const { control } = stage.harness.identomat;
    const person = stage.newPerson();
    control.addFault({ fault: { kind: "latency", delay: { ms: 600 } }, operation: "begin", next: 1 });
    const begun = control.ledger().requests["begin"] ?? 0;
    const starting = stage.harness.shop.createSession({ applicant: { id: person } });
    await waitFor(() => (control.ledger().requests["begin"] ?? 0) > begun);
    const answer = await stage.erase(`applicants/${person}`);
    expect(readProblem(await starting).code).toBe("session_not_startable");
    const { sessions } = await stage.waitForReceipt(answer);
    expect(sessions).toMatchObject([{ atProvider: "confirmed" }]);
    const [session] = sessions;
    const reference = await stage.harness.findReference(session?.id ?? "");
    expect(control.session(reference)).toMatchObject({ isDeleted: true });
    expect(await stage.countRows("sessions where id = $1 and sealed_launch is not null", session?.id)).toBe(
      0,
    );
  });

  it("claims nothing about a start whose outcome nobody ever learnt", async () => {
    const person = stage.newPerson();
    const { pool } = stage.harness.database;
    const id = await stage.startFor(person);
    // As a crash between the provider's answer and its storing leaves it.
    await pool.query(
      `update sessions set status = 'NOT_STARTED', connection_id = null, provider_reference = null,
         is_outcome_unknown = true, intent_lease_until = now() + interval '1 hour' where id = $1`,
      [id],
    );
    const answer = await stage.erase(`applicants/${person}`);
    await waitFor(() =>
      stage.countRows("provider_erasures where session_id = $1 and last_failure = 'start_under_way'", id),
    );
    await pool.query("update sessions set intent_lease_until = now() where id = $1", [id]);
    await stage.hurry();
    const { receipt } = await stage.waitForReceipt(answer);
    expect((await stage.openReceipt(receipt)).body).toMatchObject({
      sessions: [{ id, atProvider: "unknown" }],
    });
  });
});
