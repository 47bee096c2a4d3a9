import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { applyRetention } from "../../gateway/src/features/privacy/retention.ts";
import { readProblem, type ApiAnswer } from "../support/api-client.ts";
import { startFacetStage, type FacetStage } from "../support/facet-stage.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: FacetStage;
beforeAll(async () => {
  stage = await startFacetStage();
});
afterEach(() => stage.harness.identomat.control.clearFaults());
afterAll(() => stage.close());

const connection = "shop-identomat";
/** The provider does it, and nobody here learns of it. */
const unanswered = { kind: "garbage", shape: "html", takesEffect: true } as const;

async function startSession(applicantId: string): Promise<string> {
  return (await stage.shop.createSession({ applicant: { id: applicantId.replaceAll(" ", "-") } })).body.id;
}

function post(path: "watches" | "blocklist", body: object): Promise<ApiAnswer<{ id: string }>> {
  return stage.shop.request("POST", `/v1/${path}`, { body: { connection, ...body } });
}

async function listIds(path: "watches" | "blocklist"): Promise<readonly string[]> {
  const { body } = await stage.shop.get<{ items: readonly { id: string }[] }>(`/v1/${path}?limit=100`);
  return body.items.map(({ id }) => id);
}

const entryOf = (documentNumber: string) => ({
  documentNumber,
  reason: "forged papers",
  ground: "fraud_prevention",
});
const monitored = () => stage.harness.identomat.monitoring.list("shop").map(({ fullName }) => fullName);
const query = (text: string, ...values: unknown[]) =>
  stage.harness.database.pool.query<Record<string, unknown>>(text, values);

/** As if the time that whoever placed it has were over. */
async function tendLater(): Promise<void> {
  await query("update account_records set next_attempt_at = now() where state <> 'active'");
  await stage.harness.gateway.services.accountRecords.tend(Date.now() + 10_000);
}

async function countRows(sessionId: string): Promise<number> {
  return (await query("select 1 from account_records where session_id = $1", sessionId)).rows.length;
}

const leave = async (person: string) => {
  const sessionId = await startSession(person);
  stage.harness.identomat.control.addFault({ fault: unanswered, operation: "monitor-screening-query" });
  const answer = await post("watches", { sessionId, fullName: person });
  expect(readProblem(answer).code).toBe("provider_unrecognised");
  stage.harness.identomat.control.clearFaults();
  expect(monitored()).toContain(person);
  return sessionId;
};

const limit = (retentionDays: object) =>
  stage.operator.request("PUT", "/admin/v1/tenants/shop/privacy", { body: { retentionDays } });
const apply = () => {
  const { database, erasures, configuration } = stage.harness.gateway.services;
  return applyRetention({ database, erasures, configuration: configuration.current });
};
const age = (id: string, days: number) =>
  query("update account_records set created_at = now() - $2 * interval '1 day' where id = $1", id, days);

