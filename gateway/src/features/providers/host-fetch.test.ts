import type { HostFetch } from "@kyc-gateway/adapter-spec/v1";
import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import type { Dispatcher } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHostFetch, createProviderAgent } from "./host-fetch.ts";

let answer: RequestListener;
let seen: IncomingHttpHeaders;
let server: Server;
let origin: string;
let agent: Dispatcher;
let fetch: HostFetch;
beforeEach(async () => {
  server = createServer((request, response) => {
    seen = request.headers;
    answer(request, response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  agent = createProviderAgent();
  fetch = createHostFetch(agent, [origin]);
});
afterEach(async () => {
  await agent.destroy();
  server.closeAllConnections();
  server.close();
});

const gzip = { "content-encoding": "gzip" };

/** Some bytes, each in a piece of its own. */
function write(response: ServerResponse, count: number, done: () => void): void {
  if (count === 0) done();
  else response.write("x", () => setImmediate(write, response, count - 1, done));
}

/** How many bytes came, or the code of what went wrong. */
async function readAtOnce(): Promise<string> {
  const answered = await fetch(origin);
  const told = await answered.bytes().catch((error: { readonly code: string }) => error.code);
  return typeof told === "string" ? told : `${told.byteLength} bytes`;
}

const read = async (body: ReadableStream<Uint8Array> | null) => new Response(body).text();

describe("an answer", () => {
  it("comes with its status, its headers and its body", async () => {
    answer = (_request, response) => {
      response.writeHead(418, { "content-type": "text/plain", "set-cookie": ["a=1", "b=2"] }).end("short");
    };
    const { status, headers, body } = await fetch(`${origin}/a?b=c`);
    expect(status).toBe(418);
    expect(headers.get("content-type")).toBe("text/plain");
    expect(headers.get("Set-Cookie")).toBe("a=1, b=2");
    expect(await read(body)).toBe("short");
  });

  it("that leads elsewhere is not followed", async () => {
    answer = (_request, response) => void response.writeHead(302, { location: "/elsewhere" }).end();
    const { status, headers } = await fetch(origin);
    expect([status, headers.get("location")]).toEqual([302, "/elsewhere"]);
  });

  it.each([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["GZIP", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["zstd", zstdCompressSync],
    ["gzip, identity", gzipSync],
  ])("that is coded as %s although nobody asked is decoded", async (coding, encode) => {
    const coded = encode('"x"'.repeat(1000));
    answer = (_request, response) =>
      void response.writeHead(200, { "content-encoding": coding, "content-length": coded.length }).end(coded);
    const { body, headers } = await fetch(origin);
    expect(await read(body)).toBe('"x"'.repeat(1000));
    expect([headers.get("content-encoding"), headers.get("content-length")]).toEqual([null, null]);
    expect(seen["accept-encoding"]).toBe("identity");
  });

  it.each([
    "utf-8",
    "UTF8",
    "identity",
    "none",
    "",
    "us-ascii",
    "ISO-8859-1",
    "windows-1252",
    "utf-8, identity",
  ])("whose coding is %j is plain", async (coding) => {
    answer = (_request, response) =>
      void response.writeHead(200, { "content-encoding": coding, "content-length": 7 }).end('"token"');
    const { body, headers } = await fetch(origin);
    expect(await read(body)).toBe('"token"');
    expect(headers.get("content-length")).toBe("7");
  });

  it.each(["compress", "gzip, gzip", "aes128gcm", "gzip, br"])(
    "that is coded as %s is refused",
    async (coding) => {
      answer = (_request, response) =>
        void response.writeHead(200, { "content-encoding": coding }).end(gzipSync("x"));
      await expect(fetch(origin)).rejects.toMatchObject({ code: "response_unrecognised" });
    },
  );

  it.each([
    ["is no gzip", Buffer.from('"token"')],
    ["is half of one", gzipSync("x".repeat(1000)).subarray(0, 20)],
    ["is damaged", Buffer.concat([gzipSync("x").subarray(0, 12), Buffer.alloc(20, 255)])],
  ])("that is said to be gzip and %s is refused when it is read", async (_what, coded) => {
    answer = (_request, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(coded);
    const { body } = await fetch(origin);
    await expect(read(body)).rejects.toMatchObject({ code: "response_unrecognised" });
  });

  it("that is a bomb unfolds no further than its limit", async () => {
    const bomb = gzipSync(Buffer.alloc(256 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(1_048_576);
    answer = (_request, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    const before = process.memoryUsage().arrayBuffers;
    const { body } = await fetch(origin);
    await expect(read(body)).rejects.toMatchObject({ code: "response_unrecognised" });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
  });

  it("is read up to its limit, to the byte", async () => {
    answer = (_request, response) => void response.end("x".repeat(1000));
    expect(await read((await fetch(origin, { maxResponseBytes: 1000 })).body)).toHaveLength(1000);
    const { body } = await fetch(origin, { maxResponseBytes: 999 });
    await expect(body?.getReader().read()).rejects.toMatchObject({ code: "response_unrecognised" });
  });

  it("is read at once as well, decoded and up to its limit", async () => {
    const coded = gzipSync("x".repeat(1000));
    answer = (_request, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(coded);
    const whole = await (await fetch(origin, { maxResponseBytes: 1000 })).bytes();
    expect(Buffer.from(whole).toString()).toBe("x".repeat(1000));
    const long = (await fetch(origin, { maxResponseBytes: 999 })).bytes();
    await expect(long).rejects.toMatchObject({ code: "response_unrecognised" });
  });

  it.each([
    ["empty", (response: ServerResponse) => void response.end(), "0 bytes"],
    ["in pieces", (response: ServerResponse) => write(response, 3, () => response.end()), "3 bytes"],
    ["broken off", (response: ServerResponse) => write(response, 2, () => response.destroy()), "unavailable"],
    [
      "no gzip",
      (response: ServerResponse) => void response.writeHead(200, gzip).end("x"),
      "response_unrecognised",
    ],
  ])("that is %s is so when it is read at once", async (_what, serve, expected) => {
    answer = (_request, response) => serve(response);
    expect(await readAtOnce()).toBe(expected);
  });

  it("that is given up frees its connection", async () => {
    answer = (_request, response) => {
      const fill = (): void => {
        while (response.write("x".repeat(65_536)));
      };
      fill();
      response.on("drain", fill);
    };
    const { body } = await fetch(origin, { maxResponseBytes: Number.MAX_SAFE_INTEGER });
    const closed = new Promise((resolve) => {
      server.once("connection", resolve);
    });
    await body?.cancel();
    answer = (_request, response) => void response.end("next");
    expect(await read((await fetch(origin)).body)).toBe("next");
    await closed;
  });
});

describe("a request", () => {
  it("has the adapter's headers in place of ours, however they are spelt", async () => {
    answer = (_request, response) => void response.end();
    await fetch(origin, {
      method: "POST",
      headers: { Accept: "application/json", "X-Key": "k" },
      body: "{}",
    });
    expect(seen).toMatchObject({ accept: "application/json", "x-key": "k", "content-length": "2" });
  });

  it("to a host outside the origins is refused before it is sent", async () => {
    await expect(fetch("http://localhost:1/")).rejects.toMatchObject({
      code: "settings_invalid",
      requestSent: false,
    });
  });

  it("that finds nobody was never sent", async () => {
    server.close();
    await expect(fetch(origin)).rejects.toMatchObject({ code: "unavailable", requestSent: false });
  });

  it.each(["EAI_AGAIN", "ENOTFOUND", "EAI_FAIL", "EAI_NODATA", "ESERVFAIL", "ENOMEM"])(
    "to a name that does not resolve (%s) was never sent, and goes there once it does",
    async (code) => {
      let isAway = true;
      const named = createProviderAgent({
        lookup: (_host, options, callback) => {
          if (isAway) return callback(Object.assign(new Error("no answer"), { code }), []);
          if (options.all === true) return callback(null, [{ address: "127.0.0.1", family: 4 }]);
          return callback(null, "127.0.0.1", 4);
        },
      });
      const url = origin.replace("127.0.0.1", "provider.example");
      const fetchByName = createHostFetch(named, [url]);
      await expect(fetchByName(url)).rejects.toMatchObject({ code: "unavailable", requestSent: false });
      isAway = false;
      answer = (_request, response) => void response.end("back");
      expect(await read((await fetchByName(url)).body)).toBe("back");
      await named.destroy();
    },
  );

  it("to a name that no name server answers for was never sent", async () => {
    const named = createProviderAgent({ lookup: () => undefined });
    const fetchByName = createHostFetch(named, ["http://provider.example"]);
    await expect(fetchByName("http://provider.example")).rejects.toMatchObject({
      code: "unavailable",
      requestSent: false,
    });
    await named.destroy();
  });

  it("whose TLS handshake fails was never sent, whatever the reason", async () => {
    const plain = origin.replace("http:", "https:");
    await expect(createHostFetch(agent, [plain])(plain)).rejects.toMatchObject({
      code: "unavailable",
      requestSent: false,
    });
  });

  it("that is answered with nothing but interim answers ends, and may have been received", async () => {
    answer = (_request, response) => {
      for (let count = 0; count < 100; count += 1) response.writeProcessing();
      response.end("late");
    };
    const error: unknown = await fetch(origin, { method: "POST", body: "{}" }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: "unavailable" });
    expect(error).not.toMatchObject({ requestSent: false });
  });

  it("whose connection breaks may have been received", async () => {
    answer = (request) => void request.socket.destroy();
    const error: unknown = await fetch(origin).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "unavailable" });
    expect(error).not.toMatchObject({ requestSent: false });
  });

  it("ends with its signal: before the answer, and in the middle of it", async () => {
    const before = new AbortController();
    answer = () => before.abort();
    await expect(fetch(origin, { signal: before.signal })).rejects.toMatchObject({ code: "timeout" });
    const amid = new AbortController();
    answer = (_request, response) => void response.write("begun");
    const { body } = await fetch(origin, { signal: amid.signal });
    const reader = body?.getReader();
    await reader?.read();
    amid.abort();
    await expect(reader?.read()).rejects.toMatchObject({ code: "timeout" });
    const whole = new AbortController();
    const answered = await fetch(origin, { signal: whole.signal });
    const reading = answered.bytes();
    whole.abort();
    await expect(reading).rejects.toMatchObject({ code: "timeout" });
  });
});
