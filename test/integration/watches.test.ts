import type { Event, Watch } from "@kyc-gateway/http-api";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { lookAtWatches } from "../../gateway/src/features/account/look-at-watches.job.ts";
import { readProblem, type ApiAnswer, type ApiClient } from "../support/api-client.ts";
import { startFacetStage, type FacetStage } from "../support/facet-stage.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: FacetStage;
beforeAll(async () => {
  stage = await startFacetStage();
  // One account of both products.
  const { provisioning, identomat } = stage.harness;
  await provisioning.saveConnection({
    name: "shared-identomat",
    adapter: "identomat",
    settings: { companyKey: "shop-company-key", baseUrl: `${identomat.url}/external-api` },
  });
  await stage.harness.gateway.services.configuration.reload();
});
afterEach(() => {
  stage.harness.identomat.control.clearFaults();
});
afterAll(() => stage.close());

const connection = "shared-identomat";

async function startSession(client: ApiClient, applicantId = "user-1"): Promise<string> {
  return (await client.createSession({ applicant: { id: applicantId } })).body.id;
}

function createWatch(client: ApiClient, body: object): Promise<ApiAnswer<Watch>> {
  return client.request<Watch>("POST", "/v1/watches", { body: { connection, ...body } });
}

async function watch(client: ApiClient, fullName: string): Promise<Watch> {
  const { status, body, text } = await createWatch(client, {
    sessionId: await startSession(client),
    fullName,
  });
  expect([status, text]).toEqual([201, expect.any(String)]);
  return body;
}

async function listChanges(client: ApiClient): Promise<readonly Event[]> {
  const { body } = await client.get<{ items: readonly Event[] }>("/v1/events?limit=500&types=watch.changed");
  return body.items;
}

async function listIds(client: ApiClient, path: "watches" | "blocklist"): Promise<readonly string[]> {
  const { body } = await client.get<{ items: readonly { id: string }[] }>(`/v1/${path}?limit=100`);
  return body.items.map(({ id }) => id);
}

function searchOne(cursor?: string) {
  return stage.shop.request<{ hits: readonly { subjectId: string }[]; nextCursor?: string }>(
    "POST",
    "/v1/screenings",
    { body: { fullName: "Listeda", minimumScore: 0.3, limit: 1, connection, cursor } },
  );
}

const look = () => lookAtWatches(stage.harness.gateway.services, Date.now() + 10_000);
const monitored = () => stage.harness.identomat.monitoring.list("shop").map(({ fullName }) => fullName);

describe("screening", () => {
  it("finds somebody in the lists, and tells more", async () => {
    const search = { fullName: "Listeda Sanqtsiashvili", dateOfBirth: "1952-10-07", connection };
    const { body } = await stage.shop.request<{ hits: readonly { subjectId: string }[] }>(
      "POST",
      "/v1/screenings",
      {
        body: search,
      },
    );
    expect(body.hits).toMatchObject([
      { score: 1, topics: [{ code: "sanctioned" }, { code: "politically_exposed" }] },
    ]);
    const subject = await stage.shop.get(
      `/v1/screenings/subjects/${body.hits[0]?.subjectId}?connection=${connection}`,
    );
    expect(subject.body).toMatchObject({ connection, familyName: "Sanqtsiashvili", nationality: "GEO" });
  });

  it.each([
    [{ fullName: "" }, 400, "invalid_request"],
    [{ fullName: "A", minimumScore: 80 }, 400, "invalid_request"],
    [{ fullName: "A", dateOfBirth: "1952" }, 400, "invalid_request"],
    [{ fullName: "A", nickname: "B" }, 400, "invalid_request"],
    [{ fullName: "A", connection: "bank-identomat" }, 404, "connection_not_found"],
    [{ fullName: "A", connection: "shop-ondato" }, 409, "facet_unsupported"],
    [{ fullName: "A", cursor: "elsewhere" }, 400, "invalid_request"],
    [{ fullName: "A", cursor: "WyJiYW5rLWlkZW50b21hdCIsIjEiXQ" }, 400, "invalid_request"],
    [{ fullName: "A", cursor: '"M+m7g' }, 400, "invalid_request"],
  ])("refuses %j", async (body, status, code) => {
    const answer = await stage.shop.request("POST", "/v1/screenings", { body });
    expect(readProblem(answer)).toMatchObject({ status, code });
  });

  it("gives page after page", async () => {
    const first = (await searchOne()).body;
    const second = (await searchOne(first.nextCursor)).body;
    expect([first.hits.length, second.hits.length]).toEqual([1, 1]);
    expect(second.hits).not.toEqual(first.hits);
  });

  it("knows nobody of an id that no list has", async () => {
    const answer = await stage.shop.get("/v1/screenings/subjects/nobody");
    expect(readProblem(answer)).toMatchObject({ status: 404, code: "screening_subject_not_found" });
  });

  it.each([
    { kind: "garbage", shape: "html" },
    { kind: "garbage", shape: "truncated_json" },
    { kind: "server_error" },
  ] as const)("says that the provider failed: %j", async (fault) => {
    stage.harness.identomat.control.addFault({ fault, operation: "search-screening-person" });
    const answer = await stage.shop.request("POST", "/v1/screenings", {
      body: { fullName: "A B", connection },
    });
    expect(readProblem(answer).code).toMatch(/^provider_/);
  });
});

