import type { OperatorSessionDetail, OperatorSessionPage } from "@kyc-gateway/http-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { startOperatorStage, type OperatorStage } from "../support/operator-stage.ts";
import { waitFor } from "../support/wait-for.ts";

let reference: string;
let stage: OperatorStage;
beforeAll(async () => {
  stage = await startOperatorStage();
  reference = await stage.harness.findReference(stage.made.shop);
});
afterAll(() => stage.close());

const search = (query: string, client = stage.operators.support) =>
  client.get<OperatorSessionPage>(`/admin/v1/sessions?${query}`);
const find = async (query: string) => (await search(query)).body.items.map(({ id }) => id);
const read = async (id: string, client = stage.operators.support) =>
  (await client.get<OperatorSessionDetail>(`/admin/v1/sessions/${id}`)).body;
describe("a search for sessions", () => {
  it("finds those of all tenants, newest first", async () => {
    expect(await find("")).toEqual([stage.made.open, stage.made.shop, stage.made.bank]);
  });

  it.each([
    ["id", () => `id=${stage.made.bank}`, () => [stage.made.bank]],
    [
      "applicant, who is another person at each tenant",
      () => "applicantId=same-name",
      () => [stage.made.shop, stage.made.bank],
    ],
    ["applicant and tenant", () => "applicantId=same-name&tenant=bank", () => [stage.made.bank]],
    ["an applicant whom nobody knows", () => "applicantId=nobody", () => []],
    ["the provider's reference", () => `providerReference=${reference}`, () => [stage.made.shop]],
    [
      "the provider's reference at another connection",
      () => `providerReference=${reference}&connection=bank-identomat`,
      () => [],
    ],
    [
      "the provider's reference of another tenant",
      () => `providerReference=${reference}&tenant=bank`,
      () => [],
    ],
    ["a part of a reference", () => `providerReference=${reference.slice(0, 8)}`, () => []],
    ["status", () => "status=SESSION_CREATED", () => [stage.made.open]],
    ["status and flow", () => "status=APPROVED&flow=strict", () => [stage.made.shop]],
    ["connection", () => "connection=bank-identomat", () => [stage.made.bank]],
    ["tenant", () => "tenant=shop", () => [stage.made.open, stage.made.shop]],
    ["time", () => `createdAfter=${new Date(Date.now() + 60_000).toISOString()}`, () => []],
    ["id and another's tenant", () => `id=${stage.made.bank}&tenant=shop`, () => []],
    ["an id that nobody has", () => `id=${crypto.randomUUID()}`, () => []],
  ])("finds by %s", async (_name, query, expected) => {
    expect(await find(query())).toEqual(expected());
  });

  it("leaves out what is older than ninety days, but not where an index finds it", async () => {
    const { pool } = stage.harness.database;
    const shift = (by: string) =>
      pool.query(`update sessions set created_at = created_at + $2::interval where id = $1`, [
        stage.made.bank,
        by,
      ]);
    await shift("-100 days");
    expect(await find("tenant=bank")).toEqual([]);
    expect(await find("applicantId=same-name&tenant=bank")).toEqual([stage.made.bank]);
    const since = new Date(Date.now() - 101 * 24 * 3_600_000).toISOString();
    expect(await find(`tenant=bank&createdAfter=${since}`)).toEqual([stage.made.bank]);
    await shift("100 days");
  });

  it("comes page by page, without a gap or a duplicate", async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const { body }: { body: OperatorSessionPage } = await search(`limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual([stage.made.open, stage.made.shop, stage.made.bank]);
  });

  it("shows no link, no claims, and the reference only in part", async () => {
    const { text, body } = await search(`id=${stage.made.shop}`);
    expect(body.items[0]).toMatchObject({
      tenant: "shop",
      applicantId: "same-name",
      connection: "shop-identomat",
      adapter: "identomat",
      status: "APPROVED",
    });
    expect(body.items[0]?.providerReference).toMatch(/^.{4}….{4}$/u);
    for (const hidden of [reference, "launch", "http://"]) expect(text).not.toContain(hidden);
  });

  it("does not show a viewer whom a session is about", async () => {
    const { text, body } = await search(`id=${stage.made.shop}`, stage.operators.viewer);
    expect(body.items[0]?.applicantId).toBeNull();
    expect(text).not.toContain("same-name");
    expect(JSON.stringify(await read(stage.made.shop, stage.operators.viewer))).not.toContain("same-name");
  });

  it.each([
    ["id=4711", "invalid_request"],
    ["status=DONE", "invalid_request"],
    ["tenant=nobody", "tenant_not_found"],
    ["connection=nothing", "connection_not_found"],
    ["cursor=x", "invalid_request"],
    [`cursor=${Buffer.from("2026-01-01T00:00:00Z ' or 1=1").toString("base64url")}`, "invalid_request"],
    ["providerReference=%00", "invalid_request"],
    ["providerReference=a%20b", "invalid_request"],
    ["applicantId=%d0%b0", "invalid_request"],
    ["createdAfter=0000-01-01T00:00:00Z", "invalid_request"],
    ["limit=101", "invalid_request"],
    ["surname=Satesto", "invalid_request"],
  ])("refuses %s", async (query, code) => {
    expect(readProblem(await search(query)).code).toBe(code);
  });

  it.each(["' or 1=1 --", "$1", "any", "{}", "\\", "%"])(
    "takes %j for a reference that nobody has",
    async (text) => {
      const value = encodeURIComponent(text.replaceAll(" ", ""));
      expect(await find(`providerReference=${value}`)).toEqual([]);
    },
  );
});

describe("a session in full", () => {
  it("tells how it was routed, what was required and reported, and what happened", async () => {
    const detail = await read(stage.made.shop);
    expect(detail.session).toMatchObject({ id: stage.made.shop, flow: "strict" });
    expect(detail.metadata).toEqual({ order: "<b>7</b>" });
    expect(detail.requiredChecks).toEqual([
      { check: "document", isCovered: true, outcomes: ["passed"] },
      { check: "face_match", isCovered: true, outcomes: ["informational"] },
    ]);
    expect(detail.timeline.map(({ to }) => to)).toEqual(
      expect.arrayContaining(["SESSION_CREATED", "APPROVED"]),
    );
    expect(detail.attempts).toMatchObject([{ attempt: 1, status: "APPROVED" }]);
    expect(detail.decisionTrace.map(({ step }) => step)).toEqual(
      expect.arrayContaining(["routed", "chosen"]),
    );
    expect(detail.rule).toBeNull();
    expect(detail.reads).toMatchObject({ failedInARow: 0, isStartUnknown: false });
    expect(detail.reads.lastAt).not.toBeNull();
    expect(detail).toMatchObject({ erasure: null, holds: [] });
  });

  it("has its webhooks without their bodies, and its events with each post", async () => {
    await waitFor(async () => {
      const { deliveries, events } = await read(stage.made.shop);
      return (
        deliveries.some(({ state }) => state === "applied") && events.every(({ posts }) => posts.length > 0)
      );
    });
    const { deliveries, events } = await read(stage.made.shop);
    expect(deliveries[0]).toMatchObject({ connection: "shop-identomat", sessionId: stage.made.shop });
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["session.created", "session.decided"]),
    );
    expect(events[0]?.posts[0]).toMatchObject({
      host: stage.receiver.host,
      outcome: "succeeded",
      httpStatus: 204,
    });
    expect(JSON.stringify(events)).not.toContain("secret=1");
  });

  it("has its legal holds, whether on it or on its person, without their reasons", async () => {
    for (const target of [{ sessionId: stage.made.open }, { applicantId: "other-name" }])
      await stage.operators.reviewer.request("POST", "/admin/v1/legal-holds", {
        body: { tenant: "shop", ...target, reason: "court order 12" },
      });
    const { holds } = await read(stage.made.open);
    expect(holds.map(({ on, placedBy }) => ({ on, placedBy }))).toEqual([
      { on: "session", placedBy: "reviewer" },
      { on: "applicant", placedBy: "reviewer" },
    ]);
    expect(JSON.stringify(holds)).not.toContain("court order");
    const headers = { "x-access-reason": "ticket 4711" };
    const path = `/admin/v1/sessions/${stage.made.open}`;
    const refused = await stage.operators.reviewer.request("DELETE", path, { headers });
    expect(readProblem(refused).code).toBe("legal_hold");
  });

  it.each(["nothing", "00000000-0000-0000-0000-000000000000", "%00", "'"])(
    "of the id %s is not there",
    async (id) => {
      const answer = await stage.operators.viewer.get(`/admin/v1/sessions/${id}`);
      expect([400, 404]).toContain(answer.status);
    },
  );
});
