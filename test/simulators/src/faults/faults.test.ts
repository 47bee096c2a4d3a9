import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCallbackReceiver } from "../callbacks/receiver.ts";
import type { CallbackReceiver } from "../callbacks/receiver.ts";
import { startIdentomatSimulator } from "../identomat/simulator.ts";
import type { IdentomatSimulator } from "../identomat/simulator.ts";
import type { RequestFault } from "./fault.ts";

const company = { name: "one", companyKey: "key", callbackApiKey: "callback-key" };
let receiver: CallbackReceiver;
let simulator: IdentomatSimulator;

beforeEach(async () => {
  receiver = await startCallbackReceiver();
  simulator = await startIdentomatSimulator({ companies: [{ ...company, callbackUrl: receiver.url }] });
});

afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

async function ask(path: string, fields: object = {}, signal?: AbortSignal): Promise<Response> {
  const body = JSON.stringify({ company_key: "key", ...fields });
  const headers = { "content-type": "application/json" };
  return fetch(`${simulator.url}/external-api/${path}/`, {
    method: "POST",
    headers,
    body,
    ...(signal === undefined ? {} : { signal }),
  });
}

async function begin(): Promise<string> {
  return (await (await ask("begin")).json()) as string;
}

async function finish(): Promise<string> {
  const token = await begin();
  simulator.control.act(token, { act: "approve" });
  return token;
}

function listKinds(): string[] {
  return simulator.control.ledger().callbacks.map(({ kind }) => kind);
}

function failNext(fault: RequestFault, operation = "begin"): void {
  simulator.control.addFault({ fault, operation, next: 1 });
}