describe("a watch", () => {
  it("is the same for the same person of the same session, and is read back", async () => {
    const body = {
      sessionId: await startSession(stage.shop),
      fullName: "Repeated Person",
      dateOfBirth: "1980-01-02",
    };
    const [first, second] = [await createWatch(stage.shop, body), await createWatch(stage.shop, body)];
    expect(second.body).toEqual(first.body);
    expect(first).toMatchObject({ status: 201, headers: { location: `/v1/watches/${first.body.id}` } });
    expect((await stage.shop.get(`/v1/watches/${first.body.id}`)).body).toMatchObject({
      ...body,
      connection,
      state: "watching",
    });
    expect(monitored().filter((name) => name === "Repeated Person")).toHaveLength(1);
  });

  it("tells each change once, to the product that has it, and changes no status", async () => {
    const { id, sessionId } = await watch(stage.shop, "Changing Person");
    const before = await stage.shop.readSession(sessionId);
    await look();
    expect((await listChanges(stage.shop)).filter(({ data }) => data.watchId === id)).toEqual([]);
    stage.harness.identomat.monitoring.update("Changing Person");
    await Promise.all([look(), look(), look()]);
    await look();
    const told = await waitFor(async () => {
      const own = (await listChanges(stage.shop)).filter(({ data }) => data.watchId === id);
      return own.length > 0 ? own : undefined;
    });
    expect(told).toMatchObject([
      { sessionId, type: "watch.changed", data: { applicantId: "user-1", watchId: id } },
    ]);
    expect((await stage.shop.readSession(sessionId)).status).toBe(before.status);
    expect((await stage.shop.get<Watch>(`/v1/watches/${id}`)).body.changedAt).toMatch(/Z$/);
    expect((await listChanges(stage.bank)).filter(({ data }) => data.watchId === id)).toEqual([]);
  });

  it("of two products on one account is each one's own, and ends at the provider with the last", async () => {
    const [ours, theirs] = [
      await watch(stage.shop, "Shared Person"),
      await watch(stage.bank, "Shared Person"),
    ];
    expect(await listIds(stage.shop, "watches")).not.toContain(theirs.id);
    expect(await listIds(stage.bank, "watches")).not.toContain(ours.id);
    for (const method of ["GET", "DELETE"])
      expect(readProblem(await stage.shop.request(method, `/v1/watches/${theirs.id}`)).code).toBe(
        "watch_not_found",
      );
    expect((await stage.shop.request("DELETE", `/v1/watches/${ours.id}`)).status).toBe(204);
    expect(monitored()).toContain("Shared Person");
    stage.harness.identomat.monitoring.update("Shared Person");
    await look();
    await waitFor(async () => (await listChanges(stage.bank)).some(({ data }) => data.watchId === theirs.id));
    expect((await listChanges(stage.shop)).map(({ data }) => data.watchId)).not.toContain(ours.id);
    await stage.bank.request("DELETE", `/v1/watches/${theirs.id}`);
    expect(monitored()).not.toContain("Shared Person");
  });

  it("ends when its session is erased, at the provider too", async () => {
    const { id, sessionId } = await watch(stage.shop, "Erased Person");
    await stage.shop.request("DELETE", `/v1/sessions/${sessionId}`);
    expect(readProblem(await stage.shop.get(`/v1/watches/${id}`)).code).toBe("watch_not_found");
    await stage.harness.gateway.services.accountRecords.tend(Date.now() + 10_000);
    expect(monitored()).not.toContain("Erased Person");
    const { rows } = await stage.harness.database.pool.query("select 1 from account_records where id = $1", [
      id,
    ]);
    expect(rows).toEqual([]);
  });

  it("whose provider does not answer is placed by a repetition, once", async () => {
    const body = { sessionId: await startSession(stage.shop), fullName: "Late Person" };
    const fault = { kind: "server_error", takesEffect: true } as const;
    stage.harness.identomat.control.addFault({ fault, operation: "monitor-screening-query" });
    expect(readProblem(await createWatch(stage.shop, body)).code).toBe("provider_unavailable");
    stage.harness.identomat.control.clearFaults();
    await waitFor(async () => (await createWatch(stage.shop, body)).status === 201, { timeoutMs: 20_000 });
    expect(monitored().filter((name) => name === "Late Person")).toHaveLength(1);
  });

  it.each([
    ["of no session", { sessionId: "none" }, 400],
    ["of an unknown session", { sessionId: crypto.randomUUID() }, 404],
    ["of nobody", { fullName: " ".repeat(0) }, 400],
    ["with a member that is not known", { colour: "red" }, 400],
    ["where the provider cannot", { connection: "shop-ondato" }, 409],
    ["at a connection of another product", { connection: "bank-identomat" }, 404],
  ])("is refused %s", async (_name, change, status) => {
    const body = { sessionId: await startSession(stage.shop), fullName: "A B", ...change };
    expect((await createWatch(stage.shop, body)).status).toBe(status);
  });

  it("of another product's session is refused", async () => {
    const sessionId = await startSession(stage.bank);
    expect(readProblem(await createWatch(stage.shop, { sessionId, fullName: "A B" })).code).toBe(
      "session_not_found",
    );
  });

  it("is nowhere in clear", async () => {
    await watch(stage.shop, "Secret Personsdottir");
    const { rows } = await stage.harness.database.pool.query<{ text: string }>(
      "select row_to_json(r)::text as text from account_records r union all select row_to_json(a)::text from audit_log a",
    );
    expect(JSON.stringify(rows)).not.toContain("Personsdottir");
    expect(stage.harness.capture.lines.join()).not.toContain("Personsdottir");
  });
});

