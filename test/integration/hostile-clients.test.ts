import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { converse, readAnswers } from "../support/raw-connection.ts";
import { startStopwatch } from "../support/stopwatch.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

// Whatever one client does, the others are served.
afterEach(async () => {
  const { status } = await harness.shop.get("/v1/sessions");
  if (status !== 200) throw new Error(`Another client was answered with ${status}.`);
});

const ask = (path: string, end = "keep-alive") =>
  `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: ${end}\r\n\r\n`;

function* headersWithoutEnd(): Generator<string> {
  yield "GET /healthz HTTP/1.1\r\nHost: x\r\n";
  for (let index = 0; index < 1_000_000; index += 1) yield `X-${index}: ${"y".repeat(100)}\r\n`;
}

const send = async (...lines: string[]) =>
  readAnswers((await converse(harness.gateway.url, [lines.join("\r\n")])).answer);

const valid = JSON.stringify({ flow: "standard", applicant: { id: "user-1" } });

const head = () => [
  "Host: x",
  `Authorization: Bearer ${harness.key}`,
  "Content-Type: application/json",
  `Idempotency-Key: ${crypto.randomUUID()}`,
];

describe("more than there may be", () => {
  it("of headers is refused", async () => {
    const flood = Array.from({ length: 5000 }, (_, index) => `X-${index}: y`);
    const [answer] = await send("GET /healthz HTTP/1.1", "Host: x", ...flood, "", "");
    expect(answer).toEqual({ status: 431, code: "headers_too_large" });
  });

  it("of headers without end is cut off early", async () => {
    const { answer, bytesSent } = await converse(harness.gateway.url, headersWithoutEnd());
    expect(bytesSent).toBeLessThan(20_000_000);
    // The line may be gone before the answer is read.
    if (answer !== "") expect(readAnswers(answer)[0]?.status).toBe(431);
  });

  it.each([
    ["path", `/v1/sessions/${"a".repeat(8000)}`, 404],
    ["path, in escapes", `/v1/sessions/${"%61".repeat(3000)}`, 404],
    ["path, in steps", `/v1${"/a".repeat(4000)}`, 404],
    ["query", `/v1/sessions?${"a=1&".repeat(3000)}`, 400],
    ["query, one name", `/v1/sessions?limit=${"1".repeat(8000)}`, 400],
    ["query, one name again and again", `/v1/sessions?${"limit=1&".repeat(1500)}`, 400],
  ])("of a %s is refused", async (_name, path, status) => {
    const [answer] = await send(
      `GET ${path} HTTP/1.1`,
      "Host: x",
      `Authorization: Bearer ${harness.key}`,
      "Connection: close",
      "",
      "",
    );
    expect(answer?.status).toBe(status);
    expect(answer?.code).toBeDefined();
  });

  it.each(["/v1/sessions", "/webhooks/identomat/shop-identomat", "/webhooks/identomat/none", "/nowhere"])(
    "of a body, a hundred megabytes in chunks of no announced sum, is cut off: %s",
    async (path) => {
      const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
      let isGivenUp = false;
      function* flood(): Generator<string> {
        yield [`POST ${path} HTTP/1.1`, ...head(), "Transfer-Encoding: chunked", "", ""].join("\r\n");
        for (let sent = 0; sent < 1600; sent += 1) yield chunk;
        isGivenUp = true;
      }
      globalThis.gc?.();
      const before = process.memoryUsage().arrayBuffers;
      const { answer } = await converse(harness.gateway.url, flood());
      expect(isGivenUp).toBe(false);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30_000_000);
      if (answer !== "") expect([401, 404, 413]).toContain(readAnswers(answer)[0]?.status);
    },
  );

  it("of a body that was announced is refused before it is sent", async () => {
    const answers = await send(
      "POST /v1/sessions HTTP/1.1",
      ...head(),
      "Content-Length: 104857600",
      "",
      valid,
    );
    expect(answers).toEqual([{ status: 413, code: "payload_too_large" }]);
  });

  it("of a chunk's extensions is refused", async () => {
    const answers = await send(
      "POST /v1/sessions HTTP/1.1",
      ...head(),
      "Transfer-Encoding: chunked",
      "",
      `1;${"x".repeat(40_000)}\r\n{\r\n0\r\n\r\n`,
    );
    expect(answers[0]).toEqual({ status: 413, code: "payload_too_large" });
  });
});

const withoutKey = (length: number) =>
  ["POST /v1/sessions HTTP/1.1", "Host: x", `Content-Length: ${length}`, "", ""].join("\r\n");

/** By the time that the next part is sent, what was wrong with the one before is answered. */
async function* sendInTurn(...[first, ...others]: readonly string[]): AsyncGenerator<string> {
  yield first ?? "";
  for (const other of others) {
    for (let turn = 0; turn < 3; turn += 1) await harness.shop.get("/v1/sessions");
    yield other;
  }
}

