import type { AnalyticsReport, CanaryComparisons, CountedSessionPage } from "@kyc-gateway/http-api";
import { findVariant, type RouteRecord } from "@kyc-gateway/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addAnalyticsReaders } from "../support/analytics-readers.ts";
import { writeIntent, writeTransition, type Story } from "../support/analytics-stage.ts";
import { inventStories, recordRoute } from "../support/analytics-stories.ts";
import { readProblem, type ApiClient } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { waitFor } from "../support/wait-for.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Yesterday, and the day before. */
const begin = (Math.floor(Date.now() / dayMs) - 2) * dayMs;
const first = `from=${new Date(begin).toISOString()}&to=${new Date(begin + dayMs).toISOString()}`;

let harness: Harness;
/** Of the shop; it may see numbers and no sessions. */
let analyst: ApiClient;
let operator: ApiClient;
beforeAll(async () => {
  harness = await startHarness();
  ({ analyst, operator } = await addAnalyticsReaders(harness));
  await writeStories();
});
afterAll(async () => {
  await Promise.all([analyst.close(), operator.close()]);
  await harness[Symbol.asyncDispose]();
});

/** Sessions of one day: so many of each country and outcome, at one hour. */
const made = [
  { tenant: "shop", country: "GEO", hour: 8, rule: "vip", side: "canary", to: "APPROVED", count: 9 },
  { tenant: "shop", country: "GEO", hour: 9, rule: "vip", side: "control", to: "REJECTED", count: 11 },
  { tenant: "shop", country: "ARM", hour: 9, rule: "vip", side: "control", to: "APPROVED", count: 7 },
  { tenant: "shop", country: "AZE", hour: 9, rule: "vip", side: "canary", to: "APPROVED", count: 2 },
  { tenant: "bank", country: "AZE", hour: 9, rule: "vip", side: "canary", to: "APPROVED", count: 3 },
] as const;

/** A route whose bucket is on that side. */
function findRoute(rule: string, side: "canary" | "control"): RouteRecord {
  const routes = Array.from({ length: 100 }, (_, index) => recordRoute(rule, String(index)));
  const route = routes.find((one) => findVariant(one) === side);
  if (route === undefined) throw new Error(`No bucket is on the side of the ${side}.`);
  return route;
}

async function writeStories(): Promise<void> {
  const { services } = harness.gateway;
  const [pattern] = await inventStories({ count: 1, seed: 1, begin });
  if (pattern === undefined) throw new Error("There is no story.");
  for (const { tenant, country, hour, rule, side, to, count } of made)
    for (let index = 0; index < count; index += 1) {
      const createdAt = new Date(begin + hour * hourMs + index * 60_000);
      const reasons = to === "REJECTED" ? [{ code: index < 6 ? "face_mismatch" : "underage" } as const] : [];
      const step = { at: createdAt, attempt: 1, origin: "provider", isReversal: false } as const;
      const story: Story = {
        ...pattern,
        tenant,
        flow: "standard",
        connection: `${tenant}-identomat`,
        route: findRoute(rule, side),
        document: { issuingCountry: country, type: "passport" },
        createdAt,
        transitions: [
          {
            ...step,
            seq: 1,
            from: "NOT_STARTED",
            to: "SESSION_CREATED",
            cause: "start",
            reasons: [],
            eventType: "session.created",
          },
          {
            ...step,
            seq: 2,
            from: "SESSION_CREATED",
            to,
            cause: "webhook",
            reasons,
            eventType: "session.decided",
            at: new Date(createdAt.getTime() + 90_000),
          },
        ],
      };
      const written = await writeIntent(services, story);
      for (const at of [0, 1])
        await writeTransition(services.database.pool, services, { story: written, index: at });
    }
  const total = made.reduce((sum, { count }) => sum + count, 0);
  await waitFor(async () => {
    await services.database.pool.query("select number_events(5000, 'test')");
    await services.analytics.count(Date.now() + 5000);
    const { body } = await operator.get<AnalyticsReport>(`/admin/v1/analytics?${first}`);
    return body.items[0]?.decided === total;
  });
}

const ask = async (query: string) =>
  (await analyst.get<AnalyticsReport>(`/v1/analytics?${first}&${query}`)).body;
const listCreated = ({ items }: AnalyticsReport) => items.map(({ country, created }) => [country, created]);

