import { describe, expect, it } from "vitest";
import { toEvidenceContent } from "./evidence-content.ts";
import { readBoundedBytes } from "./stream.ts";

const limit = { operation: "photo", maxBytes: 10 };

/** A source that gives its chunks and then ends, hangs or breaks; it tells whether it was cancelled. */
function createSource(chunks: readonly string[], end: "close" | "hang" | "break" = "close") {
  const state = { isCancelled: false, pulled: 0 };
  const hanging = Promise.withResolvers<void>();
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = chunks[state.pulled];
        state.pulled += 1;
        if (chunk !== undefined) return controller.enqueue(Buffer.from(chunk));
        if (end === "close") return controller.close();
        if (end === "break") return controller.error(new TypeError("terminated"));
        hanging.resolve();
        return new Promise<void>(() => undefined);
      },
      cancel() {
        state.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { state, hangs: hanging.promise, response: new Response(stream) };
}

describe("readBoundedBytes", () => {
  it("reads up to the limit, that byte included", async () => {
    const { response } = createSource(["12345", "67890"]);
    expect(Buffer.from(await readBoundedBytes(response, limit)).toString()).toBe("1234567890");
  });

  it("stops at the first byte too many, and reads no further", async () => {
    const { response, state } = createSource(["12345", "678901", "never"]);
    await expect(readBoundedBytes(response, limit)).rejects.toMatchObject({ code: "response_unrecognised" });
    expect(state).toEqual({ isCancelled: true, pulled: 2 });
  });

  it("says that a connection broke", async () => {
    const { response } = createSource(["123"], "break");
    await expect(readBoundedBytes(response, limit)).rejects.toMatchObject({ code: "unavailable" });
  });

  it("ends a read that hangs when the signal is aborted", async () => {
    const controller = new AbortController();
    const { response, state, hangs } = createSource(["123"], "hang");
    const reading = readBoundedBytes(response, { ...limit, signal: controller.signal });
    await hangs;
    controller.abort();
    await expect(reading).rejects.toMatchObject({ code: "timeout" });
    expect(state.isCancelled).toBe(true);
  });

  it("reads nothing under a signal that is aborted already", async () => {
    const { response } = createSource(["123"]);
    const reading = readBoundedBytes(response, { ...limit, signal: AbortSignal.abort() });
    await expect(reading).rejects.toMatchObject({ code: "timeout" });
  });
});

describe("toEvidenceContent", () => {
  it("passes bytes on as they are asked for", async () => {
    const { response, state } = createSource(["12345", "67890"]);
    const content = await toEvidenceContent(response, limit);
    expect(state.pulled).toBe(0);
    expect(await new Response(content.body).text()).toBe("1234567890");
  });

  it("tells media type and length where the provider does", async () => {
    const headers = { "content-type": "Image/JPEG; q=1", "content-length": "3" };
    expect(await toEvidenceContent(new Response("abc", { headers }), limit)).toMatchObject({
      mediaType: "image/jpeg",
      length: 3,
    });
  });

  it("tells no length of a compressed answer", async () => {
    const headers = { "content-encoding": "gzip", "content-length": "3" };
    expect(await toEvidenceContent(new Response("abc", { headers }), limit)).not.toHaveProperty("length");
  });

  it("refuses what is declared longer than allowed", async () => {
    const response = new Response("abc", { headers: { "content-length": "11" } });
    await expect(toEvidenceContent(response, limit)).rejects.toMatchObject({ code: "response_unrecognised" });
  });

  it("breaks off a stream that turns out longer than allowed", async () => {
    const { response } = createSource(["12345", "678901"]);
    const content = await toEvidenceContent(response, limit);
    await expect(new Response(content.body).bytes()).rejects.toMatchObject({ code: "response_unrecognised" });
  });

  it("lets go of the provider when the reader does", async () => {
    const { response, state } = createSource(["12345"], "hang");
    const content = await toEvidenceContent(response, limit);
    const reader = content.body.getReader();
    await reader.read();
    await reader.cancel();
    expect(state.isCancelled).toBe(true);
  });
});
