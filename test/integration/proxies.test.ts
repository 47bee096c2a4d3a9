import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { EventPage } from "@kyc-gateway/http-api";
import { request as send, type Agent } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  proxyNames,
  startExampleProxy,
  type ExampleProxy,
  type ProxyName,
} from "../support/example-proxy.ts";
import { findFreePort } from "../support/free-port.ts";
import { companies, startHarness, type Harness } from "../support/gateway-harness.ts";
import { signWebhook } from "../support/sign-webhook.ts";
import { waitFor } from "../support/wait-for.ts";

const perMinute = 20;
const publicUrl = "https://kyc.example";
let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({
    withOndato: true,
    env: {
      KYC_TRUST_PROXY: "127.0.0.1",
      KYC_REJECTED_WEBHOOKS_PER_MINUTE: String(perMinute),
      KYC_PUBLIC_URL: publicUrl,
    },
  });
  const targets = [{ connection: "shop-identomat", settings: {} }];
  await harness.provisioning.saveFlow({ tenant: "shop", name: "page", launchPage: {}, targets });
  await harness.gateway.services.configuration.reload();
});
afterAll(() => harness[Symbol.asyncDispose]());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Record<string, unknown>;
}

/** The second replica is not there: whatever was meant for it goes to the first. */
async function openFront(name: ProxyName): Promise<{ proxy: ExampleProxy; agent: Agent }> {
  const port = Number(new URL(harness.gateway.url).port);
  const proxy = await startExampleProxy(name, [port, await findFreePort()]);
  return { proxy, agent: proxy.connect() };
}

