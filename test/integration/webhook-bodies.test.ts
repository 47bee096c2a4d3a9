import { addOperator } from "@kyc-gateway/gateway";
import type { InboxDelivery } from "@kyc-gateway/http-api";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApiClient, type ApiClient } from "../support/api-client.ts";
import { companies } from "../support/gateway-harness.ts";
import { kvaryCompany, startKvaryStage, type KvaryStage } from "../support/kvary-stage.ts";
import { converse } from "../support/raw-connection.ts";
import { signWebhook } from "../support/sign-webhook.ts";
import { waitFor } from "../support/wait-for.ts";

let stage: KvaryStage;
let operator: ApiClient;
beforeAll(async () => {
  stage = await startKvaryStage({ withOndato: true, env: { KYC_REJECTED_WEBHOOKS_PER_MINUTE: "0" } });
  const { gateway, ondato, identomat } = stage.harness;
  // What is seen of a session is the work of the webhooks that the tests send.
  ondato?.control.setCallbackUrl(null);
  for (const name of ["shop", "kvary"]) identomat.control.setCallbackUrl(null, name);
  const { database } = gateway.services;
  const key = await addOperator(
    database,
    { operator: "test", requestId: null },
    { name: "nino", role: "administrator" },
  );
  operator = createApiClient(gateway.url, key);
  await waitFor(async () => (await operator.get("/admin/v1/tenants")).status === 200);
});
afterAll(async () => {
  await operator.close();
  await stage[Symbol.asyncDispose]();
});

type Body = string | Uint8Array;

interface Route {
  readonly name: string;
  readonly path: string;
  readonly connection: string;
  /** What proves a body; none where the body proves itself. */
  readonly prove: (body: Body) => Record<string, string>;
}

const ondato: Route = {
  name: "Ondato",
  path: "/webhooks/ondato/shop-ondato",
  connection: "shop-ondato",
  prove: (body) => signWebhook(body),
};
const identomat: Route = {
  name: "Identomat",
  path: "/webhooks/identomat/shop-identomat",
  connection: "shop-identomat",
  prove: () => ({}),
};
const kvary: Route = {
  name: "the Kvary account",
  path: "/api/webhooks/identomat",
  connection: "kvary-identomat",
  prove: () => ({}),
};

const keyOf = ({ connection }: Route): string =>
  connection === "shop-identomat" ? companies.shop.callbackApiKey : kvaryCompany.callbackApiKey;

interface Sent {
  readonly body: Body;
  readonly headers?: Record<string, string>;
  /** Sends chunk by chunk of so many bytes. Absent: in one piece, with its length. */
  readonly chunkBytes?: number;
}

async function send({ path }: Route, { body, headers = {}, chunkBytes }: Sent) {
  const bytes = Buffer.from(body);
  const framing = chunkBytes === undefined ? `Content-Length: ${bytes.length}` : "Transfer-Encoding: chunked";
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`POST ${path} HTTP/1.1`, "Host: x", "Connection: close", ...lines, framing, "", ""];
  const pieces = chunkBytes === undefined ? [bytes] : cut(bytes, chunkBytes);
  const { answer } = await converse(stage.harness.gateway.url, [head.join("\r\n"), ...pieces]);
  return { status: Number(answer.slice(9, 12)), answer };
}

function* cut(bytes: Buffer, size: number): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) {
    const piece = bytes.subarray(start, start + size);
    yield Buffer.concat([
      Buffer.from(`${piece.length.toString(16)}\r\n`, "latin1"),
      piece,
      Buffer.from("\r\n"),
    ]);
  }
  yield Buffer.from("0\r\n\r\n");
}

async function listDeliveries(connection: string): Promise<readonly InboxDelivery[]> {
  const path = `/admin/v1/deliveries?connection=${connection}`;
  return (await operator.get<{ items: InboxDelivery[] }>(path)).body.items;
}

const forget = () => stage.harness.database.pool.query("delete from deliveries");

describe("an authentic webhook that says nothing is answered 200, parked, and seen by operators:", () => {
  beforeEach(forget);

  const empty: [name: string, body: Body][] = [
    ["null", "null"],
    ["an empty list", "[]"],
    ["an empty text", '""'],
    ["a text", '"x"'],
    ["an empty object", "{}"],
    ["no byte at all", ""],
    ["one space", " "],
    ["a number", "0"],
    ["false", "false"],
    ["a list of null", "[null]"],
    ["half an object", '{"id":'],
    ["line breaks", "\r\n\r\n"],
    ["a byte order mark", Buffer.from("efbbbf", "hex")],
    ["bytes that are no UTF-8", Buffer.from("fffe00", "hex")],
    ["an object of null", '{"id":null,"type":null,"payload":null}'],
    ["a payload that is a list", '{"payload":[]}'],
  ];

  it.each(empty)("%s, signed", async (_name, body) => {
    expect(await send(ondato, { body, headers: ondato.prove(body) })).toMatchObject({ status: 200 });
    const [delivery, ...others] = await listDeliveries("shop-ondato");
    expect(others).toEqual([]);
    expect(delivery).toMatchObject({ state: "parked", verdict: "unrecognised", sessionId: null });
    expect((await operator.get(`/admin/v1/deliveries/${delivery?.id}`)).status).toBe(200);
    const replayed = await operator.request("POST", `/admin/v1/deliveries/${delivery?.id}/replay`, {
      body: { dryRun: true },
    });
    expect(replayed.status).toBe(200);
  });

  it.each(empty)("but 401 without a signature: %s", async (_name, body) => {
    expect(await send(ondato, { body })).toMatchObject({ status: 401 });
    expect(await listDeliveries("shop-ondato")).toEqual([]);
  });

  // Whoever cannot carry the key is not proven to be the provider.
  describe.each([identomat, kvary])("at $name, whose key is in the body,", (route) => {
    it.each(empty)("%s is 401", async (_name, body) => {
      expect(await send(route, { body })).toMatchObject({ status: 401 });
      expect(await listDeliveries(route.connection)).toEqual([]);
    });

    it.each([
      ["the key alone", {}],
      ["members that are null", { type: null, sessionId: null }],
      ["members that are lists", { type: [], sessionId: [] }],
      ["an empty session", { type: "update", sessionId: "" }],
      ["a session that is a number", { sessionId: 0 }],
    ])("%s is taken and parked", async (_name, members) => {
      const body = JSON.stringify({ callbackApiKey: keyOf(route), ...members });
      expect(await send(route, { body })).toMatchObject({ status: 200 });
      const [delivery] = await listDeliveries(route.connection);
      expect(delivery).toMatchObject({ state: "parked", verdict: "unrecognised", sessionId: null });
      expect((await operator.get(`/admin/v1/deliveries/${delivery?.id}`)).status).toBe(200);
    });
  });
});

