import type { HostFetch } from "@kyc-gateway/adapter-spec/v1";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import type { Agent } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHostFetch, createProviderAgent } from "./host-fetch.ts";

let answer: RequestListener;
let seen: IncomingHttpHeaders;
let server: Server;
let origin: string;
let agent: Agent;
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

const read = async (body: ReadableStream<Uint8Array> | null) => new Response(body).text();

describe("an answer", () => {
  it("comes with its status, its headers and its body", async () => {
    answer = (_request, response) => {
      response.writeHead(418, { "content-type": "text/plain", "set-cookie": ["a=1", "b=2"] }).end("short");
    };
    const { status, headers, body } = await fetch(`${origin}/a?b=c`);
    expect(status).toBe(418);
    expect(headers.get("content-type")).toBe("text/plain");
    expect(headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await read(body)).toBe("short");
  });

  it("that leads elsewhere is not followed", async () => {
    answer = (_request, response) => void response.writeHead(302, { location: "/elsewhere" }).end();
    const { status, headers } = await fetch(origin);
    expect([status, headers.get("location")]).toEqual([302, "/elsewhere"]);
  });

  it("that is coded is refused: nobody asked for it", async () => {
    answer = (_request, response) =>
      void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("x".repeat(1000)));
    await expect(fetch(origin)).rejects.toMatchObject({ code: "response_unrecognised" });
    expect(seen["accept-encoding"]).toBe("identity");
  });

  it("is read up to its limit, to the byte", async () => {
    answer = (_request, response) => void response.end("x".repeat(1000));
    expect(await read((await fetch(origin, { maxResponseBytes: 1000 })).body)).toHaveLength(1000);
    const { body } = await fetch(origin, { maxResponseBytes: 999 });
    await expect(body?.getReader().read()).rejects.toMatchObject({ code: "response_unrecognised" });
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
  });
});
