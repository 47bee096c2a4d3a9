import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEventStage, type EventStage } from "../support/event-stage.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: EventStage;
beforeAll(async () => {
  stage = await startEventStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

type Line = Readonly<Record<string, unknown>>;

/** Lines as a production log has them: nothing below `info`. */
function readLog(): readonly Line[] {
  const lines = stage.harness.capture.lines.map((line) => JSON.parse(line) as Line);
  return lines.filter(({ level }) => level !== "debug" && level !== "trace");
}

/** What `grep` finds for a session's id. */
const grep = (id: string): readonly Line[] => readLog().filter((line) => JSON.stringify(line).includes(id));

const has = (id: string, wanted: Line): boolean =>
  grep(id).some((line) => Object.entries(wanted).every(([name, value]) => line[name] === value));

/** A session with a story: started, approved by a webhook, told to the endpoint. */
async function approve(): Promise<string> {
  const { harness } = stage;
  const { shop, identomat } = harness;
  const { body } = await shop.createSession();
  identomat.control.act(await harness.findReference(body.id), { act: "approve" });
  await waitFor(async () => (await shop.readSession(body.id)).status === "APPROVED");
  return body.id;
}

describe("the log, searched for one session's id,", () => {
  let id: string;
  beforeAll(async () => {
    await stage.addEndpoint();
    id = await approve();
  });

  it("tells the product's request", () => {
    expect(has(id, { msg: "request", method: "POST", route: "/v1/sessions", status: 201 })).toBe(true);
  });

  it.each(["start", "read"])("tells the call %s to the provider, and how long it took", async (operation) => {
    await waitFor(() => has(id, { msg: "provider_called", operation, connection: "shop-identomat" }));
    expect(grep(id).find((line) => line["operation"] === operation)).toHaveProperty("durationMs");
  });

  it("tells the webhooks that were applied, by their ids", async () => {
    await waitFor(() => has(id, { msg: "deliveries_applied", outcome: "ok" }));
    const { rows } = await stage.harness.database.pool.query<{ id: string }>(
      "select id from deliveries where session_id = $1",
      [id],
    );
    const told = grep(id).flatMap((line) => (line["deliveryIds"] ?? []) as string[]);
    expect(told).toEqual(expect.arrayContaining(rows.map((row) => row.id)));
  });

  it("tells each change of its status", async () => {
    await waitFor(() => has(id, { msg: "session_changed", to: "APPROVED", cause: "webhook" }));
    expect(has(id, { msg: "session_changed", to: "SESSION_CREATED", cause: "start" })).toBe(true);
  });

  it("tells the events that were posted", async () => {
    await waitFor(() => has(id, { msg: "event_posted", eventType: "session.decided", outcome: "succeeded" }));
  });

  it("tells the job that reads it by schedule", async () => {
    const { database } = stage.harness;
    await database.pool.query("update sessions set next_read_at = now() where id = $1", [id]);
    await waitFor(() => has(id, { msg: "job_done", task: "refresh-session", outcome: "ok" }), {
      timeoutMs: 15_000,
    });
  });

  it("tells what failed, at the provider and here", async () => {
    const { shop, identomat } = stage.harness;
    const { body } = await shop.createSession();
    identomat.control.addFault({ operation: "result", fault: { kind: "server_error", status: 500 } });
    const answer = await shop.request("POST", `/v1/sessions/${body.id}/refresh`);
    identomat.control.clearFaults();
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(has(body.id, { msg: "provider_call_failed", operation: "read" })).toBe(true);
    expect(has(body.id, { msg: "request_failed" })).toBe(true);
    expect(has(body.id, { msg: "request", status: answer.status })).toBe(true);
  });

  it("is told by a trace id which lines belong together", () => {
    const applied = grep(id).find(({ msg }) => msg === "deliveries_applied");
    const read = grep(id).find(({ operation }) => operation === "read");
    expect(applied?.["traceId"]).toMatch(/^[\da-f]{32}$/);
    expect(read?.["traceId"]).toBe(applied?.["traceId"]);
  });
});

describe("a line that concerns a session", () => {
  const about = new Set([
    "provider_called",
    "provider_call_failed",
    "deliveries_applied",
    "session_changed",
    "event_posted",
  ]);

  it("carries its id, whatever it is about", () => {
    const lines = readLog().filter(({ msg, task }) => about.has(String(msg)) || task === "refresh-session");
    expect(lines.length).toBeGreaterThan(8);
    expect(lines.filter(({ sessionId }) => typeof sessionId !== "string")).toEqual([]);
  });

  it("carries none where the path has something else in its place", async () => {
    await stage.harness.shop.get("/v1/sessions/Canary-Nino-Beridze/result");
    expect(stage.harness.capture.lines.join("")).not.toContain("Canary");
  });
});

const told = (): readonly Line[] =>
  readLog().filter(({ msg }) => msg === "job_failed" || msg === "job_queue");

describe("the job queue", () => {
  it("says in JSON that a job failed, without the error's text and the job's payload", async () => {
    const { database, capture } = stage.harness;
    await database.pool.query(
      `select graphile_worker.add_job('refresh-session', '{"sessionId":"Canary-Nino-Beridze","cause":"schedule"}',
         max_attempts := 1)`,
    );
    await waitFor(() => told().length >= 2, { timeoutMs: 15_000 });
    expect(told()).toMatchObject([
      { msg: "job_failed", task: "refresh-session", attempt: 1, errorCode: "22P02" },
      { msg: "job_queue", component: "job-queue", reason: expect.stringMatching(/^Failed task \d+$/) },
    ]);
    expect(capture.lines.join("")).not.toContain("Canary");
  });
});