/** What a parser may stumble over, as it stands in a JSON object. */
const oddMembers: [name: string, text: string][] = [
  ["a Georgian name", '"name":"ნიმუში სატესტო"'],
  ["escapes in both cases", '"a":"\\u001B","b":"\\u001b"'],
  ["a float that is whole", '"a":1.0,"b":-0.0,"c":1e400'],
  ["half a character, escaped", '"a":"\\ud800","b":"\\udc00\\ud800"'],
  ["a zero byte, escaped", '"a":"\\u0000"'],
  ["letters of four bytes", '"a":"𐎀👩‍👩‍👧"'],
  ["an integer beyond all doubles", '"a":123456789012345678901234567890'],
  ["the same member twice", '"a":1,"a":2'],
  ["a member named like a prototype", '"__proto__":{"x":1},"constructor":null'],
];

/** Starts a verification, lets the applicant begin it, and gives its id at the provider. */
async function begin(route: Route): Promise<{ id: string; reference: string }> {
  const { harness } = stage;
  const id =
    route === kvary
      ? (await stage.press(crypto.randomUUID())).body.verificationId
      : (await harness.shop.createSession({ flow: route === ondato ? "ondato" : "standard" })).body.id;
  const reference = await harness.findReference(id);
  if (route === ondato) harness.ondato?.control.act(reference, { act: "start" });
  else harness.identomat.control.act(reference, { act: "start" });
  return { id, reference };
}

function describeDelivery(route: Route, reference: string, members: string): string {
  if (route !== ondato)
    return `{"callbackApiKey":"${keyOf(route)}",${members},"type":"update","sessionId":"${reference}"}`;
  return `{"id":"${crypto.randomUUID()}",${members},"type":"IdentityVerification.StatusChanged","payload":{${members},"id":"${reference}"}}`;
}

const countReads = (route: Route): number => {
  const { ondato: provider, identomat: other } = stage.harness;
  const ledger = (route === ondato ? provider : other)?.control.ledger();
  return ledger?.requests[route === ondato ? "read" : "result"] ?? 0;
};

async function readState(id: string): Promise<string | undefined> {
  const text = "select status from sessions where id = $1";
  return (await stage.harness.database.pool.query<{ status: string }>(text, [id])).rows[0]?.status;
}

describe.each([ondato, identomat, kvary])(
  "a webhook of $name with odd letters, torn into bytes,",
  (route) => {
    it.each(oddMembers)("is proven over its bytes, and fetched once: %s", async (_name, members) => {
      const { id, reference } = await begin(route);
      await forget();
      const before = countReads(route);
      const body = describeDelivery(route, reference, members);
      expect(await send(route, { body, headers: route.prove(body), chunkBytes: 1 })).toMatchObject({
        status: 200,
      });
      await waitFor(async () => (await readState(id)) === "IN_PROGRESS");
      const [delivery] = await waitFor(async () => {
        const items = await listDeliveries(route.connection);
        return items.every(({ state }) => state === "applied") ? items : undefined;
      });
      expect(countReads(route)).toBe(before + 1);
      expect(delivery).toMatchObject({ sessionId: id });
      const detail = await operator.get<{ body: object }>(`/admin/v1/deliveries/${delivery?.id}`);
      expect(detail.body.body).toBeTypeOf("object");
      expect(detail.text).not.toContain(keyOf(route));
      const replay = await operator.request<{ items: object[] }>(
        "POST",
        `/admin/v1/deliveries/${delivery?.id}/replay`,
        { body: { dryRun: true } },
      );
      expect(replay.body.items).toMatchObject([{ sessionId: id }]);
    });
  },
);

describe("a signed webhook whose letters are torn", () => {
  it.each([2, 3, 7])("between chunks of %i bytes is taken, and not with one byte changed", async (size) => {
    const { reference } = await begin(ondato);
    const body = describeDelivery(ondato, reference, '"name":"ნიმუში 👩‍👩‍👧"');
    const bytes = Buffer.from(body);
    const changed = Buffer.from(bytes);
    changed[bytes.indexOf("ნ")] = 0xe2;
    const sent = { headers: ondato.prove(body), chunkBytes: size };
    expect(await send(ondato, { ...sent, body: changed })).toMatchObject({ status: 401 });
    expect(await send(ondato, { ...sent, body })).toMatchObject({ status: 200 });
  });
});
