import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Fault } from "@kyc-gateway/simulators";
import { readProblem } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { listDeliveries, listEvents } from "../support/storage.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({
    withOndato: true,
    env: { KYC_REQUEST_DEADLINE_MS: "2000", KYC_PROVIDER_ATTEMPT_MS: "800" },
  });
});
afterAll(() => harness[Symbol.asyncDispose]());
afterEach(() => harness.identomat.control.clearFaults());

describe("a provider's answer to a start", () => {
  const faults: [string, Fault, string][] = [
    ["hangs", { kind: "hang" }, "provider_outcome_unknown"],
    ["is reset before a word", { kind: "reset", at: "before_headers" }, "provider_outcome_unknown"],
    ["is reset in the middle", { kind: "reset", at: "mid_body" }, "provider_outcome_unknown"],
    ["is HTML", { kind: "garbage", shape: "html" }, "provider_outcome_unknown"],
    ["is half of JSON", { kind: "garbage", shape: "truncated_json" }, "provider_outcome_unknown"],
    ["is 10 MB", { kind: "garbage", shape: "huge_body" }, "provider_outcome_unknown"],
    ["is 429", { kind: "rate_limited", retryAfter: { seconds: 7 } }, "provider_unavailable"],
  ];

  it.each(faults)(
    "%s: the product gets a problem, and the same key works afterwards",
    async (_name, fault, code) => {
      const { control } = harness.identomat;
      const key = crypto.randomUUID();
      control.addFault({ fault, operation: "begin" });
      const answer = await harness.shop.createSession({}, key);
      expect(readProblem(answer)).toMatchObject({ status: 503, code, retryable: true });
      control.clearFaults();
      const again = await waitFor(
        async () => {
          const found = await harness.shop.createSession({}, key);
          return found.status === 201 ? found : undefined;
        },
        { timeoutMs: 10_000 },
      );
      expect(again.body.status).toBe("SESSION_CREATED");
    },
  );
});

describe("a connection that cannot have created anything", () => {
  it("falls over to the next connection when nothing can have been created", async () => {
    harness.identomat.control.addFault({ fault: { kind: "rate_limited" }, operation: "begin" });
    const { status, body } = await harness.shop.createSession({ flow: "both" });
    expect(status).toBe(201);
    const { decisionTrace } = await harness.shop.readTimeline(body.id);
    expect(decisionTrace.at(-1)).toMatchObject({ connection: "shop-ondato", step: "chosen" });
  });
});

describe("an answer that nobody understands", () => {
  it("leaves the session as it was, parks the delivery and shows it", async () => {
    const { body } = await harness.shop.createSession();
    const reference = await harness.findReference(body.id);
    harness.identomat.control.addFault({
      fault: { kind: "garbage", shape: "unknown_status" },
      operation: "result",
      sessionId: reference,
    });
    harness.identomat.control.act(reference, { act: "approve" });
    await waitFor(async () =>
      (await listDeliveries(harness.database)).some(
        ({ state, session_id }) => state === "parked" && session_id === body.id,
      ),
    );
    const parked = (await listDeliveries(harness.database)).find(({ session_id }) => session_id === body.id);
    expect(parked).toMatchObject({ park_code: "response_unrecognised" });
    expect(await harness.shop.readSession(body.id)).toMatchObject({ status: "SESSION_CREATED", seq: 1 });
    const refresh = await harness.shop.request("POST", `/v1/sessions/${body.id}/refresh`);
    expect(readProblem(refresh)).toMatchObject({ status: 502, code: "provider_unrecognised" });
    await waitFor(async () =>
      /^kyc_inbox_deliveries\{state="parked"\} 1$/m.test((await harness.shop.get("/metrics")).text),
    );
    harness.identomat.control.clearFaults();
    expect(await harness.shop.request("POST", `/v1/sessions/${body.id}/refresh`)).toMatchObject({
      status: 200,
      body: { status: "APPROVED" },
    });
  });

  it("parks a callback with a right key whose content is not understood", async () => {
    const answer = await harness.shop.request("POST", "/webhooks/identomat/shop-identomat", {
      body: { callbackApiKey: "shop-callback-key", type: "a-new-kind", note: "no session in it" },
    });
    expect(answer.status).toBe(200);
    expect(await listDeliveries(harness.database)).toContainEqual(
      expect.objectContaining({ state: "parked", park_code: "unrecognised" }),
    );
  });
});

