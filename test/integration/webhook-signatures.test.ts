import { createHmac } from "node:crypto";
import { addOperator } from "@kyc-gateway/gateway";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApiClient, readProblem, type ApiClient } from "../support/api-client.ts";
import { ondatoWebhookSecret, startHarness, type Harness } from "../support/gateway-harness.ts";
import { readSeries } from "../support/read-series.ts";
import { signWebhook } from "../support/sign-webhook.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
let operator: ApiClient;
beforeAll(async () => {
  // The test plays the proxy, and so every sender.
  harness = await startHarness({ withOndato: true, env: { KYC_TRUST_PROXY: "127.0.0.1" } });
  // What is seen of a session is the work of the webhooks that the tests send.
  harness.ondato?.control.setCallbackUrl(null);
  const { database } = harness.gateway.services;
  const key = await addOperator(
    database,
    { operator: "test", requestId: null },
    { name: "nino", role: "administrator" },
  );
  operator = createApiClient(harness.gateway.url, key);
  await waitFor(async () => (await operator.get("/admin/v1/tenants")).status === 200);
});
afterAll(async () => {
  await operator.close();
  await harness[Symbol.asyncDispose]();
});

let address = 0;
const nextAddress = () => `198.51.100.${(address += 1)}`;

interface Sent {
  readonly body: string;
  readonly headers: Record<string, string>;
  readonly from?: string;
  readonly path?: string;
}

const post = ({ body, headers, from = nextAddress(), path = "/webhooks/ondato/shop-ondato" }: Sent) =>
  harness.shop.request<{ status: string }>("POST", path, {
    headers: { "x-forwarded-for": from, ...headers },
    body,
  });

const describeEvent = (payload: object = { id: crypto.randomUUID() }, id: string = crypto.randomUUID()) =>
  JSON.stringify({ id, type: "IdentityVerification.StatusChanged", payload });

const refusals = (reason: string, connection = "shop-ondato") =>
  readSeries(harness.shop, "kyc_rejected_webhooks_total", { connection, reason });
const verdicts = (verdict: string) =>
  readSeries(harness.shop, "kyc_webhook_deliveries_total", { connection: "shop-ondato", verdict });

const now = () => Math.floor(Date.now() / 1000);
const sign = (time: number | string, body: string, secret = ondatoWebhookSecret) =>
  createHmac("sha256", secret).update(`${time}.`).update(body).digest("hex");

describe("a webhook whose signature does not hold is refused under a reason of its own:", () => {
  const body = describeEvent();
  const headers: [reason: string, name: string, header: () => string | undefined][] = [
    ["malformed", "no signature", () => undefined],
    ["malformed", "a time in milliseconds", () => `t=${now()}000, s=${sign(`${now()}000`, body)}`],
    ["malformed", "a letter that is not ASCII", () => `t=${now()}, s=${"é".repeat(64)}`],
    ["malformed", "a signature that is too short", () => `t=${now()}, s=${sign(now(), body).slice(2)}`],
    ["malformed", "two signatures", () => `t=${now()}, s=${sign(now(), body)}, s=${"0".repeat(64)}`],
    ["malformed", "no time", () => `s=${sign(now(), body)}`],
    ["wrong", "another secret", () => `t=${now()}, s=${sign(now(), body, "another-secret-of-theirs")}`],
    ["wrong", "another body", () => `t=${now()}, s=${sign(now(), `${body} `)}`],
    ["wrong", "an old time and another secret", () => `t=1, s=${sign(1, body, "another-secret-of-theirs")}`],
  ];

  it.each(headers)("%s: %s", async (reason, _name, header) => {
    const before = await refusals(reason);
    const value = header();
    const sent = { body, headers: value === undefined ? {} : { "ondato-signature": value } };
    expect(readProblem(await post(sent))).toMatchObject({ status: 401, code: "webhook_unauthentic" });
    expect(await refusals(reason)).toBe(before + 1);
  });

  it("malformed and wrong: a key in the body", async () => {
    const path = "/webhooks/identomat/shop-identomat";
    const keys: [string, string][] = [
      ["malformed", "no JSON"],
      ["malformed", JSON.stringify({ type: "x" })],
      ["malformed", JSON.stringify({ callbackApiKey: 7 })],
      ["wrong", JSON.stringify({ callbackApiKey: "a-guess-at-the-key" })],
    ];
    for (const [reason, text] of keys) {
      const before = await refusals(reason, "shop-identomat");
      expect((await post({ path, body: text, headers: {} })).status).toBe(401);
      expect(await refusals(reason, "shop-identomat")).toBe(before + 1);
    }
  });
});

