import type {
  AuditPage,
  ConnectionHealth,
  ConnectionHealthList,
  JobList,
  OperatorBlocklistPage,
  OperatorWatchPage,
  Overview,
  RoutePreview,
} from "@kyc-gateway/http-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { startFacetStage, type FacetStage } from "../support/facet-stage.ts";
import { connectOperators, type OperatorsByRole } from "../support/operators.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: FacetStage;
let operators: OperatorsByRole;
let sessionId: string;
beforeAll(async () => {
  stage = await startFacetStage();
  operators = await connectOperators(stage.harness.gateway);
  sessionId = (await stage.shop.createSession({ applicant: { id: "overview-user" } })).body.id;
});
afterAll(async () => {
  await operators.close();
  await stage.close();
});

const get = <Body>(path: string) => operators.viewer.get<Body>(`/admin/v1${path}`);
const order = (method: string, path: string, body?: unknown) =>
  operators.administrator.request(method, `/admin/v1${path}`, { body });
const query = (text: string, values: unknown[] = []) => stage.harness.database.pool.query(text, values);

const readHealth = async (name: string) => (await get<ConnectionHealth>(`/connections/${name}/health`)).body;
const listJobs = async (state: string) => (await get<JobList>(`/jobs?state=${state}`)).body;
const queueDead = async () => {
  const { rows } = await query(
    "select (graphile_worker.add_job('refresh-session', json_build_object('sessionId', gen_random_uuid(), 'cause', 'schedule'), job_key := gen_random_uuid()::text, run_at := now() + interval '1 hour')).id::text as id",
  );
  const { id } = rows[0] as { id: string };
  await query(
    "update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'Nimushi' where id = $1",
    [id],
  );
  return id;
};
const preview = (tenant: string, body: object) =>
  operators.viewer.request<RoutePreview>("POST", `/admin/v1/tenants/${tenant}/routing/preview`, { body });
const findAudited = async (filter: string) =>
  (await operators.reviewer.get<AuditPage>(`/admin/v1/audit?${filter}`)).body.items;

describe("the overview", () => {
  it("counts the last 24 hours, hour by hour, without a gap", async () => {
    const { analytics } = stage.harness.gateway.services;
    // Events are counted once they are numbered.
    const { hours } = await waitFor(async () => {
      await analytics.count(Date.now() + 5000);
      const { body } = await get<Overview>("/overview");
      return body.hours.some(({ created }) => created > 0) ? body : undefined;
    });
    expect(hours).toHaveLength(24);
    const times = hours.map(({ startsAt }) => new Date(startsAt).getTime());
    expect(times.slice(1).every((time, index) => time - (times[index] ?? 0) === 3_600_000)).toBe(true);
  });

  it("tells what needs attention, with how much and since when, and nothing else", async () => {
    const before = (await get<Overview>("/overview")).body.attention.map(({ kind }) => kind);
    expect(before).not.toContain("sessions_in_review");
    await query("update sessions set status = 'PENDING_REVIEW' where id = $1", [sessionId]);
    await order("POST", "/connections/bank-identomat/hold", { reason: "maintenance" });
    const { attention } = (await get<Overview>("/overview")).body;
    const find = (kind: string) => attention.find((line) => line.kind === kind);
    expect(find("sessions_in_review")).toMatchObject({ count: 1 });
    expect(find("connections_held")).toMatchObject({ count: 1 });
    expect(find("connections_held")?.oldestAt).not.toBeNull();
    await order("POST", "/connections/bank-identomat/release");
    await query("update sessions set status = 'SESSION_CREATED' where id = $1", [sessionId]);
  });
});

describe("the health of a connection", () => {
  it("tells its calls and their times, breaker by breaker", async () => {
    const health = await readHealth("shop-identomat");
    expect(health).toMatchObject({ adapter: "identomat", tenant: "shop", state: "ok", hold: null });
    expect(health.breakers).toContainEqual({ operation: "start", state: "closed" });
    expect(health.recentCalls.calls).toBeGreaterThan(0);
    expect(health.recentCalls.slowestMs).toBeGreaterThanOrEqual(health.recentCalls.medianMs ?? 0);
    expect(health.recentFailures).toEqual([]);
  });

  it("tells who holds it and why, and what it is limited to", async () => {
    await order("POST", "/connections/shop-identomat/hold", { reason: "provider says so" });
    await order("PUT", "/connections/shop-identomat/limits", { callsPerSecond: 5 });
    await waitFor(async () => (await readHealth("shop-identomat")).state === "held");
    expect(await readHealth("shop-identomat")).toMatchObject({
      hold: { by: "administrator", reason: "provider says so" },
      limits: { callsPerSecond: 5, concurrency: null },
    });
    await order("POST", "/connections/shop-identomat/release");
    await order("PUT", "/connections/shop-identomat/limits", {});
    await waitFor(async () => (await readHealth("shop-identomat")).state === "ok");
  });

  it("tells its failures by code, without a word of the provider's", async () => {
    const { control } = stage.harness.identomat;
    control.addFault({ fault: { kind: "rate_limited" }, operation: "begin" });
    expect((await stage.shop.createSession()).status).toBe(503);
    control.clearFaults();
    const { recentFailures } = await readHealth("shop-identomat");
    expect(recentFailures[0]).toMatchObject({ operation: "start" });
    expect(recentFailures[0]?.code).toMatch(/^[a-z_]+$/);
    expect(Object.keys(recentFailures[0] ?? {}).toSorted()).toEqual([
      "at",
      "code",
      "durationMs",
      "operation",
    ]);
  });

  it("is told of all at once", async () => {
    const { body } = await get<ConnectionHealthList>("/connection-health");
    expect(body.items.map(({ connection }) => connection)).toEqual([
      "bank-identomat",
      "shop-identomat",
      "shop-ondato",
    ]);
    expect(body.unusable).toEqual([]);
  });

  it("of one that nobody configured is not there", async () => {
    expect(readProblem(await get("/connections/nothing/health")).code).toBe("connection_not_found");
  });
});