describe("nothing but a provider's authenticated answer approves anybody", () => {
  it.each(["wrong_key", "wrong_signature", "tampered_body"] as const)(
    "no forged callback (%s)",
    async (forgery) => {
      const { body } = await harness.shop.createSession();
      const reference = await harness.findReference(body.id);
      const { control } = harness.identomat;
      const readsBefore = control.ledger().requests["result"] ?? 0;
      control.emit({ sessionId: reference, forgery });
      await control.settleCallbacks();
      // A body changed on its way carries the right key: it may make the gateway look, and that is all.
      if (forgery === "tampered_body")
        await waitFor(() => (control.ledger().requests["result"] ?? 0) > readsBefore);
      const session = await harness.shop.request<{ status: string }>(
        "POST",
        `/v1/sessions/${body.id}/refresh`,
      );
      expect(session.body.status).toBe("SESSION_CREATED");
      expect((await listEvents(harness.database, body.id)).map(({ type }) => type)).toEqual([
        "session.created",
      ]);
    },
  );

  it.each([
    ["no body", ""],
    ["no JSON", "sessionId=1"],
    ["a list", "[]"],
    ["no key", '{"sessionId":"x"}'],
    ["a key that is no text", '{"callbackApiKey":{"a":1},"sessionId":"x"}'],
    ["a prototype's key", '{"__proto__":{"callbackApiKey":"shop-callback-key"},"sessionId":"x"}'],
    ["invalid UTF-8", Buffer.from([0x7b, 0xff, 0x7d])],
  ])("no callback with %s", async (_name, body) => {
    const answer = await harness.shop.request("POST", "/webhooks/identomat/shop-identomat", { body });
    expect(readProblem(answer)).toMatchObject({ status: 401, code: "webhook_unauthentic" });
  });

  it("no unsigned, forged or outdated webhook of a provider that signs", async () => {
    const { control } = harness.ondato ?? {};
    const { body } = await harness.shop.createSession({ flow: "ondato" });
    const reference = await harness.findReference(body.id);
    for (const forgery of ["wrong_signature", "tampered_body"] as const)
      control?.emit({ sessionId: reference, forgery });
    await control?.settleCallbacks();
    const unsigned = await harness.shop.request("POST", "/webhooks/ondato/shop-ondato", {
      body: { id: "1" },
    });
    expect(readProblem(unsigned)).toMatchObject({ status: 401, code: "webhook_unauthentic" });
    const old = await harness.shop.request("POST", "/webhooks/ondato/shop-ondato", {
      body: { id: "1" },
      headers: { "ondato-signature": `t=1500000000, s=${"0".repeat(64)}` },
    });
    expect(readProblem(old).code).toBe("webhook_unauthentic");
    expect(
      (await listDeliveries(harness.database)).filter(({ connection }) => connection === "shop-ondato"),
    ).toEqual([]);
    expect((await harness.shop.readSession(body.id)).status).toBe("SESSION_CREATED");
  });

  it("answers a webhook too large, unknown or of a strange type with a problem", async () => {
    const large = await harness.shop.request("POST", "/webhooks/identomat/shop-identomat", {
      body: Buffer.alloc(1_100_000, "x"),
    });
    expect(readProblem(large)).toMatchObject({ status: 413, code: "payload_too_large" });
    for (const path of ["identomat/nobody", "ondato/shop-identomat", "x/%00"])
      expect(
        readProblem(await harness.shop.request("POST", `/webhooks/${path}`, { body: {} })),
      ).toMatchObject({
        status: 404,
        code: "connection_not_found",
      });
    const typeless = await harness.shop.request("POST", "/webhooks/identomat/shop-identomat", {
      body: "x",
      headers: { "content-type": "application/octet-stream" },
    });
    expect(readProblem(typeless).code).toBe("webhook_unauthentic");
  });

  it("drops a webhook whose id was seen, however often it is replayed", async () => {
    const { control } = harness.ondato ?? {};
    const { body } = await harness.shop.createSession({ flow: "ondato" });
    const reference = await harness.findReference(body.id);
    control?.act(reference, { act: "approve" });
    await waitFor(async () => (await harness.shop.readSession(body.id)).status === "APPROVED", {
      timeoutMs: 10_000,
    });
    await control?.settleCallbacks();
    const before = (await listDeliveries(harness.database)).length;
    const replayed = control?.ledger().callbacks.findLast(({ answer }) => answer === 200);
    for (let round = 0; round < 3; round += 1) control?.replay(replayed?.id ?? "");
    await control?.settleCallbacks();
    expect(await listDeliveries(harness.database)).toHaveLength(before);
  });
});