describe("a watch that the provider has and did not confirm", () => {
  it("is taken away there when its session is erased, and nothing of it is left here", async () => {
    const sessionId = await leave("Erased Meanwhile");
    await stage.shop.request("DELETE", `/v1/sessions/${sessionId}`);
    await tendLater();
    expect(monitored()).not.toContain("Erased Meanwhile");
    expect(await countRows(sessionId)).toBe(0);
  });

  it("is taken away there when its product ends it", async () => {
    const sessionId = await leave("Ended Meanwhile");
    const [id] = (await listIds("watches")).slice(-1);
    expect((await stage.shop.request("DELETE", `/v1/watches/${id}`)).status).toBe(204);
    expect(await listIds("watches")).not.toContain(id);
    await tendLater();
    expect(monitored()).not.toContain("Ended Meanwhile");
    expect(await countRows(sessionId)).toBe(0);
  });

  it("is asked about until the provider answers, and by one at a time", async () => {
    const sessionId = await leave("Long Away");
    await stage.shop.request("DELETE", `/v1/sessions/${sessionId}`);
    stage.harness.identomat.control.addFault({
      fault: { kind: "garbage", shape: "html" },
      operation: "monitor-screening-query",
    });
    await tendLater();
    expect([await countRows(sessionId), monitored().includes("Long Away")]).toEqual([1, true]);
    stage.harness.identomat.control.clearFaults();
    const { accountRecords } = stage.harness.gateway.services;
    await query("update account_records set next_attempt_at = now() where state <> 'active'");
    const removals = () =>
      stage.harness.identomat.control.ledger().requests["remove-screening-query-from-monitoring"] ?? 0;
    const before = removals();
    await Promise.all([1, 2, 3].map(() => accountRecords.tend(Date.now() + 10_000)));
    expect([await countRows(sessionId), monitored().includes("Long Away")]).toEqual([0, false]);
    expect(removals() - before).toBe(1);
  });

  it("is shown to nobody while its content waits for that", async () => {
    const sessionId = await leave("Hidden Person");
    await stage.shop.request("DELETE", `/v1/sessions/${sessionId}`);
    const { rows } = await query(
      "select id, row_to_json(r)::text as text from account_records r where session_id = $1",
      sessionId,
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain("Hidden");
    expect(readProblem(await stage.shop.get(`/v1/watches/${String(rows[0]?.["id"])}`)).code).toBe(
      "watch_not_found",
    );
    await tendLater();
  });
});

describe("a watch whose session is erased while the provider is asked", () => {
  it("is removed by the id that comes back", async () => {
    const person = "Overtaken Person";
    const sessionId = await startSession(person);
    stage.harness.identomat.control.addFault({
      fault: { kind: "latency", delay: { ms: 700 } },
      operation: "monitor-screening-query",
    });
    const placing = post("watches", { sessionId, fullName: person });
    await waitFor(async () => (await countRows(sessionId)) === 1);
    await stage.shop.request("DELETE", `/v1/sessions/${sessionId}`);
    // The job leaves it to whoever is at it.
    await stage.harness.gateway.services.accountRecords.tend(Date.now() + 10_000);
    expect(await countRows(sessionId)).toBe(1);
    expect(readProblem(await placing).code).toBe("provider_unavailable");
    expect(
      (await query("select provider_id from account_records where session_id = $1", sessionId)).rows,
    ).toEqual([{ provider_id: expect.any(String) }]);
    await tendLater();
    expect(monitored()).not.toContain(person);
    expect(await countRows(sessionId)).toBe(0);
  });
});

describe("an entry of the blocklist that the provider has and did not confirm", () => {
  it("is removed there when its product removes it", async () => {
    stage.harness.identomat.control.addFault({ fault: unanswered, operation: "add-blacklist-record" });
    expect(readProblem(await post("blocklist", entryOf("U-1"))).code).toBe("provider_unrecognised");
    stage.harness.identomat.control.clearFaults();
    const [id] = await listIds("blocklist");
    expect((await stage.shop.request("DELETE", `/v1/blocklist/${id}`)).status).toBe(204);
    const removals = () => stage.harness.identomat.control.ledger().requests["remove-blacklist-record"] ?? 0;
    expect(removals()).toBe(0);
    await tendLater();
    expect(removals()).toBe(1);
    expect((await query("select 1 from account_records where id = $1", id)).rows).toEqual([]);
  });
});

describe("watches and entries of blocklists", () => {
  it("end after the days that their product gives each, at the provider too", async () => {
    const sessionId = await startSession("Aged Person");
    const [old, young] = [
      (await post("watches", { sessionId, fullName: "Old Watch" })).body.id,
      (await post("watches", { sessionId, fullName: "Young Watch" })).body.id,
    ];
    const entry = (await post("blocklist", entryOf("R-1"))).body.id;
    await age(old, 31);
    await age(young, 29);
    await age(entry, 91);
    expect((await limit({ watches: 30, blocklist: 90 })).status).toBe(204);
    const { body } = await stage.operator.get<{ items: readonly object[] }>("/admin/v1/retention");
    expect(body.items).toMatchObject([
      { class: "watches", due: 1, held: 0 },
      { class: "blocklist", due: 1, held: 0 },
    ]);
    expect(await apply()).toMatchObject({ watches: 1, blocklist: 1 });
    expect(await listIds("watches")).toEqual([young]);
    expect(await listIds("blocklist")).toEqual([]);
    await tendLater();
    expect(monitored()).toEqual(["Young Watch"]);
    expect(await apply()).toMatchObject({ watches: 0, blocklist: 0 });
  });

  it("are kept by a legal hold, and by a product that limits nothing", async () => {
    const sessionId = await startSession("held-person");
    const held = (await post("watches", { sessionId, fullName: "Held Watch" })).body.id;
    const entry = (await post("blocklist", { ...entryOf("R-2"), sessionId })).body.id;
    await age(held, 400);
    await age(entry, 400);
    await limit({});
    expect(await apply()).toEqual({});
    const hold = { tenant: "shop", applicantId: "held-person", reason: "case 7" };
    const placed = await stage.operator.request<{ id: string }>("POST", "/admin/v1/legal-holds", {
      body: hold,
    });
    expect(placed.status).toBe(201);
    await limit({ watches: 30, blocklist: 30 });
    await apply();
    expect([await listIds("watches"), await listIds("blocklist")]).toEqual([
      expect.arrayContaining([held]),
      [entry],
    ]);
  });

  it("refuse days that are none", async () => {
    for (const days of [0, -1, 1.5, "30", 40_000]) expect((await limit({ watches: days })).status).toBe(400);
  });

  it("are in the export of the person, opened, each with its state", async () => {
    const sessionId = await startSession("exported-person");
    await post("watches", { sessionId, fullName: "Exported Person", dateOfBirth: "1980-01-02" });
    await post("blocklist", { ...entryOf("X-1"), sessionId });
    stage.harness.identomat.control.addFault({ fault: unanswered, operation: "monitor-screening-query" });
    await post("watches", { sessionId, fullName: "Unconfirmed Person" });
    const { body } = await stage.shop.get<{ sessions: readonly object[] }>(
      "/v1/applicants/exported-person/export",
    );
    expect(body.sessions).toMatchObject([
      {
        watches: [
          { state: "active", content: { fullName: "Exported Person", dateOfBirth: "1980-01-02" } },
          { state: "placing", content: { fullName: "Unconfirmed Person" } },
        ],
        blocklistEntries: [
          { state: "active", ground: "fraud_prevention", content: { documentNumber: "X-1" } },
        ],
      },
    ]);
    // What no session of the person has is nobody's here.
    expect(JSON.stringify(body)).not.toContain("Young Watch");
  });

  it("are counted by state, and by nothing that somebody could make many of", async () => {
    const text = await waitFor(async () => {
      const metrics = (await stage.shop.get("/metrics")).text;
      return metrics.includes("kyc_watches{") ? metrics : undefined;
    });
    for (const name of ["kyc_watches", "kyc_blocklist_entries"])
      expect(text.match(new RegExp(`^${name}\\{[^}]*\\}`, "gm"))).toEqual(
        ["placing", "active", "stopping"].map((state) =>
          expect.stringContaining(`{state="${state}"}`),
        ) as never,
      );
  });
});