describe("the job queue", () => {
  it("tells dead jobs without their payload and their errors' texts, and lets one run again", async () => {
    const id = await queueDead();
    const answer = await get<JobList>("/jobs?state=dead");
    expect(answer.body.items).toMatchObject([
      { id, task: "refresh-session", state: "dead", hasFailed: true },
    ]);
    expect(answer.body.counts).toContainEqual({ task: "refresh-session", state: "dead", count: 1 });
    expect(answer.text).not.toContain("Nimushi");
    expect((await order("POST", `/jobs/${id}/retry`)).status).toBe(204);
    expect((await listJobs("dead")).items).toEqual([]);
    const { body } = await operators.reviewer.get<AuditPage>(`/admin/v1/audit?subject=job%20${id}`);
    expect(body.items).toMatchObject([{ action: "job.retry", operator: "administrator" }]);
  });

  it.each(["nothing", "0", "-1", "1e3", "9223372036854775807", "9223372036854775808", "9".repeat(40), "%00"])(
    "has no dead job %s",
    async (id) => {
      expect(readProblem(await order("POST", `/jobs/${id}/retry`)).code).toMatch(
        /^(job_not_found|malformed_request|invalid_request)$/,
      );
    },
  );

  it("retries no job that is not dead", async () => {
    const id = await queueDead();
    await query("update graphile_worker._private_jobs set attempts = 0 where id = $1", [id]);
    expect(readProblem(await order("POST", `/jobs/${id}/retry`)).code).toBe("job_not_found");
  });
});

describe("what a tenant has at providers' accounts", () => {
  it("is listed for operators without whom it is about", async () => {
    const { shop } = stage;
    await shop.request("POST", "/v1/watches", { body: { sessionId, fullName: "Watched Person" } });
    await shop.request("POST", "/v1/blocklist", {
      body: { documentNumber: "AB123456", reason: "forged", ground: "fraud_prevention" },
    });
    const watches = await get<OperatorWatchPage>("/tenants/shop/watches");
    const entries = await get<OperatorBlocklistPage>("/tenants/shop/blocklist");
    expect(watches.body.items).toMatchObject([{ sessionId, state: "active" }]);
    expect(entries.body.items).toMatchObject([{ ground: "fraud_prevention", state: "active" }]);
    expect(watches.text + entries.text).not.toMatch(/Watched|AB123456|forged/);
    expect((await get<OperatorWatchPage>("/tenants/bank/watches")).body.items).toEqual([]);
    expect(readProblem(await get("/tenants/nobody/watches")).code).toBe("tenant_not_found");
    expect(readProblem(await get("/tenants/shop/blocklist?cursor=x")).code).toBe("invalid_request");
  });
});

describe("a preview of routing for operators", () => {
  it("is that of the tenant", async () => {
    const { body } = await preview("shop", { flow: "both", applicant: { id: "somebody" } });
    expect(body).toMatchObject({
      connection: "shop-identomat",
      candidates: ["shop-identomat", "shop-ondato"],
    });
  });

  it.each([
    ["shop", { flow: "nothing", applicant: { id: "x" } }, "unknown_flow"],
    ["nobody", { flow: "standard", applicant: { id: "x" } }, "tenant_not_found"],
    ["shop", { flow: "standard" }, "invalid_request"],
    ["shop", { flow: "standard", applicant: { id: "x" }, tenant: "bank" }, "invalid_request"],
  ])("of %s with %j is refused", async (tenant, body, code) => {
    expect(readProblem(await preview(tenant, body)).code).toBe(code);
  });
});

describe("the audit log", () => {
  it("is filtered by operator, action and time, together", async () => {
    const all = await findAudited("operator=administrator");
    expect(all.length).toBeGreaterThan(1);
    expect(new Set(all.map(({ operator }) => operator))).toEqual(new Set(["administrator"]));
    const holds = await findAudited("action=connection.hold");
    expect(new Set(holds.map(({ action }) => action))).toEqual(new Set(["connection.hold"]));
    const [newest] = all;
    const at = newest?.at ?? "";
    expect((await findAudited(`operator=administrator&since=${at}`)).map(({ id }) => id)).toContain(
      newest?.id,
    );
    expect((await findAudited(`operator=administrator&until=${at}`)).map(({ id }) => id)).not.toContain(
      newest?.id,
    );
    expect(
      await findAudited("operator=administrator&action=connection.hold&until=2020-01-01T00:00:00Z"),
    ).toEqual([]);
    expect(await findAudited("operator=nobody")).toEqual([]);
  });

  it.each(["action=drop%20table", "action=x", "since=yesterday", "operator=", "operator=%00", "who=me"])(
    "refuses the filter %s",
    async (filter) => {
      const answer = await operators.reviewer.get(`/admin/v1/audit?${filter}`);
      expect(readProblem(answer).code).toBe("invalid_request");
    },
  );
});
