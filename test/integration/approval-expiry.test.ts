import type { Gateway } from "@kyc-gateway/gateway";
import type { Applicant, EventPage } from "@kyc-gateway/http-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startErasureStage, type ErasureStage } from "../support/erasure-stage.ts";
import { startTestGateway } from "../support/gateway-harness.ts";
import { listEvents } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: ErasureStage;
beforeAll(async () => {
  stage = await startErasureStage();
  await saveYearly("P1Y");
  await waitFor(async () => (await stage.harness.shop.createSession({ flow: "yearly" })).status === 201);
});
afterAll(() => stage[Symbol.asyncDispose]());

async function saveYearly(validFor: string): Promise<void> {
  const targets = [{ connection: "shop-identomat", settings: {} }];
  await stage.harness.provisioning.saveFlow({ tenant: "shop", name: "yearly", targets, validFor });
}

/** An approval of the flow `yearly`, with this much of its year over. */
async function approve(person: string, age: string): Promise<string> {
  const id = await stage.startApproved(person, "yearly");
  await stage.harness.database.pool.query(
    "update sessions set decided_at = now() - $2::interval where id = $1",
    [id, age],
  );
  return id;
}

/** Runs the job, by whichever worker takes it, and waits until it is done. */
async function look(times = 1): Promise<void> {
  const { pool } = stage.harness.database;
  for (let count = 0; count < times; count += 1)
    await pool.query("select graphile_worker.add_job('tell-expiries', job_key := $1)", [`look-${count}`]);
  await waitFor(async () => {
    const { rows } = await pool.query("select 1 from graphile_worker.jobs where key like 'look-%'");
    return rows.length === 0;
  });
}

async function listTold(sessionId: string): Promise<string[]> {
  const events = await listEvents(stage.harness.database, sessionId);
  return events.map(({ type }) => type).filter((type) => type.startsWith("applicant."));
}

async function readStatus(person: string): Promise<string | undefined> {
  const { body } = await stage.harness.shop.get<Applicant>(`/v1/applicants/${person}`);
  return body.flows[0]?.status;
}