describe.each(proxyNames)("behind %s, as deploy/proxies sets it up", (name) => {
  let front: { proxy: ExampleProxy; agent: Agent };
  beforeAll(async () => {
    front = await openFront(name);
    await waitFor(async () => (await ask("GET", "/v1/sessions?limit=1")).status === 200);
  });
  afterAll(async () => {
    await front.agent.destroy();
    await front.proxy[Symbol.asyncDispose]();
  });

  async function ask(
    method: string,
    path: string,
    {
      headers = {},
      body,
      agent = front.agent,
    }: { headers?: object; body?: string | Buffer; agent?: Agent } = {},
  ): Promise<Answer> {
    const answer = await send(`${front.proxy.url}${path}`, {
      method: method as "GET",
      dispatcher: agent,
      headers: { authorization: `Bearer ${harness.key}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.body.text();
    const isJson = String(answer.headers["content-type"]).includes("json");
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: isJson ? (JSON.parse(text) as never) : {},
    };
  }
  const page = async (query: string): Promise<EventPage> =>
    (await ask("GET", `/v1/events?${query}`)).body as never;
  const json = { "content-type": "application/json" };
  const create = (applicant: string, flow = "standard") =>
    ask("POST", "/v1/sessions", {
      headers: { ...json, "idempotency-key": crypto.randomUUID() },
      body: JSON.stringify({ flow, applicant: { id: applicant } }),
    });

  const postFrom = async (localAddress: string, claimed: string): Promise<number> => {
    const agent = front.proxy.connect({ localAddress });
    const headers = { ...json, "x-forwarded-for": claimed };
    const { status } = await ask("POST", "/webhooks/identomat/shop-identomat", {
      headers,
      body: "{}",
      agent,
    });
    await agent.destroy();
    return status;
  };

  it("no request is lost to a replica that is not there", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, number) => create(`${name}-${number}`)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  });

  it("the event stream comes piece by piece, plain, although the consumer would take it compressed", async () => {
    const answer = await send(`${front.proxy.url}/v1/events`, {
      dispatcher: front.agent,
      headers: {
        authorization: `Bearer ${harness.key}`,
        accept: "text/event-stream",
        "accept-encoding": "gzip, br",
      },
    });
    let seen = "";
    const reading = (async () => {
      for await (const chunk of answer.body) seen += String(chunk);
    })().catch(() => undefined);
    expect(answer.headers["content-encoding"]).toBeUndefined();
    for (const applicant of [`${name}-stream-1`, `${name}-stream-2`]) {
      const { body } = await create(applicant);
      await waitFor(() => seen.includes(String(body["id"])));
    }
    answer.body.destroy();
    await reading;
  });

  it("a long poll is answered when something comes", async () => {
    let after = "";
    for (;;) {
      const { items, nextCursor } = await page(`limit=100${after}`);
      after = nextCursor === null ? after : `&after=${nextCursor}`;
      if (items.length < 100) break;
    }
    const polled = page(`wait=30${after}`);
    const { body } = await create(`${name}-poll`);
    expect(JSON.stringify((await polled).items)).toContain(String(body["id"]));
  });

  it.each([
    ["1 MiB, which is accepted", 1_048_576, 200],
    ["more than 1 MiB, which the gateway refuses in words", 1_048_577, 413],
  ])("a webhook's body reaches the gateway byte by byte: %s", async (_what, size, status) => {
    const head = `{"id":"${crypto.randomUUID()}","type":"IdentityVerification.StatusChanged","payload":{"id":"${crypto.randomUUID()}","x":"`;
    const body = Buffer.from(`${head}${"x".repeat(size - head.length - 3)}"}}`);
    const answer = await ask("POST", "/webhooks/ondato/shop-ondato", {
      headers: { ...json, ...signWebhook(body) },
      body,
    });
    expect([answer.status, answer.body["code"]]).toEqual([
      status,
      status === 200 ? undefined : "payload_too_large",
    ]);
  });

  it("bodies that nobody takes cost others nothing, whether or not their senders hear why", async () => {
    const post = async (size: number): Promise<readonly unknown[]> => {
      const { status, body } = await ask("POST", "/webhooks/identomat/shop-identomat", {
        headers: json,
        body: Buffer.alloc(size, 32),
      });
      return [status, body["code"]];
    };
    const sent = await Promise.allSettled(
      Array.from({ length: 6 }, (_, index) => post((index + 2) * 1_048_576)),
    );
    for (const one of sent)
      if (one.status === "fulfilled") expect(one.value).toEqual([413, "payload_too_large"]);
    const wrongKey = { ...json, authorization: "Bearer wrong" };
    const long = { headers: wrongKey, body: Buffer.alloc(5_000_000, 32) };
    await Promise.allSettled(Array.from({ length: 6 }, () => ask("POST", "/v1/sessions", long)));
    expect((await create(`${name}-after`)).status).toBe(201);
  });

  it.each([
    ["of a stranger", { authorization: "Bearer wrong" }, [401, "unauthenticated"]],
    ["too large", {}, [413, "payload_too_large"]],
    ["of a kind that is not taken", { "content-type": "text/plain" }, [415, "unsupported_media_type"]],
  ])("the gateway's own answer to a body that it does not read arrives: %s", async (_what, own, refusal) => {
    const headers = { ...json, "idempotency-key": crypto.randomUUID(), ...own };
    const post = async (): Promise<readonly unknown[]> => {
      const answer = await ask("POST", "/v1/sessions", { headers, body: Buffer.alloc(6_000_000, 32) });
      return [answer.status, answer.body["code"]];
    };
    const sent = await Promise.allSettled(Array.from({ length: 6 }, post));
    const heard = sent.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(heard).toEqual(heard.map(() => refusal));
    // HAProxy itself may close on somebody who is still sending.
    expect(heard.length).toBeGreaterThanOrEqual(name === "haproxy" ? 0 : sent.length);
  });

  it("a head of 12 kB reaches the gateway, which refuses the credential in words", async () => {
    const answer = await ask("GET", "/v1/sessions", {
      headers: { authorization: `Bearer ${"x".repeat(12_000)}` },
    });
    expect([answer.status, answer.body["code"]]).toEqual([401, "unauthenticated"]);
  });

  it("the page that a person opens to begin is there", async () => {
    const { body } = await create(`${name}-page`, "page");
    const { url } = body["launch"] as { url: string };
    const answer = await ask("GET", url.slice(publicUrl.length));
    expect([answer.status, answer.headers["content-language"]]).toEqual([200, "en"]);
  });

  it.each(["/v1/applicants/a%2Fb", "/v1/applicants/a%20b%3Fc", "/v1/applicants/%C3%A9"])(
    "a path stays as it was sent: %s",
    async (path) => {
      const direct = await harness.shop.get<Record<string, unknown>>(path);
      const proxied = await ask("GET", path);
      const { instance: _one, requestId: _two, ...expected } = direct.body;
      expect(proxied.status).toBe(direct.status);
      expect(proxied.body).toMatchObject(expected);
    },
  );

  it("a webhook's address with slashes too many is the same address", async () => {
    const body = JSON.stringify({
      id: crypto.randomUUID(),
      type: "IdentityVerification.StatusChanged",
      payload: { id: "1" },
    });
    const answer = await ask("POST", "//webhooks//ondato/shop-ondato/", {
      headers: { ...json, ...signWebhook(body) },
      body,
    });
    expect(answer.status).toBe(200);
  });

  it("a sender is known by its address, whatever it says of itself", async () => {
    const [liar, other] = [
      `127.0.1.${proxyNames.indexOf(name) + 1}`,
      `127.0.2.${proxyNames.indexOf(name) + 1}`,
    ];
    const answers: number[] = [];
    while (answers.at(-1) !== 429 && answers.length < 3 * perMinute)
      answers.push(await postFrom(liar, `198.51.100.${answers.length}`));
    expect([answers.slice(0, perMinute).every((status) => status === 401), answers.at(-1)]).toEqual([
      true,
      429,
    ]);
    expect(await postFrom(other, "198.51.100.99")).toBe(401);
  });

  it.each([
    "/metrics",
    "/readyz",
    "/healthz",
    "/admin/v1/tenants",
    "/console",
    "/ADMIN/v1/tenants",
    "//admin/v1/tenants",
    "/v1/../admin/v1/tenants",
    "/%61dmin/v1/tenants",
  ])("%s is not for the outside", async (path) => {
    const answer = await ask("GET", path);
    // Of the gateway's refusals one would have a code.
    expect([[403, 404].includes(answer.status), answer.body["code"]]).toEqual([true, undefined]);
  });
});

it("nginx passes what a replica refuses with 503 on to the other one, and a request that may do something twice to nobody", async () => {
  const seen: string[] = [];
  const overloaded = createServer((request, response) => {
    seen.push(String(request.url));
    request.resume().once("end", () => response.writeHead(503).end());
  });
  await once(overloaded.listen(0, "127.0.0.1"), "listening");
  const { port } = overloaded.address() as AddressInfo;
  await using proxy = await startExampleProxy("nginx", [Number(new URL(harness.gateway.url).port), port]);
  const agent = proxy.connect();
  const ask = async (method: "GET" | "POST", path: string, body?: object): Promise<number> => {
    const headers = {
      authorization: `Bearer ${harness.key}`,
      "content-type": "application/json",
      "idempotency-key": crypto.randomUUID(),
    };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await send(`${proxy.url}${path}`, { method, dispatcher: agent, headers, ...content });
    await answer.body.dump();
    return answer.statusCode;
  };
  const { callbackApiKey } = companies.shop;
  const twice: readonly (readonly [() => Promise<number>, number])[] = [
    [() => ask("GET", "/v1/sessions?limit=1"), 200],
    [() => ask("POST", "/v1/sessions", { flow: "standard", applicant: { id: "passed-on" } }), 201],
    [
      () =>
        ask("POST", "/webhooks/identomat/shop-identomat", {
          callbackApiKey,
          type: "update",
          sessionId: "0".repeat(40),
        }),
      200,
    ],
  ];
  for (const [request, status] of twice)
    expect([await request(), await request(), await request()]).toEqual([status, status, status]);
  expect(seen.length).toBeGreaterThan(0);
  const elsewhere = [ask("POST", "/v1/others", {}), ask("POST", "/v1/others", {})];
  expect(new Set(await Promise.all(elsewhere))).toEqual(new Set([404, 503]));
  await agent.destroy();
  overloaded.close();
});