describe("the blocklist", () => {
  const entry = {
    familyName: "Sheidzleba",
    documentNumber: "F-1",
    reason: "forged papers",
    ground: "fraud_prevention",
  };
  const add = (client: ApiClient, body: object) =>
    client.request<{ id: string }>("POST", "/v1/blocklist", { body: { connection, ...entry, ...body } });

  it("has an entry once, shows it to its product alone, and removes it with the last that has it", async () => {
    const [ours, again, theirs] = [
      await add(stage.shop, {}),
      await add(stage.shop, {}),
      await add(stage.bank, {}),
    ];
    expect([ours.status, again.status, theirs.status]).toEqual([201, 201, 201]);
    expect(again.body).toEqual(ours.body);
    expect(await listIds(stage.shop, "blocklist")).toEqual([ours.body.id]);
    expect(await listIds(stage.bank, "blocklist")).toEqual([theirs.body.id]);
    expect(readProblem(await stage.shop.request("DELETE", `/v1/blocklist/${theirs.body.id}`)).code).toBe(
      "blocklist_entry_not_found",
    );
    const removals = () => stage.harness.identomat.control.ledger().requests["remove-blacklist-record"] ?? 0;
    expect((await stage.shop.request("DELETE", `/v1/blocklist/${ours.body.id}`)).status).toBe(204);
    expect(removals()).toBe(0);
    expect((await stage.bank.request("DELETE", `/v1/blocklist/${theirs.body.id}`)).status).toBe(204);
    expect(removals()).toBe(1);
    expect(await listIds(stage.bank, "blocklist")).toEqual([]);
  });

  it("is read back with its ground", async () => {
    const { body } = await add(stage.shop, { documentNumber: "F-2", dateOfBirth: "1980-01-02" });
    expect((await stage.shop.get(`/v1/blocklist/${body.id}`)).body).toMatchObject({
      ...entry,
      documentNumber: "F-2",
      dateOfBirth: "1980-01-02",
      connection,
      state: "active",
    });
  });

  it("keeps an entry over the erasure of its session, and the receipt says so", async () => {
    const sessionId = await startSession(stage.shop, "blocked-user");
    const { body } = await add(stage.shop, { documentNumber: "F-3", sessionId });
    const { headers } = await stage.shop.request("DELETE", `/v1/sessions/${sessionId}`);
    const receipt = await waitFor(async () => {
      const answer = await stage.shop.get<{ receipt?: string }>(String(headers["location"]));
      return answer.body.receipt;
    });
    const [, payload = ""] = receipt.split(".");
    expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({
      keptBlocklistEntries: [{ id: body.id, ground: "fraud_prevention" }],
    });
    expect(await listIds(stage.shop, "blocklist")).toContain(body.id);
  });

  it.each([
    ["nobody", { familyName: undefined, documentNumber: undefined }, 400],
    ["no reason", { reason: undefined }, 400],
    ["no ground", { ground: undefined }, 400],
    ["an unknown ground", { ground: "dislike" }, 400],
    ["an unknown member", { colour: "red" }, 400],
    ["a provider that cannot", { connection: "shop-ondato" }, 409],
    ["an unknown session", { sessionId: crypto.randomUUID() }, 404],
  ])("refuses an entry with %s", async (_name, change, status) => {
    expect((await add(stage.shop, change)).status).toBe(status);
  });

  it("says that the provider failed when what exists cannot be looked up", async () => {
    await add(stage.shop, { documentNumber: "F-9" });
    const fault = { kind: "garbage", shape: "html" } as const;
    stage.harness.identomat.control.addFault({ fault, operation: "list-blacklist-records" });
    expect(readProblem(await add(stage.bank, { documentNumber: "F-9" })).code).toBe("provider_unrecognised");
    stage.harness.identomat.control.clearFaults();
    expect((await add(stage.bank, { documentNumber: "F-9" })).status).toBe(201);
  });
});
