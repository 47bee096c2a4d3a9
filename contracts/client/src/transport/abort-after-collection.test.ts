import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createKycClient } from "../client.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const sessionId = "01890a5d-ac96-774b-bcce-b302099a8057";

let server: Server;
let baseUrl = "";
beforeAll(async () => {
  // Never answers, or begins a stream that says nothing more.
  server = createServer(({ headers: { accept = "" } }, response) => {
    if (accept.includes("event-stream"))
      response.writeHead(200, { "content-type": "text/event-stream" }).write(": here\n\n");
    if (accept === "*/*") response.writeHead(200, { "content-type": "image/png" }).write("begun");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Takes away what nobody holds, while the requests are under way. */
async function collectOften(): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await delay(50);
    collect();
  }
}

describe("a request under way when garbage is collected", () => {
  it("ends by its time-out", async () => {
    const kyc = createKycClient({ baseUrl, apiKey: "key", timeoutMs: 400, retry: { attempts: 1 } });
    const calls = Array.from({ length: 5 }, () => kyc.sessions.get(sessionId));
    const answers = Promise.allSettled(calls);
    await collectOften();
    for (const answer of await answers)
      expect(answer).toMatchObject({ status: "rejected", reason: { failure: "timed_out" } });
  }, 5000);

  it("ends by the caller's signal", async () => {
    const leaving = new AbortController();
    const kyc = createKycClient({ baseUrl, apiKey: "key" });
    const call = kyc.sessions.get(sessionId, { signal: leaving.signal }).catch((error: unknown) => error);
    await collectOften();
    leaving.abort(new Error("left"));
    expect(await call).toMatchObject({ message: "left" });
  }, 5000);

  it("ends by the caller's signal while it is a stream", async () => {
    const leaving = new AbortController();
    const events = createKycClient({ baseUrl, apiKey: "key" }).events.follow({ signal: leaving.signal });
    const next = events.next();
    await collectOften();
    leaving.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  }, 5000);

  it("ends by the caller's signal while a file is downloaded", async () => {
    const leaving = new AbortController();
    const kyc = createKycClient({ baseUrl, apiKey: "key" });
    const { bytes } = await kyc.sessions.downloadEvidence(sessionId, "front", { signal: leaving.signal });
    const reader = bytes.getReader();
    await reader.read();
    const rest = reader.read().catch((error: unknown) => error);
    await collectOften();
    leaving.abort(new Error("left"));
    expect(await rest).toMatchObject({ message: "left" });
  }, 5000);
});