async function control(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${simulator.url}/_control/${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
}

describe("a fault of a request", () => {
  it("strikes as often as it was told and leaves the others alone", async () => {
    simulator.control.addFault({ fault: { kind: "server_error", status: 502 }, operation: "begin", next: 2 });
    const statuses = [];
    for (let turn = 0; turn < 3; turn += 1) statuses.push((await ask("begin")).status);
    expect(statuses).toEqual([502, 502, 200]);
    expect(simulator.control.ledger()).toMatchObject({
      requests: { begin: 3 },
      answers: { "begin server_error": 2, "begin 200": 1 },
      faults: { server_error: 2 },
      sessionsCreated: 1,
    });
  });

  it("can be aimed at one session", async () => {
    const [one, two] = [await begin(), await begin()];
    simulator.control.addFault({ fault: { kind: "server_error" }, sessionId: one });
    const statuses = [
      await ask("result", { session_token: one }),
      await ask("result", { session_token: two }),
    ];
    expect(statuses.map((response) => response.status)).toEqual([503, 200]);
  });

  it("stands until it is removed", async () => {
    const id = simulator.control.addFault({ fault: { kind: "rate_limited" } });
    expect([(await ask("begin")).status, (await ask("begin")).status]).toEqual([429, 429]);
    simulator.control.removeFault(id);
    expect((await ask("begin")).status).toBe(200);
  });

  it("names the time to wait in seconds or as a date", async () => {
    failNext({ kind: "rate_limited", retryAfter: { seconds: 7 } });
    expect((await ask("begin")).headers.get("retry-after")).toBe("7");
    failNext({ kind: "server_error", retryAfter: { seconds: 60, as: "date" } });
    const date = Date.parse((await ask("begin")).headers.get("retry-after") ?? "");
    expect(Math.abs(date - Date.now() - 60_000)).toBeLessThan(5_000);
  });

  it("delays an answer and adds to another fault", async () => {
    simulator.control.addFault({ fault: { kind: "latency", delay: { ms: 60 } } });
    failNext({ kind: "server_error" });
    const startedAt = performance.now();
    expect((await ask("begin")).status).toBe(503);
    expect(performance.now() - startedAt).toBeGreaterThan(50);
  });

  it("hangs until the caller gives up", async () => {
    failNext({ kind: "hang" });
    await expect(ask("begin", {}, AbortSignal.timeout(80))).rejects.toMatchObject({ name: "TimeoutError" });
  });

  it("resets the connection before the headers, with or without effect", async () => {
    failNext({ kind: "reset", at: "before_headers" });
    await expect(ask("begin")).rejects.toThrow("fetch failed");
    expect(simulator.control.ledger().sessionsCreated).toBe(0);
    failNext({ kind: "reset", at: "before_headers", takesEffect: true });
    await expect(ask("begin")).rejects.toThrow("fetch failed");
    expect(simulator.control.ledger().sessionsCreated).toBe(1);
  });

  it("resets the connection in the middle of the body", async () => {
    failNext({ kind: "reset", at: "mid_body" });
    const response = await ask("begin");
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow("terminated");
  });

  it("answers garbage of five kinds", async () => {
    failNext({ kind: "garbage", shape: "html" });
    expect(await (await ask("begin")).text()).toContain("<!doctype html>");
    failNext({ kind: "garbage", shape: "truncated_json" });
    await expect((await ask("begin")).json()).rejects.toThrow("JSON");
    failNext({ kind: "garbage", shape: "wrong_content_type" });
    expect((await ask("begin")).headers.get("content-type")).toContain("image/jpeg");
    failNext({ kind: "garbage", shape: "huge_body" });
    expect((await (await ask("begin")).text()).length).toBeGreaterThan(10_000_000);
    const token = await begin();
    failNext({ kind: "garbage", shape: "unknown_status" }, "result");
    const result = (await (await ask("result", { session_token: token })).json()) as { result: string };
    expect(result.result).toBe("awaiting_quantum_review");
  });
});

describe("a fault of a callback", () => {
  it("loses it, and the ledger knows", async () => {
    simulator.control.addFault({ fault: { kind: "lost" } });
    await finish();
    await simulator.control.settleCallbacks();
    expect([receiver.received.length, listKinds()]).toEqual([0, ["lost"]]);
  });

  it("duplicates it, byte for byte", async () => {
    simulator.control.addFault({ fault: { kind: "duplicated", copies: 2 }, next: 1 });
    await finish();
    await simulator.control.settleCallbacks();
    expect(receiver.received).toHaveLength(3);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  });

  it("lets a later one overtake it", async () => {
    simulator.control.addFault({ fault: { kind: "reordered", holdMs: 60_000 }, next: 1 });
    const token = await begin();
    simulator.control.act(token, { act: "manual_check" });
    simulator.control.act(token, { act: "operator_approve" });
    await simulator.control.settleCallbacks();
    expect(receiver.received.map(({ json }) => json["result"])).toEqual(["approved", "manual_check"]);
  });

  it("sends a forged one beside it or instead of it", async () => {
    simulator.control.addFault({ fault: { kind: "forged", how: "wrong_key" }, next: 1 });
    simulator.control.addFault({ fault: { kind: "forged", how: "tampered_body", replaces: true }, next: 1 });
    await finish();
    await simulator.control.settleCallbacks();
    await finish();
    await simulator.control.settleCallbacks();
    expect(listKinds()).toEqual(["forged", "genuine", "forged"]);
  });

  it("replays an earlier one", async () => {
    await finish();
    await simulator.control.settleCallbacks();
    simulator.control.replay(simulator.control.ledger().callbacks[0]?.id ?? "");
    await simulator.control.settleCallbacks();
    expect(listKinds()).toEqual(["genuine", "replay"]);
    expect(receiver.received[0]?.body).toBe(receiver.received[1]?.body);
  });

  it("records an endpoint that is not there", async () => {
    await receiver.close();
    await finish();
    await simulator.control.settleCallbacks();
    expect(simulator.control.ledger().callbacks[0]).toMatchObject({ answer: null, failure: "connection" });
    receiver = await startCallbackReceiver();
  });
});

describe("the control API", () => {
  it("plays the applicant and shows the truth", async () => {
    const token = await begin();
    const answer = await control("POST", `sessions/${token}/act`, { act: "reject", reason: "face_mismatch" });
    expect(await answer.json()).toMatchObject({ status: "rejected", reason: "face_mismatch", changes: 1 });
    expect(await (await control("GET", "ledger")).json()).toMatchObject({
      sessionsCreated: 1,
      sessions: [{ id: token, status: "rejected" }],
    });
  });

  it("adds, lists and removes faults", async () => {
    const added = await control("POST", "faults", { fault: { kind: "hang" }, operation: "result" });
    const { id } = (await added.json()) as { id: string };
    expect(await (await control("GET", "faults")).json()).toMatchObject([{ id, struck: 0 }]);
    expect((await control("DELETE", `faults/${id}`)).status).toBe(204);
    expect((await control("DELETE", `faults/${id}`)).status).toBe(404);
  });

  it.each([
    ["a fault of no known kind", "POST faults", { fault: { kind: "gremlins" } }],
    ["a fault with a stray member", "POST faults", { fault: { kind: "hang", forever: true } }],
    ["an unknown setting", "PATCH settings", { colour: "red" }],
    ["a clock that runs backwards", "POST clock", { advanceMs: -1 }],
  ])("refuses %s with 400", async (_name, request, body) => {
    const [method = "", path = ""] = request.split(" ");
    const response = await control(method, path, body);
    expect([response.status, await response.json()]).toEqual([400, { error: expect.any(String) }]);
  });

  it("moves the clock, changes settings and callback URLs, and settles", async () => {
    expect((await control("POST", "clock", { advanceMs: 60_000 })).status).toBe(200);
    expect(await (await control("PATCH", "settings", { resultCase: "upper" })).json()).toMatchObject({
      resultCase: "upper",
    });
    expect((await control("PUT", "callback-url", { url: null })).status).toBe(204);
    expect((await control("PUT", "callback-url", { url: null, owner: "nobody" })).status).toBe(404);
    expect((await control("POST", "callbacks/settle")).status).toBe(204);
    const emitted = await control("POST", "callbacks", { sessionId: await begin() });
    expect(emitted.status).toBe(409);
  });

  it("forgets the oldest beyond its memory but counts exactly", async () => {
    await simulator.close();
    simulator = await startIdentomatSimulator({
      companies: [{ ...company, callbackUrl: receiver.url }],
      keepSessions: 2,
      keepCallbacks: 0,
    });
    for (let turn = 0; turn < 5; turn += 1)
      simulator.control.act(await begin(), { act: turn % 2 === 0 ? "approve" : "reject" });
    await simulator.control.settleCallbacks();
    const ledger = simulator.control.ledger();
    expect(ledger).toMatchObject({
      sessionsCreated: 5,
      sessionsForgotten: 3,
      callbacksForgotten: 5,
      callbacks: [],
    });
    expect(ledger.callbackAnswers).toEqual({ "genuine 200": 5 });
    expect(ledger.sessions.map(({ status }) => status)).toEqual(["rejected", "approved"]);
    simulator.control.reset();
    expect(simulator.control.ledger()).toMatchObject({ sessionsCreated: 0, sessions: [], requests: {} });
  });
});
