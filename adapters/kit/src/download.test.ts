import { describe, expect, it } from "vitest";
import { AdapterError } from "./adapter-error.ts";
import { openDownload, type Download } from "./download.ts";
import type { JsonAnswer } from "./json-request.ts";

const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);

function open(response: Response, change: Partial<Download> = {}) {
  const host = { fetch: async () => response, now: () => 0 };
  return openDownload(host, {
    operation: "open file",
    url: "https://api.example/file",
    signal: new AbortController().signal,
    maxBytes: 1000,
    ...change,
  });
}

function answer(
  status: number,
  type: string,
  body: ConstructorParameters<typeof Response>[0] = "{}",
): Response {
  return new Response(body, { status, headers: { "content-type": type, "retry-after": "3" } });
}

function findError({ body, status }: JsonAnswer): AdapterError {
  return new AdapterError({
    code: "conflict",
    message: "is locked",
    providerCode: JSON.stringify([status, body]),
  });
}

describe("a download", () => {
  it("gives the bytes with their type", async () => {
    const { mediaType, body } = await open(answer(200, "image/jpeg", jpeg));
    expect(mediaType).toBe("image/jpeg");
    expect(Buffer.from(await new Response(body).arrayBuffer()).equals(jpeg)).toBe(true);
  });

  it.each([
    [404, "not_found"],
    [401, "credentials_rejected"],
    [429, "rate_limited"],
    [500, "unavailable"],
    [302, "response_unrecognised"],
  ])("that is answered with %i is %s", async (status, code) => {
    await expect(open(answer(status, "image/jpeg"))).rejects.toMatchObject({ code, httpStatus: status });
  });

  it("keeps when to come back", async () => {
    await expect(open(answer(503, "text/plain"))).rejects.toMatchObject({ retryAfterMs: 3000 });
  });

  it.each(["application/json", "application/problem+json", "text/html", "TEXT/HTML; charset=utf-8"])(
    "takes %s for no file, whatever its status",
    async (type) => {
      await expect(open(answer(200, type))).rejects.toMatchObject({ code: "response_unrecognised" });
    },
  );

  it("means by 404 what the adapter says, and asks it about every error first", async () => {
    const notFound = "session_unknown";
    await expect(open(answer(404, "text/html"), { notFound })).rejects.toMatchObject({ code: notFound });
    const refused = open(answer(200, "application/json", '{"error":"locked"}'), { findError });
    await expect(refused).rejects.toMatchObject({
      code: "conflict",
      providerCode: '[200,{"error":"locked"}]',
    });
  });

  it("reads no more of an error than it may", async () => {
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(Buffer.alloc(10_000, 32)),
    });
    await expect(open(answer(500, "text/html", endless))).rejects.toMatchObject({
      code: "response_unrecognised",
    });
  });
});