describe("what a tenant gets", () => {
  it("is its own, with all numbers", async () => {
    const { items, suppressed } = await ask("groupBy=flow,connection");
    expect(items).toMatchObject([
      {
        flow: "standard",
        connection: "shop-identomat",
        created: 29,
        launched: 29,
        seen: 29,
        decided: 29,
        approved: 18,
        rejected: 11,
        expired: 0,
        open: 0,
        reversed: 0,
        attempts: 29,
        rejectedByReason: [
          { code: "face_mismatch", sessions: 6 },
          { code: "underage", sessions: 5 },
        ],
        timeToDecision: { sessions: 29, meanSeconds: 90 },
      },
    ]);
    expect(suppressed).toEqual({ fewerThan: 5, isAny: false });
  });

  it("has no small number, and none from which it could be computed", async () => {
    const byCountry = await ask("groupBy=country");
    expect(listCreated(byCountry)).toEqual([["GEO", 20]]);
    expect(byCountry.suppressed).toEqual({ fewerThan: 5, isAny: true });
  });

  it.each(["country=AZE", "country=ARM", "country=ARM&groupBy=flow", "country=ARM&granularity=hour"])(
    "has none by a filter, by hours or by another group either: %s",
    async (query) => {
      expect((await ask(query)).items).toEqual([]);
    },
  );

  it("holds back the hours of a country that is held back, and those that tell of it", async () => {
    const byHour = await ask("groupBy=country&granularity=hour");
    expect(listCreated(byHour).filter(([country]) => country !== "GEO")).toEqual([]);
  });

  // Of the canary there are 9 at eight and 2 at nine, of the control 18 at nine.
  it("has no hour from which a small one of its day could be computed, however few hours are asked for", async () => {
    expect((await ask("groupBy=variant&granularity=hour")).items).toEqual([]);
    const [from, to] = [begin + 8 * hourMs, begin + 9 * hourMs].map((at) => new Date(at).toISOString());
    const { body } = await analyst.get<AnalyticsReport>(
      `/v1/analytics?from=${from}&to=${to}&groupBy=variant&granularity=hour`,
    );
    expect(body.items).toEqual([]);
    expect(body.suppressed?.isAny).toBe(true);
  });

  it("is empty for a connection of others, as for one that is not there", async () => {
    for (const connection of ["bank-identomat", "nowhere"])
      expect((await ask(`connection=${connection}`)).items).toEqual([]);
  });
});

describe("what an operator gets", () => {
  it("holds nothing back", async () => {
    const { body } = await operator.get<AnalyticsReport>(
      `/admin/v1/analytics?${first}&groupBy=tenant,country&country=AZE`,
    );
    const found = Object.fromEntries(body.items.map(({ tenant, created }) => [tenant, created]));
    expect(found).toEqual({ bank: 3, shop: 2 });
    expect(body.suppressed).toBeNull();
  });

  it("counts sessions that the gateway itself has started", async () => {
    const { body: session } = await harness.bank.createSession();
    harness.identomat.control.act(await harness.findReference(session.id), { act: "approve" });
    await harness.bank.request("POST", `/v1/sessions/${session.id}/refresh`);
    await waitFor(async () => {
      await harness.gateway.services.analytics.count(Date.now() + 5000);
      const { body } = await operator.get<AnalyticsReport>(
        "/admin/v1/analytics?tenant=bank&granularity=hour&groupBy=flow,connection,country,documentType",
      );
      const row = body.items.find(({ approved }) => approved === 1);
      return row?.connection === "bank-identomat" && row.country === "GEO" && row.documentType === "id_card";
    });
  });
});

describe("a canary", () => {
  it("is compared with its control, with intervals", async () => {
    const path = `/analytics/comparison?${first}&rule=vip`;
    const { body: all } = await operator.get<CanaryComparisons>(`/admin/v1${path}&tenant=shop`);
    const { body: own } = await analyst.get<CanaryComparisons>(`/v1${path}`);
    expect(all.items).toMatchObject([
      {
        tenant: "shop",
        rule: "vip",
        canary: { created: 11, decided: 11, approved: 11, approvalRate: { value: 1 } },
        control: { created: 18, decided: 18, approved: 7 },
        approvalDifference: { value: expect.closeTo(1 - 7 / 18, 9) },
        completionDifference: { value: 0 },
      },
    ]);
    const [{ approvalDifference } = {}] = all.items;
    expect(approvalDifference?.low).toBeGreaterThan(0);
    expect(own.items.map(({ tenant: _tenant, ...rest }) => rest)).toEqual(
      all.items.map(({ tenant: _tenant, ...rest }) => rest),
    );
  });
});

