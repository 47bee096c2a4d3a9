import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { converse, readAnswers } from "../support/raw-connection.ts";

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

const send = async (...lines: string[]) =>
  readAnswers((await converse(harness.gateway.url, [lines.join("\r\n")])).answer);

const valid = JSON.stringify({ flow: "standard", applicant: { id: "user-1" } });

const head = () => [
  "Host: x",
  `Authorization: Bearer ${harness.key}`,
  "Content-Type: application/json",
  `Idempotency-Key: ${crypto.randomUUID()}`,
];

const countSessions = async () => {
  const { rows } = await harness.database.pool.query<{ count: number }>(
    "select count(*)::int as count from sessions",
  );
  return rows[0]?.count;
};

describe("a request that two parsers could read differently is refused, and what hides in it is not served:", () => {
  const hidden = ["DELETE /v1/sessions/hidden HTTP/1.1", "Host: x", "", ""].join("\r\n");
  const framings: Record<string, string[]> = {
    "both lengths": ["Content-Length: 4", "Transfer-Encoding: chunked", "", `0\r\n\r\n${hidden}`],
    "both lengths the other way round": [
      "Transfer-Encoding: chunked",
      "Content-Length: 4",
      "",
      `0\r\n\r\n${hidden}`,
    ],
    "two lengths": ["Content-Length: 0", `Content-Length: ${hidden.length}`, "", hidden],
    "a list of lengths": ["Content-Length: 0, 0", "", hidden],
    "a length with a sign": ["Content-Length: +0", "", hidden],
    "a negative length": ["Content-Length: -1", "", hidden],
    "a length in hexadecimal": ["Content-Length: 0x0", "", hidden],
    "a length beyond all numbers": ["Content-Length: 99999999999999999999999", "", hidden],
    "another transfer coding": ["Transfer-Encoding: xchunked", "", `0\r\n\r\n${hidden}`],
    "chunked, and not at the end": ["Transfer-Encoding: chunked, identity", "", `0\r\n\r\n${hidden}`],
    "a coding before chunked": ["Transfer-Encoding: gzip, chunked", "", `0\r\n\r\n${hidden}`],
    "the same in capitals": ["Transfer-Encoding: Deflate,CHUNKED", "", `0\r\n\r\n${hidden}`],
    "chunked twice": ["Transfer-Encoding: chunked, chunked", "", `0\r\n\r\n${hidden}`],
    "chunked in two headers": [
      "Transfer-Encoding: chunked",
      "Transfer-Encoding: chunked",
      "",
      `0\r\n\r\n${hidden}`,
    ],
    "identity before chunked": ["Transfer-Encoding: identity, chunked", "", `0\r\n\r\n${hidden}`],
    "an empty coding before chunked": ["Transfer-Encoding: ,chunked", "", `0\r\n\r\n${hidden}`],
    "a space before the colon": ["Transfer-Encoding : chunked", "", `0\r\n\r\n${hidden}`],
    "a folded header": ["Transfer-Encoding:", " chunked", "", `0\r\n\r\n${hidden}`],
    "a chunk size with 0x": ["Transfer-Encoding: chunked", "", `0x2\r\nxx\r\n0\r\n\r\n${hidden}`],
    "a negative chunk size": ["Transfer-Encoding: chunked", "", `-1\r\nxx\r\n0\r\n\r\n${hidden}`],
    "a chunk longer than its size": ["Transfer-Encoding: chunked", "", `2\r\nxxxx\r\n0\r\n\r\n${hidden}`],
    "bare line feeds": [`X: y\nTransfer-Encoding: chunked\n\n0\r\n\r\n${hidden}`],
    "a bare carriage return": ["X: y\rTransfer-Encoding: chunked", "", `0\r\n\r\n${hidden}`],
    "a zero byte in a header": ["X: a\0b", "", hidden],
    "a header without a name": [": x", "", hidden],
  };

  it.each(Object.keys(framings))("%s", async (name) => {
    const before = await countSessions();
    const answers = await send("POST /v1/sessions HTTP/1.1", ...head(), ...(framings[name] ?? []));
    expect(answers).toEqual([{ status: 400, code: "malformed_request" }]);
    expect(await countSessions()).toBe(before);
  });

  it("a transfer coding in HTTP/1.0", async () => {
    for (const coding of ["chunked", "gzip, chunked", "Chunked"]) {
      const before = await countSessions();
      const body = `${valid.length.toString(16)}\r\n${valid}\r\n0\r\n\r\n${hidden}`;
      const lines = ["POST /v1/sessions HTTP/1.0", ...head(), `Transfer-Encoding: ${coding}`, "", body];
      expect(await send(...lines)).toEqual([{ status: 400, code: "malformed_request" }]);
      expect(await countSessions()).toBe(before);
    }
  });

  it("and a valid request behind it on the same line does nothing", async () => {
    const before = await countSessions();
    const second = ["POST /v1/sessions HTTP/1.1", ...head(), `Content-Length: ${valid.length}`, "", valid];
    const answers = await send(
      "POST /v1/sessions HTTP/1.1",
      ...head(),
      "Transfer-Encoding: gzip, chunked",
      "",
      `0\r\n\r\n${second.join("\r\n")}`,
    );
    expect(answers).toEqual([{ status: 400, code: "malformed_request" }]);
    expect(await countSessions()).toBe(before);
    expect((await harness.shop.createSession()).status).toBe(201);
    expect(await countSessions()).toBe((before ?? 0) + 1);
  });

  it("but chunked in capitals is chunked", async () => {
    const body = `${valid.length.toString(16)}\r\n${valid}\r\n0\r\n\r\n`;
    const lines = [...head(), "Connection: close", "Transfer-Encoding: Chunked", "", body];
    expect(await send("POST /v1/sessions HTTP/1.1", ...lines)).toMatchObject([{ status: 201 }]);
  });

  it("no Host", async () => {
    const [first] = await send("GET /v1/sessions HTTP/1.1", "Connection: close", "", "");
    expect(first).toEqual({ status: 400, code: "malformed_request" });
  });

  it("two of them", async () => {
    const [first] = await send("GET /healthz HTTP/1.1", "Host: a", "Host: b", "Connection: close", "", "");
    expect(first).toEqual({ status: 400, code: "malformed_request" });
  });

  it("another version of HTTP", async () => {
    expect(await send("GET / HTTP/3.7", "Host: x", "", "")).toEqual([
      { status: 400, code: "malformed_request" },
    ]);
    expect(await send("PRI * HTTP/2.0", "", "SM", "", "")).toEqual([
      { status: 400, code: "malformed_request" },
    ]);
  });
});