describe("the end of an approval", () => {
  it("is announced once, and told once, however often it is looked at", async () => {
    const person = stage.newPerson();
    const id = await approve(person, "340 days");
    await look();
    await look();
    expect(await listTold(id)).toEqual(["applicant.expiring"]);
    expect(await readStatus(person)).toBe("APPROVED");
    await stage.harness.database.pool.query(
      "update sessions set decided_at = now() - interval '366 days' where id = $1",
      [id],
    );
    await look();
    await look();
    expect(await listTold(id)).toEqual(["applicant.expiring", "applicant.expired"]);
    expect(await readStatus(person)).toBe("EXPIRED");
    expect((await stage.harness.shop.readSession(id)).status).toBe("APPROVED");
  });

  it("is told to the product with the day, as every other event and in the timeline", async () => {
    const person = stage.newPerson();
    const id = await approve(person, "340 days");
    const { updatedAt } = await stage.harness.shop.readSession(id);
    await look();
    const path = "/v1/events?types=applicant.expiring&limit=500";
    const event = await waitFor(async () =>
      (await stage.harness.shop.get<EventPage>(path)).body.items.find(({ sessionId }) => sessionId === id),
    );
    const { body } = await stage.harness.shop.get<Applicant>(`/v1/applicants/${person}`);
    expect(event).toMatchObject({
      seq: 3,
      data: {
        applicantId: person,
        flow: "yearly",
        status: "APPROVED",
        validUntil: body.flows[0]?.validUntil,
      },
    });
    const { entries } = await stage.harness.shop.readTimeline(id);
    expect(entries.at(-1)).toMatchObject({ seq: 3, cause: "validity", from: "APPROVED", to: "APPROVED" });
    expect(await stage.harness.shop.readSession(id)).toMatchObject({ seq: 3, updatedAt });
  });

  it("of a document is told as that of a flow", async () => {
    const id = await stage.startApproved(stage.newPerson());
    const { pool } = stage.harness.database;
    await pool.query("update sessions set document_expires_on = now()::date + 20 where id = $1", [id]);
    await look();
    expect(await listTold(id)).toEqual(["applicant.expiring"]);
    await pool.query("update sessions set document_expires_on = now()::date - 1 where id = $1", [id]);
    await look();
    expect(await listTold(id)).toEqual(["applicant.expiring", "applicant.expired"]);
  });

  it("is not told beforehand when it has come already", async () => {
    const id = await approve(stage.newPerson(), "2 years");
    await look();
    expect(await listTold(id)).toEqual(["applicant.expired"]);
  });

  it("is not told while it is further away than the tenant's notice", async () => {
    const id = await approve(stage.newPerson(), "334 days");
    await look();
    expect(await listTold(id)).toEqual([]);
    const path = "/admin/v1/tenants/shop/validity";
    await stage.operator.request("PUT", path, { body: { noticeDays: 60 } });
    await look();
    expect(await listTold(id)).toEqual(["applicant.expiring"]);
    await stage.operator.request("PUT", path, { body: {} });
  });

  it("is not announced to a tenant that wants no notice", async () => {
    const id = await approve(stage.newPerson(), "364 days");
    const path = "/admin/v1/tenants/shop/validity";
    await stage.operator.request("PUT", path, { body: { noticeDays: 0 } });
    await look();
    expect(await listTold(id)).toEqual([]);
    await stage.operator.request("PUT", path, { body: {} });
  });

  it("is not told of an approval that a newer decision has taken the place of", async () => {
    const person = stage.newPerson();
    const old = await approve(person, "2 years");
    const fresh = await stage.startApproved(person, "yearly");
    await look();
    expect(await listTold(old)).toEqual([]);
    expect(await listTold(fresh)).toEqual([]);
    expect(await readStatus(person)).toBe("APPROVED");
  });

  it("is not told of an approval that was reversed", async () => {
    const id = await approve(stage.newPerson(), "340 days");
    const reference = await stage.harness.findReference(id);
    stage.harness.identomat.control.act(reference, { act: "operator_reject" });
    await waitFor(async () => (await stage.harness.shop.readSession(id)).status === "REJECTED");
    await stage.harness.database.pool.query(
      "update sessions set decided_at = now() - interval '2 years' where id = $1",
      [id],
    );
    await look();
    expect(await listTold(id)).toEqual([]);
  });

  it("is not told of a person who was erased, whatever a hold of another keeps", async () => {
    const [erased, held] = [stage.newPerson(), stage.newPerson()];
    const [erasedId, heldId] = [await approve(erased, "2 years"), await approve(held, "2 years")];
    await stage.placeHold({ applicantId: held, reason: "court order 1" });
    await stage.erase(`applicants/${erased}`);
    await look();
    expect(await listTold(erasedId)).toEqual([]);
    expect(await listTold(heldId)).toEqual(["applicant.expired"]);
  });

  it("leaves no date in events once the person is erased", async () => {
    const person = stage.newPerson();
    const id = await approve(person, "2 years");
    await look();
    await stage.erase(`applicants/${person}`);
    const events = await listEvents(stage.harness.database, id);
    expect(events.map(({ type }) => type)).toContain("applicant.expired");
    expect(JSON.stringify(events)).not.toContain("validUntil");
  });

  it("that was told is for good: a longer time revives nothing, and moves what is still to come", async () => {
    const [over, near] = [stage.newPerson(), stage.newPerson()];
    const overId = await approve(over, "2 years");
    const nearId = await approve(near, "340 days");
    await look();
    await saveYearly("P3Y");
    expect(await readStatus(over)).toBe("EXPIRED");
    expect(await readStatus(near)).toBe("APPROVED");
    await stage.harness.database.pool.query(
      "update sessions set decided_at = now() - interval '3 years' + interval '3 days' where id = $1",
      [nearId],
    );
    await look();
    expect(await listTold(overId)).toEqual(["applicant.expired"]);
    expect(await listTold(nearId)).toEqual(["applicant.expiring", "applicant.expiring"]);
    await saveYearly("P1Y");
  });
});

describe("two replicas and a restart", () => {
  it("tell each end once", async () => {
    const { database } = stage.harness;
    const ids: string[] = [];
    for (let count = 0; count < 12; count += 1) ids.push(await approve(stage.newPerson(), "2 years"));
    let other: Gateway = await startTestGateway({ databaseUrl: database.url });
    await look(8);
    await other.stop();
    other = await startTestGateway({ databaseUrl: database.url });
    await look(4);
    await other.stop();
    for (const id of ids) {
      expect(await listTold(id)).toEqual(["applicant.expired"]);
      const { rows } = await database.pool.query(
        "select s.seq = max(o.seq) and count(*) = s.seq as ok from sessions s join outbox o on o.session_id = s.id where s.id = $1 group by s.seq",
        [id],
      );
      expect(rows).toEqual([{ ok: true }]);
    }
  });
});