describe("a signature is read", () => {
  it.each([
    ["in upper case", (text: string) => text.replace(/s=.*/, (part) => `s=${part.slice(2).toUpperCase()}`)],
    ["with blanks", (text: string) => ` ${text.replaceAll("=", " = ").replace(",", " , ")} `],
    ["with its members turned round", (text: string) => text.split(", ").toReversed().join(",")],
  ])("%s", async (_name, spell) => {
    const body = describeEvent();
    const header = spell(signWebhook(body)["ondato-signature"] ?? "");
    expect((await post({ body, headers: { "ondato-signature": header } })).status).toBe(200);
  });
});

describe("a webhook that is signed rightly at another time", () => {
  let session = { id: "" };
  let reference = "";
  beforeEach(async () => {
    const { body } = await harness.shop.createSession({ flow: "ondato" });
    session = body;
    reference = await harness.findReference(body.id);
  });

  it.each([
    ["26 hours ago", -26 * 3600],
    ["a week ago", -7 * 86_400],
    ["by a clock six minutes ahead", 360],
    ["by a clock a day ahead", 86_400],
  ])("is a hint like any other, and counted: %s", async (_name, offsetSeconds) => {
    const before = await verdicts("stale");
    harness.ondato?.control.act(reference, { act: "start" });
    const body = describeEvent({ id: reference });
    const answer = await post({ body, headers: signWebhook(body, { offsetSeconds }) });
    expect(answer).toMatchObject({ status: 200, body: { status: "accepted" } });
    expect(await verdicts("stale")).toBe(before + 1);
    await waitFor(async () => (await harness.shop.readSession(session.id)).status === "IN_PROGRESS");
  });

  it("and comes again changes nothing", async () => {
    const body = describeEvent({ id: reference });
    const headers = signWebhook(body, { offsetSeconds: -26 * 3600 });
    expect((await post({ body, headers })).body).toEqual({ status: "accepted" });
    expect((await post({ body, headers })).body).toEqual({ status: "duplicate" });
  });

  it("does not lock its sender out, however often it comes, and proves nothing for it either", async () => {
    const from = nextAddress();
    const offsetSeconds = -26 * 3600;
    for (let count = 0; count < 61; count += 1) {
      const body = describeEvent();
      const { status } = await post({ body, headers: signWebhook(body, { offsetSeconds }), from });
      expect(status).toBe(200);
    }
    const body = describeEvent();
    expect((await post({ body, headers: signWebhook(body), from })).status).toBe(200);
    const other = nextAddress();
    expect((await post({ body, headers: signWebhook(body, { offsetSeconds }), from: other })).status).toBe(
      200,
    );
    const statuses = new Set<number>();
    for (let count = 0; count < 62; count += 1)
      statuses.add(
        (await post({ body, headers: { "ondato-signature": `t=${now()}, s=${sign(1, body)}` }, from: other }))
          .status,
      );
    expect([...statuses]).toEqual([401, 429]);
  });
});

describe("an event id that is known", () => {
  it("does not silence a delivery when the first one was not understood", async () => {
    const { body: session } = await harness.shop.createSession({ flow: "ondato" });
    const reference = await harness.findReference(session.id);
    harness.ondato?.control.act(reference, { act: "start" });
    const id = crypto.randomUUID();
    const send = async (payload: object) => {
      const body = describeEvent(payload, id);
      return (await post({ body, headers: signWebhook(body) })).body.status;
    };
    expect(await send({})).toBe("accepted");
    // The very same again is the same.
    expect(await send({})).toBe("duplicate");
    expect(await send({ status: "Pending" })).toBe("accepted");
    expect(await send({ id: reference })).toBe("accepted");
    await waitFor(async () => (await harness.shop.readSession(session.id)).status === "IN_PROGRESS");
    // From here on it is understood: whatever comes under it is a repetition.
    expect(await send({ id: reference, status: "InProgress" })).toBe("duplicate");
    expect(await send({})).toBe("duplicate");
    expect(await send({ statusReason: "Other" })).toBe("duplicate");
  });

  it("is never that of a delivery that was parked because nobody understood it", async () => {
    const { rows } = await harness.database.pool.query<{ count: number }>(
      "select count(*)::int as count from delivery_keys k join deliveries d on d.id = k.delivery_id where d.state = 'parked' and d.park_code = 'unrecognised'",
    );
    expect(rows).toEqual([{ count: 0 }]);
  });
});
