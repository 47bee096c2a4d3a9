import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient, type ApiClient } from "../support/api-client.ts";
import { startEventReceiver, type EventReceiver } from "../support/event-receiver.ts";
import {
  describeAccount,
  describeEnvironment,
  startHarness,
  type Harness,
} from "../support/gateway-harness.ts";
import { spawnNode, type NodeProcess } from "../support/spawn-node.ts";
import { waitFor } from "../support/wait-for.ts";

const root = join(import.meta.dirname, "../..");

/** As OTLP writes it. */
interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

/** Remembers what an exporter sends to it. */
interface Collector {
  readonly spans: readonly Span[];
  readonly url: string;
  readonly server: Server;
}

async function startCollector(): Promise<Collector> {
  const spans: Span[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const sent = JSON.parse(Buffer.concat(chunks).toString()) as {
        resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
      };
      spans.push(
        ...sent.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
      );
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  return { spans, server, url: await listen(server) };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** In front of the provider: remembers the headers of what passes. */
async function startPassage(
  target: string,
  seen: Readonly<Record<string, unknown>>[],
): Promise<Omit<Collector, "spans">> {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, response) => {
    const { url: path, method, headers } = incoming;
    seen.push({ path, ...headers });
    const outgoing = request({ hostname, port, path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(outgoing);
  });
  return { server, url: await listen(server) };
}

let harness: Harness;
let receiver: EventReceiver;
let collector: Collector;
let passage: Omit<Collector, "spans">;
let folder: string;
let gateway: NodeProcess;
let shop: ApiClient;
const toProvider: Readonly<Record<string, unknown>>[] = [];
beforeAll(async () => {
  [receiver, collector] = [await startEventReceiver(), await startCollector()];
  harness = await startHarness({ env: { KYC_ROLES: "api" } });
  passage = await startPassage(harness.identomat.url, toProvider);
  await harness.provisioning.saveConnection({
    name: "shop-identomat",
    adapter: "identomat",
    tenant: "shop",
    settings: { ...describeAccount("shop", harness.identomat), baseUrl: `${passage.url}/external-api` },
  });
  // Below this folder the packages are found that an operator installs.
  folder = await mkdtemp(join(root, "test/.tracing-"));
  const guide = await readFile(join(root, "deploy/tracing.md"), "utf8");
  await writeFile(join(folder, "tracing.mjs"), /```js\n([^]*?)```/.exec(guide)?.[1] ?? "");
  gateway = spawnNode({
    script: join(root, "gateway/src/cli/main.ts"),
    args: ["start"],
    cwd: join(root, "test"),
    env: {
      ...describeEnvironment({ databaseUrl: harness.database.url }),
      KYC_EVENT_HOSTS_ALLOWED: receiver.host,
      NODE_OPTIONS: `--import=${join(folder, "tracing.mjs")}`,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    },
  });
  const line = await gateway.waitForLine(/gateway_started/, { timeoutMs: 60_000 });
  const { url } = JSON.parse(line) as { url: string };
  harness.identomat.control.setCallbackUrl(`${url}/webhooks/identomat/shop-identomat`, "shop");
  shop = createApiClient(url, harness.key);
  await waitFor(async () => (await shop.get("/readyz")).status === 200);
  await shop.request("POST", "/v1/event-endpoints", { body: { url: `${receiver.url}/events` } });
  await tellStory();
}, 120_000);
afterAll(async () => {
  await shop.close();
  await gateway.stop();
  await harness[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
  for (const { server } of [collector, passage]) {
    server.close();
    server.closeAllConnections();
  }
  await rm(folder, { recursive: true });
});

let id: string;
const callersTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

/** A person whose every word is a canary is started, approved, told of, and erased. */
async function tellStory(): Promise<void> {
  const { identomat } = harness;
  const created = await shop.request<{ id: string }>("POST", "/v1/sessions", {
    headers: {
      "idempotency-key": "Canary-key",
      traceparent: `00-${callersTrace}-00f067aa0ba902b7-01`,
      tracestate: "vendor=Canary",
      baggage: "person=Canary",
    },
    body: {
      flow: "standard",
      applicant: { id: "Canary-applicant" },
      metadata: { name: "Canary" },
      returnUrl: "https://shop.example/Canary",
    },
  });
  expect(created.status).toBe(201);
  ({ id } = created.body);
  identomat.control.act(await harness.findReference(id), { act: "approve" });
  await waitFor(async () => (await shop.readSession(id)).status === "APPROVED");
  await waitFor(() => receiver.received.some(({ event }) => event.type === "session.decided"));
  await shop.get("/v1/applicants/Canary-applicant");
  expect((await shop.request("DELETE", `/v1/sessions/${id}`)).status).toBeLessThan(300);
  await waitFor(() => collector.spans.some(({ name }) => name === "job erase-session"), {
    timeoutMs: 15_000,
  });
}

const named = (name: string): readonly Span[] => collector.spans.filter((span) => span.name === name);
const read = (span: Span, key: string): unknown =>
  Object.values(span.attributes.find((attribute) => attribute.key === key)?.value ?? {})[0];
const isLinked = (from: Span, to: Span | undefined): boolean =>
  from.links.some(({ traceId, spanId }) => traceId === to?.traceId && spanId === to.spanId);

const webhook = "POST /webhooks/:adapter/:connection";

describe("one webhook is seen as linked traces:", () => {
  it.each(["inbox commit", "match deliveries", "apply deliveries"])("%s, linked to its receipt", (name) => {
    const receipts = named(webhook);
    expect(receipts.length).toBeGreaterThan(0);
    expect(named(name).some((span) => receipts.some((receipt) => isLinked(span, receipt)))).toBe(true);
  });

  it("the provider's call, within the span that applies it", () => {
    const apply = named("apply deliveries").find((span) => read(span, "kyc.session.id") === id);
    const call = named("provider read").find(({ parentSpanId }) => parentSpanId === apply?.spanId);
    expect(call).toMatchObject({ traceId: apply?.traceId });
  });

  it("the commit of what the read came to, linked to that span", () => {
    const applies = named("apply deliveries");
    expect(named("settle commit").some((span) => applies.some((apply) => isLinked(span, apply)))).toBe(true);
  });

  it("the post of its event, linked to that span, over the gap between the processes' transactions", () => {
    const post = named("post event").find((span) => read(span, "kyc.event.type") === "session.decided");
    const applies = named("apply deliveries");
    expect(post && applies.some((apply) => isLinked(post, apply))).toBe(true);
    expect(new Set([post?.traceId, ...applies.map(({ traceId }) => traceId)]).size).toBe(applies.length + 1);
  });
});

describe("a creation", () => {
  it("goes on with the product's trace, from the request to the provider", () => {
    const [asked] = named("POST /v1/sessions");
    expect(asked).toMatchObject({ traceId: callersTrace, parentSpanId: "00f067aa0ba902b7" });
    expect(named("provider start")[0]).toMatchObject({
      traceId: callersTrace,
      parentSpanId: asked?.spanId,
    });
    expect(read(asked as Span, "kyc.session.id")).toBe(id);
    expect(read(asked as Span, "http.response.status_code")).toBe(201);
  });

  it("is linked to by the post of its event", () => {
    const post = named("post event").find((span) => read(span, "kyc.event.type") === "session.created");
    expect(post && isLinked(post, named("POST /v1/sessions")[0])).toBe(true);
  });
});

describe("a job", () => {
  it("is linked to the request that asked for it", () => {
    const asked = named("DELETE /v1/sessions/:sessionId")[0];
    expect(named("job erase-session").some((job) => isLinked(job, asked))).toBe(true);
  });
});

describe("others", () => {
  it("get the span's `traceparent`, and nothing of what the caller sent beside his", () => {
    const [call] = named("provider start");
    const begun = toProvider.find(({ path }) => String(path).includes("begin"));
    expect(begun?.["traceparent"]).toBe(`00-${callersTrace}-${call?.spanId}-01`);
    expect(toProvider.flatMap(({ tracestate, baggage }) => [tracestate, baggage])).toEqual(
      toProvider.flatMap(() => [undefined, undefined]),
    );
    const posts = named("post event").map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`);
    expect(receiver.received.length).toBeGreaterThan(1);
    for (const { headers } of receiver.received) expect(posts).toContain(headers["traceparent"]);
  });
});

describe("a span", () => {
  const allowed = new Set([
    "http.request.method",
    "http.route",
    "http.response.status_code",
    "kyc.session.id",
    "kyc.connection",
    "kyc.operation",
    "kyc.outcome",
    "kyc.event.id",
    "kyc.event.type",
    "kyc.task",
    "kyc.count",
  ]);

  it("has attributes of a closed list", () => {
    const keys = collector.spans.flatMap(({ attributes }) => attributes.map(({ key }) => key));
    expect(keys.filter((key) => !allowed.has(key))).toEqual([]);
  });

  it("says nothing of the person, of the request's values and of what the provider answered", () => {
    const text = JSON.stringify(collector.spans);
    expect(text).toContain("GET /v1/applicants/:applicantId");
    expect(text).not.toContain("Canary");
    expect(text).not.toContain("shop.example");
  });

  it("has the trace that the log's lines have", () => {
    const lines = gateway.output.split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
    const applied = lines.find(({ msg, sessionId }) => msg === "deliveries_applied" && sessionId === id);
    expect(named("apply deliveries").map(({ traceId }) => traceId)).toContain(applied?.["traceId"]);
  });
});

describe("without an SDK", () => {
  it("nothing is stored for traces", async () => {
    const { body } = await harness.shop.createSession();
    const { rows } = await harness.database.pool.query(
      "select 1 from outbox where session_id = $1 and trace_context is null",
      [body.id],
    );
    expect(rows).toHaveLength(1);
  });
});
