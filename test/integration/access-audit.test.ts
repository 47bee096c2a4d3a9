import { addOperator } from "@kyc-gateway/gateway";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { verifyAudit } from "../../gateway/src/features/audit/verify-audit.store.ts";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { allScopes, startHarness, waitUntilServing, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
let operator: ApiClient;
let reader: ApiClient;
let readerId: string;
let sessionId: string;
beforeAll(async () => {
  harness = await startHarness();
  const { gateway, provisioning, shop, identomat } = harness;
  const actor = { operator: "test", requestId: null };
  operator = createApiClient(
    gateway.url,
    await addOperator(gateway.services.database, actor, { name: "ada", role: "administrator" }),
  );
  const scopes = [...allScopes, "evidence:read"] as const;
  const made = await provisioning.createKey({ tenant: "shop", name: "reader", scopes });
  readerId = made.id;
  reader = createApiClient(gateway.url, made.key);
  await waitUntilServing(reader);
  ({
    body: { id: sessionId },
  } = await shop.createSession({ applicant: { id: "user-1", givenName: "Nimushi" } }));
  identomat.control.act(await harness.findReference(sessionId), { act: "approve" });
  await waitFor(async () => (await shop.readSession(sessionId)).status === "APPROVED");
});
afterAll(async () => {
  await Promise.all([operator.close(), reader.close()]);
  await harness[Symbol.asyncDispose]();
});

interface Entry {
  readonly operator: string;
  readonly action: string;
  readonly subject: string;
  readonly reason: string | null;
  readonly requestId: string;
  readonly detail: object;
}

async function listEntries(): Promise<readonly Entry[]> {
  const { body } = await operator.get<{ items: Entry[] }>(
    `/admin/v1/audit?limit=200&subject=session%20${sessionId}`,
  );
  return body.items;
}

const readResult = (headers: Record<string, string> = {}) =>
  reader.request("GET", `/v1/sessions/${sessionId}/result`, { headers });

async function demandReason(isAccessReasonRequired: boolean): Promise<void> {
  const answer = await operator.request("PUT", "/admin/v1/tenants/shop/privacy", {
    body: { isAccessReasonRequired },
  });
  expect(answer.status).toBe(204);
}

describe("a read of claims", () => {
  beforeEach(() => demandReason(false));

  it("is in the audit log: by which key, whose, why, in which request", async () => {
    const answer = await readResult({ "x-access-reason": "ticket 4711" });
    expect(answer.status).toBe(200);
    const [entry] = await listEntries();
    expect(entry).toMatchObject({
      operator: `key reader (${readerId})`,
      action: "result.read",
      reason: "ticket 4711",
      requestId: answer.headers["x-request-id"],
    });
  });

  it("needs no reason unless the tenant demands one, and then has a code of its own", async () => {
    expect((await readResult()).status).toBe(200);
    await demandReason(true);
    const before = (await listEntries()).length;
    expect(readProblem(await readResult())).toMatchObject({ status: 400, code: "access_reason_missing" });
    expect((await listEntries()).length).toBe(before);
    expect((await readResult({ "x-access-reason": "review" })).status).toBe(200);
  });

  it.each([
    ["empty", " "],
    ["too long", "x".repeat(201)],
    ["not UTF-8", Buffer.from([0xff, 0xfe]).toString("latin1")],
    ["with a control character", "a\u0085b"],
  ])("is refused with a reason that is %s", async (_what, reason) => {
    const answer = await readResult({ "x-access-reason": reason });
    expect(readProblem(answer).code).toBe("access_reason_missing");
  });

  it("keeps a reason in any script, and no table shows it", async () => {
    const reason = "საქმე 17, ჩიტი";
    await readResult({ "x-access-reason": Buffer.from(reason).toString("latin1") });
    expect((await listEntries())[0]?.reason).toBe(reason);
    const { rows } = await harness.database.pool.query("select audit_log::text as line from audit_log");
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(reason).toString("hex"));
    expect(JSON.stringify(rows)).not.toContain(reason);
  });

  it("gives nothing when it cannot be written down", async () => {
    const { pool } = harness.database;
    await pool.query("alter table audit_head rename to audit_head_away");
    try {
      const answer = await readResult();
      expect(answer.status).toBe(500);
      expect(answer.text).not.toContain("claims");
    } finally {
      await pool.query("alter table audit_head_away rename to audit_head");
    }
    expect((await readResult()).status).toBe(200);
  });

  it("waits for its entry: a hundred at once have a hundred entries, in far fewer commits", async () => {
    const before = (await listEntries()).length;
    const answers = await Promise.all(Array.from({ length: 100 }, () => readResult()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const { rows } = await harness.database.pool.query<{ entries: number; commits: number }>(
      `select count(*)::int as entries, count(distinct xmin::text)::int as commits from audit_log
       where subject = $1`,
      [`session ${sessionId}`],
    );
    expect(rows[0]?.entries).toBe(before + 100);
    expect(rows[0]?.commits).toBeLessThan(before + 50);
    const { database } = harness.gateway.services;
    expect(await verifyAudit(database, { anchors: [] })).toMatchObject({ faultCount: 0 });
  });
});

describe("a read of evidence", () => {
  it("is in the audit log, of the list and of each file", async () => {
    await demandReason(true);
    const path = `/v1/sessions/${sessionId}/evidence`;
    expect(readProblem(await reader.get(path)).code).toBe("access_reason_missing");
    expect(readProblem(await reader.get(`${path}/x`)).code).toBe("access_reason_missing");
    const headers = { "x-access-reason": "review" };
    const listed = await reader.request<{ items: { id: string }[] }>("GET", path, { headers });
    const [item] = listed.body.items;
    await reader.request("GET", `${path}/${item?.id}`, { headers });
    const [open, list] = await listEntries();
    expect(open).toMatchObject({ action: "evidence.open", reason: "review", detail: { evidence: item?.id } });
    expect(list).toMatchObject({ action: "evidence.list", reason: "review" });
  });
});

describe("a read of evidence that there is not", () => {
  it.each(["Nino-Beridze-01001012345", "passport.of.Nino", "x".repeat(100), "Nino%20Beridze"])(
    "leaves nothing of what was asked for in the audit log: %s",
    async (typed) => {
      const path = `/v1/sessions/${sessionId}/evidence/${typed}`;
      const answer = await reader.request("GET", path, { headers: { "x-access-reason": "review" } });
      expect(answer.status).toBe(404);
      const [entry] = await listEntries();
      expect(entry).toMatchObject({ action: "evidence.open", detail: {} });
      expect(JSON.stringify(await listEntries())).not.toContain(decodeURIComponent(typed));
    },
  );
});

describe("the end of the audit log", () => {
  it("is told to operators, and moves with every entry", async () => {
    interface Head {
      readonly seq: number;
      readonly anchor: string;
    }
    const before = (await operator.get<Head>("/admin/v1/audit/head")).body;
    await demandReason(before.seq % 2 === 0);
    await demandReason(before.seq % 2 !== 0);
    const after = (await operator.get<Head>("/admin/v1/audit/head")).body;
    expect(after.seq).toBeGreaterThan(before.seq);
    expect(after.anchor).toMatch(new RegExp(`^${after.seq}:[0-9a-f]{64}$`));
  });
});

describe("what a tenant demands", () => {
  it("is read back as it was put, and each change of it is audited", async () => {
    const body = { isAccessReasonRequired: true, retentionDays: { claims: 30, sessions: 365 } };
    await operator.request("PUT", "/admin/v1/tenants/bank/privacy", { body });
    expect((await operator.get("/admin/v1/tenants/bank/privacy")).body).toEqual(body);
    const { body: page } = await operator.get<{ items: Entry[] }>("/admin/v1/audit?subject=privacy%20bank");
    expect(page.items[0]).toMatchObject({ operator: "ada", action: "privacy.update" });
  });

  it("is part of the configuration that is exported", async () => {
    const { body } = await operator.get<{ tenants: { name: string; privacy?: object }[] }>(
      "/admin/v1/configuration",
    );
    expect(body.tenants.find(({ name }) => name === "bank")?.privacy).toMatchObject({
      isAccessReasonRequired: true,
    });
  });
});
