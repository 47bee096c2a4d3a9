import { randomUUID } from "node:crypto";
import {
  createKycClient,
  isProblem,
  type KycConnectionError,
  type KycProblemError,
  type KycClientOptions,
  type Session,
} from "@kyc-gateway/client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { startMeddlingProxy, type MeddlingProxy } from "../support/meddling-proxy.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
let proxy: MeddlingProxy;
beforeAll(async () => {
  harness = await startHarness();
  proxy = await startMeddlingProxy(harness.gateway.url);
});
afterEach(() => proxy.meddle({}));
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await harness[Symbol.asyncDispose]();
});

const connect = (options: Partial<KycClientOptions> = {}) =>
  createKycClient({ baseUrl: proxy.url, apiKey: harness.key, ...options });
const start = (applicant: string = randomUUID()) => ({ flow: "standard", applicant: { id: applicant } });

async function countSessions(applicantId: string): Promise<number> {
  const { body } = await harness.shop.get<{ items: Session[] }>(`/v1/sessions?applicantId=${applicantId}`);
  return body.items.length;
}

async function fail(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

async function approve(sessionId: string): Promise<void> {
  harness.identomat.control.act(await harness.findReference(sessionId), { act: "approve" });
  await waitFor(async () => (await harness.shop.readSession(sessionId)).status === "APPROVED");
}

describe("a product with the client", () => {
  it("does the main job: starts, reads, takes the result, erases", async () => {
    const kyc = connect();
    const session = await kyc.sessions.create(start("client-main-job"));
    expect(session).toMatchObject({ status: "SESSION_CREATED", applicantId: "client-main-job" });
    expect(session.launch?.url).toMatch(/^http/);
    await approve(session.id);
    expect(await kyc.sessions.get(session.id)).toMatchObject({ status: "APPROVED" });
    const result = await kyc.sessions.result(session.id, { accessReason: "ticket-1" });
    expect(result).toMatchObject({ sessionId: session.id, status: "APPROVED" });
    expect((await kyc.sessions.timeline(session.id)).entries.length).toBeGreaterThan(1);
    expect(await kyc.applicants.get("client-main-job")).toMatchObject({
      flows: [{ status: "APPROVED", sessionId: session.id }],
    });
    const erasure = await kyc.applicants.erase("client-main-job");
    expect(await kyc.applicants.getErasure(erasure.id)).toMatchObject({ id: erasure.id, kind: "applicant" });
  });

  it("streams a file of the provider's", async () => {
    const scopes = ["sessions:write", "evidence:read"] as const;
    const { key } = await harness.provisioning.createKey({ tenant: "shop", name: "evidence", scopes });
    const kyc = connect({ apiKey: key });
    const { id } = await kyc.sessions.create(start());
    await approve(id);
    const [file] = (await kyc.sessions.evidence(id)).items;
    const { bytes, mediaType } = await kyc.sessions.downloadEvidence(id, file?.id ?? "");
    const content = new Uint8Array(await new Response(bytes).arrayBuffer());
    expect(content.length).toBeGreaterThan(0);
    expect(mediaType).toMatch(/\//);
  });

  it("goes through all pages of a list", async () => {
    const kyc = connect();
    const applicantId = randomUUID();
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) made.push((await kyc.sessions.create(start(applicantId))).id);
    proxy.meddle({});
    const listed: string[] = [];
    for await (const { id } of kyc.sessions.list({ applicantId, limit: 2 })) listed.push(id);
    expect(listed).toEqual(made.toReversed());
    expect(proxy.seen).toHaveLength(3);
  });

  it("asks for no page that nobody wants", async () => {
    const kyc = connect();
    proxy.meddle({});
    const listed = kyc.sessions.list({ limit: 1 });
    await listed.next();
    await listed.return(undefined);
    expect(proxy.seen).toHaveLength(1);
  });

  it("keeps ids with odd letters in one step of the path", async () => {
    const kyc = connect();
    const error = await fail(kyc.applicants.get("a/b?c#d%2e"));
    expect(isProblem(error, "applicant_not_found")).toBe(true);
    expect(proxy.seen.at(-1)?.path).toBe("/v1/applicants/a%2Fb%3Fc%23d%252e");
  });
});

describe("a start whose answer is lost", () => {
  it("is repeated with its key, and makes one session", async () => {
    const applicant = randomUUID();
    proxy.meddle({ loseAnswers: 2 });
    const session = await connect().sessions.create(start(applicant));
    expect(proxy.seen).toHaveLength(3);
    expect(new Set(proxy.seen.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    expect(await countSessions(applicant)).toBe(1);
    expect(session.applicantId).toBe(applicant);
  });

  it.each([1, 40, 200])("is repeated when its answer is cut off behind %i bytes", async (afterBytes) => {
    const applicant = randomUUID();
    proxy.meddle({ cutAnswers: { times: 1, afterBytes } });
    await connect().sessions.create(start(applicant));
    expect(proxy.seen).toHaveLength(2);
    expect(await countSessions(applicant)).toBe(1);
  });

  it("tells its key when it was repeated in vain, and the same key later leads to the same session", async () => {
    const applicant = randomUUID();
    const body = start(applicant);
    proxy.meddle({ loseAnswers: 9 });
    const error = (await fail(
      connect({ retry: { attempts: 2 } }).sessions.create(body),
    )) as KycConnectionError;
    expect(error).toMatchObject({ name: "KycConnectionError", failure: "unreachable", retryable: true });
    const { idempotencyKey = "" } = error;
    proxy.meddle({});
    await connect().sessions.create(body, { idempotencyKey });
    expect(await countSessions(applicant)).toBe(1);
  });

  it("uses a key for each call, and the product's own where it gives one", async () => {
    const kyc = connect();
    proxy.meddle({});
    await kyc.sessions.create(start());
    await kyc.sessions.create(start());
    await kyc.sessions.create(start(), { idempotencyKey: "order-1" });
    const keys = proxy.seen.map(({ headers }) => headers["idempotency-key"]);
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe("order-1");
  });
});

describe("what is done twice when it is repeated", () => {
  it("is not repeated when its answer is lost", async () => {
    proxy.meddle({ loseAnswers: 1 });
    const body = { url: "https://shop.example/kyc-events" };
    const error = await fail(connect().eventEndpoints.create(body));
    expect(error).toMatchObject({ failure: "unreachable" });
    expect(proxy.seen).toHaveLength(1);
  });

  it("is repeated when the gateway refused it unread", async () => {
    const problem = {
      title: "The gateway is shedding load",
      code: "overloaded",
      retryable: true,
      status: 503,
    };
    proxy.meddle({
      answerItself: { times: 1, status: 503, headers: { "retry-after": "0" }, body: JSON.stringify(problem) },
    });
    const error = await fail(connect().eventEndpoints.create({ url: "not a url" }));
    expect(isProblem(error, "invalid_request")).toBe(true);
    expect(proxy.seen).toHaveLength(2);
  });
});

describe("a refusal", () => {
  it("is an error with code, places, and the request's id", async () => {
    const error = (await fail(
      connect().sessions.create({ flow: "NO", applicant: { id: "" } }),
    )) as KycProblemError;
    expect(error).toMatchObject({
      name: "KycProblemError",
      code: "invalid_request",
      status: 400,
      retryable: false,
    });
    expect(error.issues.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(["/applicant/id"]));
    expect(error.requestId).toMatch(/\S{8,}/);
    expect(error.message).toContain(error.requestId);
    expect(proxy.seen).toHaveLength(1);
  });

  it("is not repeated where only a provider can change it, though it may succeed later", async () => {
    const { id } = await connect().sessions.create(start());
    proxy.meddle({});
    const error = await fail(connect().sessions.result(id));
    expect(isProblem(error, "result_not_available")).toBe(true);
    expect(proxy.seen).toHaveLength(1);
  });

  it("is told by its code although nobody knows it, and repeated when it says so", async () => {
    const problem = {
      title: "Something new",
      code: "never_heard_of",
      retryable: true,
      status: 409,
      detail: "Later.",
    };
    const body = JSON.stringify(problem);
    proxy.meddle({ answerItself: { times: 9, status: 409, headers: { "retry-after": "0" }, body } });
    const error = await fail(connect({ retry: { attempts: 3 } }).sessions.get(randomUUID()));
    expect(error).toMatchObject({ code: "never_heard_of", retryable: true, detail: "Later." });
    expect(isProblem(error, "session_not_found")).toBe(false);
    expect(proxy.seen).toHaveLength(3);
  });

  it("is given to who would have to wait longer than is allowed", async () => {
    const body = JSON.stringify({ title: "Too many", code: "rate_limited", retryable: true, status: 429 });
    proxy.meddle({ answerItself: { times: 9, status: 429, headers: { "retry-after": "3600" }, body } });
    const error = await fail(connect().sessions.get(randomUUID()));
    expect(error).toMatchObject({ code: "rate_limited", retryAfterMs: 3_600_000 });
    expect(proxy.seen).toHaveLength(1);
  });
});

describe("somebody else's answer", () => {
  it.each([
    ["a proxy's page", { status: 502, body: "<html>Bad gateway</html>" }, true],
    ["a page of a captive portal", { status: 200, body: "<html>Log in</html>" }, true],
    ["nothing", { status: 200, body: "" }, true],
    ["a page that is not there", { status: 404, body: "<html>Not found</html>" }, false],
    ["JSON of somebody else", { status: 403, body: '{"error":"forbidden"}' }, false],
  ])("is told as such: %s", async (_name, answer, retryable) => {
    proxy.meddle({ answerItself: { times: 1, ...answer } });
    const error = await fail(connect({ retry: { attempts: 1 } }).sessions.get(randomUUID()));
    expect(error).toMatchObject({ failure: "not_the_gateway", status: answer.status, retryable });
    expect(String(error)).not.toContain("html");
  });

  it("is repeated where it passes", async () => {
    const { id } = await connect().sessions.create(start());
    proxy.meddle({ answerItself: { times: 1, status: 503, body: "<html>Maintenance</html>" } });
    expect(await connect().sessions.get(id)).toMatchObject({ id });
    expect(proxy.seen).toHaveLength(2);
  });

  it("takes the key nowhere else: a redirect is not followed", async () => {
    proxy.meddle({
      answerItself: {
        times: 1,
        status: 307,
        headers: { location: `${harness.gateway.url}/healthz` },
        body: "",
      },
    });
    const error = await fail(connect({ retry: { attempts: 1 } }).sessions.get(randomUUID()));
    expect(error).toMatchObject({ name: "KycConnectionError" });
    expect(proxy.seen).toHaveLength(1);
  });
});

describe("a proxy that strips headers", () => {
  it("leaves the request's id and the waiting time to be found elsewhere", async () => {
    proxy.meddle({ dropAnswerHeaders: ["x-request-id", "content-type", "retry-after"] });
    const error = (await fail(connect().sessions.get(randomUUID()))) as KycProblemError;
    expect(error).toMatchObject({ code: "session_not_found" });
    expect(error.requestId).toMatch(/\S{8,}/);
  });

  it.each([
    ["idempotency-key", "idempotency_key_missing"],
    ["authorization", "unauthenticated"],
    ["content-type", "unsupported_media_type"],
  ])("is named where it takes out %s", async (name, code) => {
    proxy.meddle({ dropRequestHeaders: [name] });
    const error = (await fail(connect().sessions.create(start()))) as KycProblemError;
    expect(isProblem(error, code)).toBe(true);
    if (name === "idempotency-key") expect(error.message).toContain("a proxy on the way takes it out");
  });

  it("takes nothing away from an answer that succeeds", async () => {
    proxy.meddle({ dropAnswerHeaders: ["content-type", "x-request-id", "content-length", "location"] });
    expect(await connect().sessions.create(start())).toMatchObject({ status: "SESSION_CREATED" });
  });
});

describe("a call that takes too long", () => {
  it("ends at its time-out, and says so", async () => {
    // Nothing happens there, so that nothing ends the wait.
    const { key } = await harness.provisioning.createKey({
      tenant: "bank",
      name: "reader",
      scopes: ["events:read"],
    });
    const quiet = connect({ apiKey: key, timeoutMs: 300, retry: { attempts: 1 } });
    expect(await fail(quiet.events.list({ wait: 30 }))).toMatchObject({
      failure: "timed_out",
      retryable: true,
    });
  });

  it("ends with the reason of the caller's own signal", async () => {
    const leaving = new AbortController();
    const reason = new Error("The visitor has left.");
    proxy.meddle({ loseAnswers: 99 });
    const call = fail(connect().sessions.get(randomUUID(), { signal: leaving.signal }));
    await waitFor(() => proxy.seen.length > 0);
    leaving.abort(reason);
    expect(await call).toBe(reason);
  });
});
