import type { ProviderCallReport, ProviderCallRow } from "@kyc-gateway/http-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addAnalyticsReaders } from "../support/analytics-readers.ts";
import { createCallRecorder } from "../../gateway/src/features/analytics/call-recorder.ts";
import { mergeCalls } from "../../gateway/src/features/analytics/provider-calls.store.ts";
import { readProblem, type ApiClient } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";

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
});
afterAll(async () => {
  await Promise.all([analyst.close(), operator.close()]);
  await harness[Symbol.asyncDispose]();
});

const isRead = ({ operation }: ProviderCallRow): boolean => operation === "read";

describe("calls at providers", () => {
  const key = { connection: "shop-identomat", operation: "read" } as const;
  const at = begin + 10 * hourMs;
  const path = "analytics/provider-calls";

  it("are counted by the hour, once however often they are written, and over processes", async () => {
    const { pool } = harness.database;
    const recorders = [at, at].map((now) => createCallRecorder(pool, () => now));
    for (const recorder of recorders) {
      for (let call = 0; call < 6; call += 1) recorder.note({ ...key, outcome: "ok", durationMs: 100 });
      await recorder.flush();
      recorder.note({ ...key, outcome: "timeout", durationMs: 10_000 });
      await recorder.flush();
      await recorder.flush();
    }
    const { body: all } = await operator.get<ProviderCallReport>(`/admin/v1/${path}?${first}`);
    expect(all.items).toMatchObject([
      {
        ...key,
        calls: 14,
        failedShare: 2 / 14,
        failures: [{ outcome: "timeout", share: 2 / 14 }],
        meanMs: 1514,
      },
    ]);
    const [row] = all.items;
    expect(row?.p50Ms).toBeGreaterThan(70);
    expect(row?.p50Ms).toBeLessThan(130);
    expect(row?.p99Ms).toBeGreaterThan(7000);
    await mergeCalls(pool);
    await pool.query("update analytics_calls set starts_at = starts_at - interval '7 days'");
    await mergeCalls(pool);
    await mergeCalls(pool);
    const { rows } = await pool.query(
      "select outcome, calls from analytics_calls where starts_at < $1 order by outcome",
      [new Date(begin)],
    );
    expect(rows).toEqual([
      { outcome: "ok", calls: 12 },
      { outcome: "timeout", calls: 2 },
    ]);
    await pool.query("update analytics_calls set starts_at = starts_at + interval '7 days'");
  });

  it("are a tenant's of its own connections, rounded, and few are none", async () => {
    const { body: own } = await analyst.get<ProviderCallReport>(`/v1/${path}?${first}`);
    expect(own.items).toMatchObject([{ ...key, calls: 10, failedShare: 0.14 }]);
    const { body: foreign } = await analyst.get<ProviderCallReport>(
      `/v1/${path}?${first}&connection=bank-identomat`,
    );
    expect(foreign.items).toEqual([]);
  });

  it("of the gateway itself are among them", async () => {
    const { body: session } = await harness.bank.createSession();
    await harness.bank.request("POST", `/v1/sessions/${session.id}/refresh`);
    await harness.gateway.services.calls.flush();
    const { body } = await operator.get<ProviderCallReport>(`/admin/v1/${path}?connection=bank-identomat`);
    expect(body.items.find(isRead)).toMatchObject({
      connection: "bank-identomat",
      failedShare: 0,
      failures: [],
    });
  });
});

describe("a hostile query", () => {
  const long = "x".repeat(3000);
  it.each([
    "from=yesterday",
    "from=0000-01-01T00:00:00Z",
    "to=2026-02-30T00:00:00Z",
    "from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z",
    "from=2026-03-01T00:00:00Z&to=2026-03-01T00:00:00Z",
    "from=0001-01-01T00:00:00Z&to=9999-12-31T00:00:00Z",
    "from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z",
    "from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z&granularity=hour&groupBy=flow",
    "granularity=minute",
    "granularity=hour&granularity=day",
    "groupBy=",
    "groupBy=flow,",
    "groupBy=applicant",
    "groupBy=flow;drop%20table%20sessions",
    "groupBy=tenant",
    "groupBy=flow,connection,rule,variant",
    "groupBy=flow,connection,rule&country=GEO",
    "flow='%20or%201=1--",
    `flow=${long}`,
    "flow=%00",
    "country=ge",
    "country=GEORGIA",
    "documentType=library_card",
    "variant=both",
    "tenant=bank",
    "colour=blue",
  ])("is refused with what is allowed: ?%s", async (query) => {
    const { code, issues = [] } = readProblem(await analyst.get(`/v1/analytics?${query}`));
    expect(code).toBe("invalid_request");
    expect(issues.length).toBeGreaterThan(0);
    for (const { pointer, message } of issues) {
      expect(pointer).toMatch(/^query \w+$/);
      expect(message.length).toBeGreaterThan(15);
    }
  });

  it.each([
    "/admin/v1/analytics?tenant=nobody",
    "/admin/v1/analytics/comparison?tenant=nobody",
    "/admin/v1/analytics/sessions?tenant=nobody",
  ])("of an operator names a tenant that is not there: %s", async (path) => {
    expect(readProblem(await operator.get(path)).code).toBe("tenant_not_found");
  });

  it.each(["cursor=!!", "cursor=aGVsbG8", "limit=0", "limit=1001", "status=WONDERFUL", "reason=bad_luck"])(
    "for sessions is refused: ?%s",
    async (query) => {
      expect(readProblem(await harness.shop.get(`/v1/analytics/sessions?${query}`)).code).toBe(
        "invalid_request",
      );
    },
  );
});