describe("a request that is refused before its body is read", () => {
  it("leaves its line open to the next when the body is small", async () => {
    const length = 64 * 1024;
    const rest = "x".repeat(length) + ask("/healthz", "close");
    const { answer } = await converse(harness.gateway.url, sendInTurn(withoutKey(length), rest));
    expect(readAnswers(answer).map(({ status }) => status)).toEqual([401, 200]);
  });

  it("ends its line when the body is not", async () => {
    const length = 64 * 1024 + 1;
    const { answer } = await converse(harness.gateway.url, sendInTurn(withoutKey(length), "x"));
    expect(readAnswers(answer).map(({ status }) => status)).toEqual([401]);
  });
});

describe("a sender that listens only when all is sent", () => {
  const megabytes = 3_000_000;
  const announced = [`Content-Length: ${megabytes}`, "", "x".repeat(megabytes)].join("\r\n");
  const inChunks = ["Transfer-Encoding: chunked", "", "2dc6c0", "x".repeat(megabytes)].join("\r\n");
  const address = "/webhooks/identomat/shop-identomat";

  it.each([
    ["a session's start, announced", () => ["POST /v1/sessions HTTP/1.1", ...head(), announced], 413],
    ["a session's start, in chunks", () => ["POST /v1/sessions HTTP/1.1", ...head(), inChunks], 413],
    ["a webhook, announced", () => [`POST ${address} HTTP/1.1`, "Host: x", announced], 413],
    ["a webhook, in chunks", () => [`POST ${address} HTTP/1.1`, "Host: x", inChunks], 413],
    ["one without a key", () => ["POST /v1/sessions HTTP/1.1", "Host: x", announced], 401],
    ["one for nobody", () => ["POST /nowhere HTTP/1.1", "Host: x", inChunks], 404],
    [
      "a compressed webhook",
      () => [`POST ${address} HTTP/1.1`, "Host: x", "Content-Encoding: gzip", announced],
      415,
    ],
    ["a framing that is refused", () => ["POST /v1/sessions HTTP/1.0", "Host: x", inChunks], 400],
    ["a head that is too large", () => ["GET /healthz HTTP/1.1", `X: ${"x".repeat(megabytes)}`], 431],
    ["what is no HTTP", () => ["HELO example", "x".repeat(megabytes)], 400],
  ])("hears why it is refused: %s", async (_what, lines, status) => {
    const text = lines().join("\r\n");
    const parts = [text.slice(0, 500_000), text.slice(500_000, 1_000_000), text.slice(1_000_000)] as const;
    const { answer } = await converse(harness.gateway.url, sendInTurn(...parts), { isDeafAtFirst: true });
    expect(readAnswers(answer)).toEqual([{ status, code: expect.any(String) as string }]);
  });
});

describe("a sender that neither goes on nor ends behind its refusal", () => {
  it("is let go of", async () => {
    const { hostname, port } = new URL(harness.gateway.url);
    const arrived = once(harness.gateway.app.server, "connection");
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    socket.write(withoutKey(1_000_000));
    const [line] = (await arrived) as [Socket];
    await once(line, "close");
    expect(readAnswers(String(socket.read()))).toEqual([{ status: 401, code: "unauthenticated" }]);
    socket.destroy();
  });
});

describe("clients that dribble", () => {
  it("are cut off, heads and bodies alike, each with one answer, and hold nobody up meanwhile", async () => {
    const { server } = harness.gateway.app;
    expect([server.headersTimeout, server.requestTimeout]).toEqual([15_000, 30_000]);
    // The same clockwork with shorter patience: Node looks every five seconds.
    Object.assign(server, { headersTimeout: 300, requestTimeout: 600 });
    const starts = [
      "GET /v1/sessions HTTP/1.1\r\nHost: x\r\nX-Slow: ",
      ["POST /v1/sessions HTTP/1.1", ...head(), "Content-Length: 1000", "", "{"].join("\r\n"),
      [
        "POST /webhooks/identomat/shop-identomat HTTP/1.1",
        ...head(),
        "Transfer-Encoding: chunked",
        "",
        "1\r\n{\r\n",
      ].join("\r\n"),
      ["POST /v1/sessions HTTP/1.1", "Host: x", "Content-Length: 1000", "", "{"].join("\r\n"),
    ];
    const slow = Array.from({ length: 160 }, (_, index) =>
      converse(harness.gateway.url, [starts[index % starts.length] ?? ""]),
    );
    const watch = startStopwatch();
    expect((await harness.shop.createSession()).status).toBe(201);
    expect(watch.stopMs()).toBeLessThan(2000);
    const answers = (await Promise.all(slow)).map(({ answer }) => readAnswers(answer));
    Object.assign(server, { headersTimeout: 15_000, requestTimeout: 30_000 });
    const late = { status: 408, code: "request_timeout" };
    const refused = { status: 401, code: "unauthenticated" };
    expect(new Set(answers.map((line, index) => JSON.stringify([index % starts.length, line])))).toEqual(
      new Set([late, late, late, refused].map((answer, index) => JSON.stringify([index, [answer]]))),
    );
  });
});
