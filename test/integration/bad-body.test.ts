import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { request as send } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

const valid = { flow: "standard", applicant: { id: "user-1" } };

function post(body: string | Uint8Array, headers: Record<string, string> = {}) {
  return harness.shop.request("POST", "/v1/sessions", {
    headers: { "idempotency-key": crypto.randomUUID(), ...headers },
    body,
  });
}

function encode(text: string, encoding: BufferEncoding): Buffer {
  return Buffer.from(text, encoding);
}

describe("a body that cannot be read", () => {
  const text = JSON.stringify(valid);
  const bodies: Record<string, string | Uint8Array> = {
    "no JSON": "applicant=user-1",
    "an empty body": "",
    "truncated JSON": text.slice(0, -1),
    "two documents": `${text}${text}`,
    "a comment": `${text}// hello`,
    "a bare NaN": '{"flow":NaN}',
    "invalid UTF-8": Buffer.concat([
      encode('{"flow":"', "utf8"),
      Buffer.of(0xff, 0xfe),
      encode('"}', "utf8"),
    ]),
    "an overlong encoding": Buffer.concat([
      encode('{"flow":"', "utf8"),
      Buffer.of(0xc0, 0xaf),
      encode('"}', "utf8"),
    ]),
    "a surrogate in UTF-8": Buffer.concat([
      encode('{"flow":"', "utf8"),
      Buffer.of(0xed, 0xa0, 0x80),
      encode('"}', "utf8"),
    ]),
    "UTF-16": encode(text, "utf16le"),
    "UTF-16 with a byte order mark": Buffer.concat([Buffer.of(0xff, 0xfe), encode(text, "utf16le")]),
    "gzip that nobody announced": Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3),
    "a prototype key": `{"flow":"standard","applicant":{"id":"user-1"},"__proto__":{"isAdmin":true}}`,
    "a prototype key deep inside": `{"flow":"standard","applicant":{"id":"user-1","__proto__":{"x":1}}}`,
    "a constructor's prototype": `{"flow":"standard","applicant":{"id":"u"},"constructor":{"prototype":{"x":1}}}`,
    "a member twice": text.replace('"flow"', '"flow":"other","flow"'),
    "a member twice, once in escapes": text.replace('"flow"', '"\\u0066low":"other","flow"'),
    "a member twice deep inside": text.replace('"id"', '"id":"other","id"'),
    "nesting without end": `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`,
  };

  it.each(Object.keys(bodies))("is refused: %s", async (name) => {
    const answer = await post(bodies[name] ?? "");
    expect(answer.status).toBe(400);
    expect(["malformed_body", "invalid_request"]).toContain(readProblem(answer).code);
  });

  it("is told what is wrong with it", async () => {
    const detail = async (name: string) => readProblem(await post(bodies[name] ?? "")).detail;
    expect(await detail("a constructor's prototype")).toMatch(/a name that is JavaScript's own/);
    expect(await detail("a prototype key deep inside")).toMatch(/a name that is JavaScript's own/);
    expect(await detail("a member twice")).toMatch(/names a member twice/);
    expect(readProblem(await post("{")).detail).toBe("The body is not valid JSON.");
  });

  it.each(["gzip", "deflate", "br", "zstd", "gzip, gzip", "x-unheard-of"])(
    "is refused when it is compressed, whatever it would grow to: %s",
    async (encoding) => {
      const bomb = gzipSync(Buffer.alloc(50_000_000, " "));
      const before = process.memoryUsage().rss;
      const product = await post(bomb, { "content-encoding": encoding });
      expect(readProblem(product)).toMatchObject({ status: 415, code: "unsupported_media_type" });
      const provider = await harness.shop.request("POST", "/webhooks/identomat/shop-identomat", {
        headers: { "content-encoding": encoding },
        body: bomb,
      });
      // Of a webhook the bytes decide: a coding that there is not is no reason to refuse an authentic one.
      const expected =
        encoding === "x-unheard-of"
          ? { status: 401, code: "webhook_unauthentic" }
          : { status: 415, code: "unsupported_media_type" };
      expect(readProblem(provider)).toMatchObject(expected);
      expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
    },
  );

  it("is read when nothing but a UTF-8 byte order mark stands before it", async () => {
    const answer = await post(Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), encode(text, "utf8")]));
    expect(answer.status).toBe(201);
  });

  it("is refused when it is no JSON by its type", async () => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "text/xml",
    ])
      expect(readProblem(await post(text, { "content-type": type }))).toMatchObject({
        status: 415,
        code: "unsupported_media_type",
      });
  });

  it("is refused when it is too large, announced or not", async () => {
    const large = JSON.stringify({ ...valid, metadata: { a: "x".repeat(300_000) } });
    expect(readProblem(await post(large))).toMatchObject({ status: 413, code: "payload_too_large" });
    const chunked = await send(`${harness.gateway.url}/v1/sessions`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${harness.key}`,
        "content-type": "application/json",
        "idempotency-key": "k",
      },
      body: Readable.from(Array.from({ length: 400 }, () => Buffer.alloc(1024, "x"))),
    }).then(async ({ statusCode, body }) => ({ statusCode, body: await body.json() }));
    expect(chunked).toMatchObject({ statusCode: 413, body: { code: "payload_too_large" } });
  });
});

describe("a body that is wrong", () => {
  const bodies: [string, unknown, string][] = [
    ["an array", [], ""],
    ["a number", 7, ""],
    ["null", null, ""],
    ["nothing of what is needed", {}, "/flow"],
    ["an unknown member", { ...valid, provider: "identomat" }, "/provider"],
    [
      "an unknown member deep inside",
      { ...valid, applicant: { id: "u", nickname: "x" } },
      "/applicant/nickname",
    ],
    ["a number for a text", { ...valid, flow: 7 }, "/flow"],
    ["an empty id", { ...valid, applicant: { id: "" } }, "/applicant/id"],
    ["an id with a space", { ...valid, applicant: { id: "a b" } }, "/applicant/id"],
    ["an id that a URL takes for a step", { ...valid, applicant: { id: "." } }, "/applicant/id"],
    ["an id that a URL takes for two steps", { ...valid, applicant: { id: ".." } }, "/applicant/id"],
    ["an id that a URL takes for an encoded step", { ...valid, applicant: { id: "%2e" } }, "/applicant/id"],
    ["an id half encoded", { ...valid, applicant: { id: ".%2E" } }, "/applicant/id"],
    ["a long id", { ...valid, applicant: { id: "x".repeat(129) } }, "/applicant/id"],
    [
      "a day that is none",
      { ...valid, applicant: { id: "u", dateOfBirth: "2001-02-30" } },
      "/applicant/dateOfBirth",
    ],
    [
      "a control character",
      { ...valid, applicant: { id: "u", givenName: "a\u0000b" } },
      "/applicant/givenName",
    ],
    ["a phone without +", { ...valid, applicant: { id: "u", phone: "995555000000" } }, "/applicant/phone"],
    ["a script for a URL", { ...valid, returnUrl: "javascript:alert(1)" }, "/returnUrl"],
    ["a number in metadata", { ...valid, metadata: { a: 1 } }, "/metadata/a"],
    ["a zero byte in metadata", { ...valid, metadata: { a: "x\u0000" } }, "/metadata/a"],
    ["half a character in metadata", { ...valid, metadata: { a: "x\ud800" } }, "/metadata/a"],
    [
      "metadata beyond measure",
      { ...valid, metadata: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, ""])) },
      "/metadata",
    ],
    ["a language that is none", { ...valid, language: "K_A" }, "/language"],
    ["no document type", { ...valid, documentTypes: [] }, "/documentTypes"],
    ["an unheard-of document type", { ...valid, documentTypes: ["library_card"] }, "/documentTypes/0"],
    ["a parent that is no id", { ...valid, parentSessionId: "7" }, "/parentSessionId"],
    ["half a character in an id", { ...valid, applicant: { id: "u\ud800" } }, "/applicant/id"],
    [
      "a name from somewhere else",
      { ...valid, applicant: { id: "u", toString: "x" } },
      "/applicant/toString",
    ],
    ["a text without end", { ...valid, flow: "x".repeat(200_000) }, "/flow"],
    ["a leap second", { ...valid, schedule: { endsAt: "2030-12-31T23:59:60Z" } }, "/schedule/endsAt"],
    ["a time that is none", { ...valid, schedule: { endsAt: "tomorrow" } }, "/schedule/endsAt"],
  ];

  it.each(bodies)("is refused and pointed at: %s", async (_name, body, pointer) => {
    const answer = await post(JSON.stringify(body));
    expect(readProblem(answer)).toMatchObject({ status: 400, code: "invalid_request", retryable: false });
    expect(readProblem(answer).issues?.map((issue) => issue.pointer)).toContain(pointer);
  });

  it("names every issue at once, and no value", async () => {
    const answer = await post(
      JSON.stringify({ flow: 7, applicant: { id: "u", email: "canary-mail" }, returnUrl: "x" }),
    );
    const { issues = [] } = readProblem(answer);
    expect(issues.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(["/flow", "/applicant/email", "/returnUrl"]),
    );
    expect(answer.text).not.toContain("canary-mail");
  });

  it("creates nothing", async () => {
    const { rows } = await harness.database.pool.query(
      "select count(*)::int as count from idempotency_keys where key <> ''",
    );
    const begun = harness.identomat.control.ledger().sessionsCreated;
    // The byte order mark's session is the only one.
    expect(rows).toEqual([{ count: 1 }]);
    expect(begun).toBe(1);
  });
});
