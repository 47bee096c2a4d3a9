import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCallbackReceiver } from "../callbacks/receiver.ts";
import type { CallbackReceiver } from "../callbacks/receiver.ts";
import { startIdentomatSimulator } from "./simulator.ts";
import type { IdentomatSimulator } from "./simulator.ts";

const companyKey = "simulated-company-key";
let receiver: CallbackReceiver;
let simulator: IdentomatSimulator;

beforeEach(async () => {
  receiver = await startCallbackReceiver();
  simulator = await startIdentomatSimulator({
    companies: [
      { name: "open", companyKey, callbackApiKey: "callback-key", callbackUrl: receiver.url },
      { name: "signed", companyKey: "signing-company", callbackApiKey: "other-key", secretKey: "s3cret" },
    ],
  });
});

afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

async function post(
  path: string,
  body: object | string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(simulator.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

async function postJson(path: string, body: object): Promise<unknown> {
  return (await post(path, body)).json();
}

async function begin(more: object = {}): Promise<string> {
  return (await postJson("/external-api/begin/", { company_key: companyKey, ...more })) as string;
}

async function readResult(token: string): Promise<Record<string, unknown>> {
  const body = { company_key: companyKey, session_token: token };
  return (await postJson("/external-api/result/", body)) as Record<string, unknown>;
}

function chain(key: string | Buffer, part: string | Uint8Array): Buffer {
  return createHmac("sha256", key).update(part).digest();
}

async function readStart(response: Response): Promise<[string | null, string]> {
  const bytes = Buffer.from(await response.arrayBuffer());
  return [response.headers.get("content-type"), bytes.subarray(0, 2).toString("hex")];
}

describe("sessions", () => {
  it("answers a bare JSON string of forty characters to begin", async () => {
    expect(await begin()).toMatch(/^[a-z0-9]{40}$/);
  });

  it.each([
    [
      "a JSON text under curl's default content type",
      "application/x-www-form-urlencoded",
      '{"company_key":"K"}',
    ],
    [
      "a URL-encoded form",
      "application/x-www-form-urlencoded",
      "company_key=K&flags=%7B%22language%22%3A%22ka%22%7D",
    ],
  ])("accepts parameters as %s", async (_name, type, template) => {
    const body = template.replace("K", companyKey);
    const response = await post("/external-api/begin/", body, { "content-type": type });
    expect(await response.json()).toHaveLength(40);
  });

  it("accepts parameters as multipart and as a query string", async () => {
    const form = new FormData();
    form.set("company_key", companyKey);
    form.set("flags", '{"language":"es"}');
    const multipart = await fetch(`${simulator.url}/external-api/begin/`, { method: "POST", body: form });
    const query = await fetch(`${simulator.url}/external-api/begin/?company_key=${companyKey}`);
    expect([await multipart.json(), await query.json()]).toEqual([expect.any(String), expect.any(String)]);
  });

  it("reports the session's state and what the applicant showed", async () => {
    const token = await begin({ clientUserId: "user-1" });
    expect(await readResult(token)).toMatchObject({ result: "in_progress", document_type: "", person: {} });
    simulator.control.act(token, { act: "approve" });
    expect(await readResult(token)).toMatchObject({ result: "approved", person: { citizenship: "GEO" } });
    expect(simulator.control.session(token)).toMatchObject({ externalId: "user-1", status: "approved" });
  });

  it("answers an argument error with status 200", async () => {
    const wrongKey = await post("/external-api/begin/", { company_key: "nobody" });
    expect([wrongKey.status, await wrongKey.json()]).toEqual([200, { argumentError: "invalid-company-key" }]);
    expect(await postJson("/external-api/begin/", {})).toEqual({ argumentError: "wrong-parameters" });
    expect(await readResult("nowhere")).toEqual({ argumentError: "session-not-found" });
    expect(await begin({ flags: { return_url: "javascript:alert(1)" } })).toEqual({
      argumentError: "wrong-parameters",
    });
  });

  it("forgets a deleted session", async () => {
    const token = await begin();
    const body = { company_key: companyKey, session_token: token };
    expect(await postJson("/external-api/delete/", body)).toBe(true);
    expect(await postJson("/external-api/delete/", body)).toEqual({ argumentError: "session-not-found" });
  });

  it("keeps a lapsed session in progress and takes nothing more from its applicant", async () => {
    const token = await begin();
    simulator.control.advanceClock(15 * 60_000);
    expect(await readResult(token)).toMatchObject({ result: "in_progress" });
    expect(simulator.control.session(token)?.hasLapsed).toBe(true);
    expect(() => simulator.control.act(token, { act: "approve" })).toThrow("lapsed");
  });

  it("spells the result in upper case and drops optional members on request", async () => {
    simulator.control.changeSettings({ resultCase: "upper", resultShape: "sparse" });
    const result = await readResult(await begin());
    expect(result["result"]).toBe("IN_PROGRESS");
    expect(result).not.toHaveProperty("questionnaires");
  });

  it("lets an operator decide after a manual check and override a decision, but not before", async () => {
    const token = await begin();
    expect(() => simulator.control.act(token, { act: "operator_approve" })).toThrow("operator decides after");
    simulator.control.act(token, { act: "manual_check" });
    simulator.control.act(token, { act: "operator_approve", comment: "seen" });
    expect(await readResult(token)).toMatchObject({ result: "approved", result_comment: "seen" });
    simulator.control.act(token, { act: "operator_reject", reason: "document_expired" });
    expect(await readResult(token)).toMatchObject({ result: "rejected", errors: ["DOCUMENT_EXPIRED"] });
  });
});

describe("access", () => {
  const body = JSON.stringify({ company_key: "signing-company" });
  const code = createHmac("sha256", "s3cret").update(body).digest("base64");

  it("admits a request with the right HMAC and no other", async () => {
    const signed = await post("/external-api/begin/", body, { authorization: code });
    const unsigned = await post("/external-api/begin/", body);
    const wrong = await post("/external-api/begin/", `${body} `, { authorization: code });
    expect(await signed.json()).toHaveLength(40);
    expect(await unsigned.json()).toEqual({ argumentError: "invalid-access" });
    expect(await wrong.json()).toEqual({ argumentError: "invalid-access" });
  });

  it("chains the HMAC over the parts of a multipart body, texts before files", async () => {
    const face = new Uint8Array([1, 2, 3]);
    const form = new FormData();
    form.set("face1", new Blob([face]), "face1.jpg");
    form.set("companyKey", "signing-company");
    form.set("face2", new Blob([face]), "face2.jpg");
    const authorization = chain(chain(chain("s3cret", "signing-company"), face), face).toString("base64");
    const options = { method: "POST", body: form, headers: { authorization } };
    const response = await fetch(`${simulator.url}/compare-faces`, options);
    expect(await response.json()).toMatchObject({ result: { similarity: 1 } });
  });

  it("hides one company's session from another", async () => {
    const token = await begin();
    const query = JSON.stringify({ company_key: "signing-company", session_token: token });
    const authorization = createHmac("sha256", "s3cret").update(query).digest("base64");
    const response = await post("/external-api/result/", query, { authorization });
    expect(await response.json()).toEqual({ argumentError: "session-not-found" });
  });
});

describe("media and the other host", () => {
  it("serves images, a video and a PDF once documents were captured", async () => {
    const token = await begin({ steps: [{ type: "identity-document" }, { type: "general-document" }] });
    const ask = { company_key: companyKey, session_token: token };
    expect(await postJson("/external-api/result/face/", ask)).toEqual({ argumentError: "not-found" });
    simulator.control.act(token, { act: "approve" });
    const face = await post("/external-api/result/face/", ask);
    const video = await post("/external-api/result/face-video/", ask);
    const statement = await post("/external-api/result/general-document/", {
      ...ask,
      typeId: "bank-statement",
    });
    const starts = await Promise.all([face, video, statement].map(readStart));
    expect(starts).toEqual([
      ["image/jpeg", "ffd8"],
      ["video/mp4", "0000"],
      ["application/pdf", "2550"],
    ]);
  });

  it("answers activities, the summary and a configuration in an envelope", async () => {
    const token = await begin();
    simulator.control.act(token, { act: "open" });
    const ask = { companyKey, sessionId: token };
    expect(await postJson("/list-session-activities", ask)).toMatchObject({
      result: [{ type: "PAGE_LOADED" }],
    });
    expect(await postJson("/get-session-statistical-summary", ask)).toMatchObject({ result: [{}] });
    const config = await postJson("/get-session-config", { companyKey, sessionConfigId: "c1" });
    expect(config).toMatchObject({ result: { id: "c1", general: { sessionLifetime: 15 } } });
  });
});

describe("callbacks", () => {
  it("posts flat JSON with the key inside, once for each change and in order", async () => {
    const token = await begin();
    simulator.control.act(token, { act: "open" });
    simulator.control.act(token, { act: "start" });
    simulator.control.act(token, { act: "manual_check" });
    simulator.control.act(token, { act: "operator_approve" });
    await simulator.control.settleCallbacks();
    expect(receiver.received.map((callback) => callback.json["result"])).toEqual([
      "in_progress",
      "manual_check",
      "approved",
    ]);
    expect(receiver.received[0]?.json).toMatchObject({ callbackApiKey: "callback-key", sessionId: token });
  });

  it("emits one-time codes and forged callbacks on request", async () => {
    const token = await begin();
    simulator.control.emit({ sessionId: token, type: "one-time-password-request" });
    simulator.control.emit({ sessionId: token, forgery: "wrong_key" });
    await simulator.control.settleCallbacks();
    const keys = receiver.received.map((callback) => callback.json["callbackApiKey"]);
    expect(new Set(keys)).toEqual(new Set(["callback-key", "callback-ke~"]));
  });
});