describe("the sessions behind a number", () => {
  it("come page by page, each once", async () => {
    const found: string[] = [];
    let cursor = "";
    for (let more = true; more;) {
      const { body } = await harness.shop.get<CountedSessionPage>(
        `/v1/analytics/sessions?${first}&status=REJECTED&reason=face_mismatch&limit=4${cursor}`,
      );
      found.push(...body.items.map(({ sessionId }) => sessionId));
      cursor = `&cursor=${body.nextCursor}`;
      more = body.nextCursor !== null;
    }
    expect(new Set(found).size).toBe(6);
    expect(found).toHaveLength(6);
    const { body: session } = await harness.shop.get(`/v1/sessions/${found[0]}`);
    expect(session).toMatchObject({ status: "REJECTED", reasons: [{ code: "face_mismatch" }] });
  });

  it("are a tenant's own, and not for whoever may see numbers alone", async () => {
    const query = `/v1/analytics/sessions?${first}`;
    expect(readProblem(await analyst.get(query)).code).toBe("scope_missing");
    const { body } = await harness.bank.get<CountedSessionPage>(query);
    expect(body.items).toHaveLength(3);
  });

  it("are an operator's by document, too", async () => {
    const { body } = await operator.get<CountedSessionPage>(
      `/admin/v1/analytics/sessions?${first}&tenant=shop&country=AZE`,
    );
    expect(body.items).toHaveLength(2);
    expect(readProblem(await harness.shop.get(`/v1/analytics/sessions?${first}&country=AZE`)).code).toBe(
      "invalid_request",
    );
  });
});

describe("the price list of a connection", () => {
  const path = "/admin/v1/connections/shop-identomat";
  const price = {
    validFrom: new Date(begin).toISOString().slice(0, 10),
    currency: "EUR",
    perSession: "0.10",
    perDecision: "1.005",
  };
  const save = async (prices: readonly object[]) => {
    const { body } = await operator.get<Record<string, unknown>>(path);
    const { name: _name, webhookPath: _path, ...connection } = body;
    return operator.request("PUT", path, { body: { ...connection, prices } });
  };

  it("gives sessions a cost, whatever they are grouped by, and none before it is valid", async () => {
    expect((await ask("")).items.map(({ cost }) => cost)).toEqual([[]]);
    expect((await save([price])).status).toBe(200);
    const { body: connection } = await operator.get(path);
    expect(connection).toMatchObject({ prices: [price] });
    // 29 sessions that were launched, and as many decisions.
    for (const query of ["", "groupBy=connection", "groupBy=flow"])
      expect((await ask(query)).items.map(({ cost }) => cost)).toEqual([
        [{ currency: "EUR", amount: "32.045" }],
      ]);
    expect((await ask("groupBy=country")).items.map(({ cost }) => cost)).toEqual([
      [{ currency: "EUR", amount: "22.10" }],
    ]);
    const { body } = await operator.get<AnalyticsReport>(`/admin/v1/analytics?${first}&groupBy=tenant`);
    expect(Object.fromEntries(body.items.map(({ tenant, cost }) => [tenant, cost]))).toEqual({
      bank: [],
      shop: [{ currency: "EUR", amount: "32.045" }],
    });
    await save([{ ...price, validFrom: "2999-01-01" }]);
    expect((await ask("")).items.map(({ cost }) => cost)).toEqual([[]]);
  });

  it.each([
    ["a negative amount", { ...price, perSession: "-1" }],
    ["an amount as a number", { ...price, perSession: 1 }],
    ["a currency that is none", { ...price, currency: "euro" }],
    ["a day that is none", { ...price, validFrom: "2026-02-30" }],
    ["a day that is missing", { currency: "EUR" }],
  ])("is refused with %s", async (_what, wrong) => {
    const { code, issues = [] } = readProblem(await save([wrong]));
    expect(code).toBe("invalid_request");
    expect(issues[0]?.pointer).toMatch(/^\/prices\/0/);
  });
});