describe("requests on one line", () => {
  it("are answered in their order", async () => {
    const lines = Array.from({ length: 40 }, (_, index) => ask(index % 2 === 0 ? "/healthz" : "/nowhere"));
    const { answer } = await converse(harness.gateway.url, [lines.join("") + ask("/healthz", "close")]);
    const expected = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 200 : 404));
    expect(readAnswers(answer).map(({ status }) => status)).toEqual([...expected, 200]);
  });

  it("are answered up to one that is none, and no further", async () => {
    const { answer } = await converse(harness.gateway.url, [
      "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nrubbish\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
    ]);
    expect(readAnswers(answer).map(({ status }) => status)).toEqual([200, 400]);
  });
});

describe("a method that a route does not have", () => {
  it.each(["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "SEARCH", "QUERY", "PURGE"])(
    "is not found: %s",
    async (method) => {
      const [answer] = await send(
        `${method} /v1/sessions HTTP/1.1`,
        "Host: x",
        `Authorization: Bearer ${harness.key}`,
        "Connection: close",
        "",
        "",
      );
      expect(answer).toEqual({ status: 404, code: "route_not_found" });
    },
  );

  it.each(["BREW", "get", "GE T", "G\u0000T", ""])("is no HTTP when nobody knows it: %j", async (method) => {
    expect(await send(`${method} /v1/sessions HTTP/1.1`, "Host: x", "", "")).toEqual([
      { status: 400, code: "malformed_request" },
    ]);
  });

  it("makes no tunnel", async () => {
    const { answer } = await converse(harness.gateway.url, [
      "CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: x\r\n\r\n",
    ]);
    expect(answer).not.toMatch(/^HTTP\/1\.1 2/);
  });

  it("makes no other protocol", async () => {
    const [answer] = await send(
      "GET /healthz HTTP/1.1",
      "Host: x",
      "Connection: Upgrade, close",
      "Upgrade: websocket",
      "",
      "",
    );
    expect(answer?.status).toBe(200);
  });
});
