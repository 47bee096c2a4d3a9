import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { applyRetention } from "../../gateway/src/features/privacy/retention.ts";
import { startErasureStage, type ErasureStage } from "../support/erasure-stage.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: ErasureStage;
beforeAll(async () => {
  stage = await startErasureStage();
});
afterAll(() => stage[Symbol.asyncDispose]());
beforeEach(() => limit({}));

interface Line {
  readonly class: string;
  readonly due: number;
  readonly held: number;
  readonly oldestAt: string | null;
}

async function limit(retentionDays: Record<string, number>): Promise<void> {
  const path = "/admin/v1/tenants/shop/privacy";
  expect((await stage.operator.request("PUT", path, { body: { retentionDays } })).status).toBe(204);
}

async function preview(): Promise<Record<string, Line>> {
  const { body } = await stage.operator.get<{ items: Line[] }>("/admin/v1/retention");
  return Object.fromEntries(body.items.map((line) => [line.class, line]));
}

function apply() {
  const { database, erasures, configuration } = stage.harness.gateway.services;
  return applyRetention({ database, erasures, configuration: configuration.current });
}

/** A decided session as it stands after so many days. */
async function startAged(person: string, days: number): Promise<string> {
  const id = await stage.startApproved(person);
  const { pool } = stage.harness.database;
  await waitFor(() => stage.countRows("deliveries where session_id = $1 and state = 'applied'", id));
  const past = `now() - ${days} * interval '1 day'`;
  await pool.query(
    `update sessions set created_at = ${past}, updated_at = ${past}, next_read_at = null where id = $1`,
    [id],
  );
  await pool.query(`update deliveries set received_at = ${past} where session_id = $1`, [id]);
  await pool.query(
    `update outbox set occurred_at = ${past}, data = data || '{"reasons": [{"code": "x"}]}' where session_id = $1`,
    [id],
  );
  return id;
}

const all = { claims: 30, deliveries: 30, timeline: 30, events: 30 };
const countReports = (id: string) => stage.countRows("session_reports where session_id = $1", id);

describe("retention", () => {
  it("clears each class that the tenant limits, after its time, and says so beforehand", async () => {
    const old = await startAged(stage.newPerson(), 31);
    const young = await startAged(stage.newPerson(), 29);
    await limit(all);
    const lines = await preview();
    expect(Object.keys(lines).sort()).toEqual(Object.keys(all).sort());
    for (const [name, line] of Object.entries(lines)) {
      expect([name, line.due > 0]).toEqual([name, true]);
      expect(Date.now() - Date.parse(line.oldestAt ?? "")).toBeGreaterThan(30 * 86_400_000);
    }
    expect(await countReports(old)).toBe(1);
    await apply();
    expect(await countReports(old)).toBe(0);
    expect(await stage.countRows("deliveries where session_id = $1", old)).toBe(0);
    expect(await stage.countRows("outbox where session_id = $1 and data -> 'reasons' <> '[]'", old)).toBe(0);
    expect((await stage.harness.shop.readTimeline(old)).decisionTrace).toEqual([]);
    expect(await countReports(young)).toBe(1);
    expect(await stage.countRows("deliveries where session_id = $1", young)).toBeGreaterThan(0);
    expect(Object.values(await preview()).map(({ due }) => due)).toEqual([0, 0, 0, 0]);
  });

  it("clears nothing that a tenant does not limit, and nothing of another tenant", async () => {
    const id = await startAged(stage.newPerson(), 400);
    expect(await preview()).toEqual({});
    expect(await apply()).toEqual({});
    await limit({ claims: 30 });
    await stage.harness.database.pool.query(
      "update session_reports set tenant_id = (select id from tenants where name = 'bank') where session_id = $1",
      [id],
    );
    await stage.harness.database.pool.query(
      "update sessions set tenant_id = (select id from tenants where name = 'bank') where id = $1",
      [id],
    );
    await apply();
    expect(await countReports(id)).toBe(1);
  });

  it("passes by what a legal hold keeps, of a session or of its person, and counts it apart", async () => {
    const [person, other] = [stage.newPerson(), stage.newPerson()];
    const [byPerson, bySession] = [await startAged(person, 31), await startAged(other, 31)];
    const holds = [
      await stage.placeHold({ applicantId: person }),
      await stage.placeHold({ sessionId: bySession }),
    ];
    await limit({ ...all, sessions: 30 });
    expect((await preview())["sessions"]).toMatchObject({ held: 2 });
    await apply();
    for (const id of [byPerson, bySession]) {
      expect(await countReports(id)).toBe(1);
      expect((await stage.harness.shop.readSession(id)).erasure).toBe("none");
    }
    for (const { body } of holds) await stage.releaseHold(body.id);
    await apply();
    expect(await countReports(byPerson)).toBe(0);
  });

  it("erases whole sessions as a request would: at the provider too, with a receipt, and the person's key last", async () => {
    const person = stage.newPerson();
    const ids = [await startAged(person, 31), await startAged(person, 10)] as const;
    await limit({ sessions: 30 });
    await apply();
    const { shop, identomat } = stage.harness;
    await waitFor(async () => (await shop.readSession(ids[0])).erasure === "done");
    const reference = await stage.harness.findReference(ids[0]);
    expect(identomat.control.session(reference)).toMatchObject({ isDeleted: true });
    expect((await shop.readSession(ids[1])).applicantId).toBe(person);
    await waitFor(() => stage.countRows("erasures where cause = 'retention' and receipt is not null"));
    const { configuration, erasures } = stage.harness.gateway.services;
    const hash = await erasures.people.hash(configuration.current.tenants.get("shop") ?? "", person);
    const countKeys = () => stage.countRows("kyc_keys.applicant_keys where applicant_hash = $1", hash);
    expect(await countKeys()).toBe(1);
    await limit({ sessions: 5 });
    await apply();
    expect(await countKeys()).toBe(0);
  });

  it("never touches a session that is not settled", async () => {
    const id = await stage.startFor(stage.newPerson());
    const past = "now() - interval '900 days'";
    await stage.harness.database.pool.query(
      `update sessions set created_at = ${past}, updated_at = ${past} where id = $1`,
      [id],
    );
    await limit({ ...all, sessions: 1 });
    await apply();
    expect((await stage.harness.shop.readSession(id)).erasure).toBe("none");
  });
});
