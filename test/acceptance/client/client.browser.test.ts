import { once } from "node:events";
import { createReadStream } from "node:fs";
import { createServer, request as ask, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type * as client from "@kyc-gateway/client";
import type { Browser, Page } from "playwright-core";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../../support/browser.ts";
import { startHarness, type Harness } from "../../support/gateway-harness.ts";
import { checkout, run } from "../../support/out-of-tree.ts";

const folder = join(checkout, "contracts/client");
const importMap = { imports: { "openapi-fetch": "/openapi-fetch/dist/index.mjs" } };
const html = `<!doctype html><script type="importmap">${JSON.stringify(importMap)}</script>`;

let harness: Harness;
let server: Server;
let browser: Browser;
let page: Page;
let origin: string;

// A product's own server: gives the page and the client's files, and adds the key to what goes to the gateway.
beforeAll(async () => {
  await run(checkout, join(checkout, "node_modules/.bin/tsc"), "-b", "contracts/client");
  harness = await startHarness();
  server = createServer((request, response) => {
    const { url = "/", method, headers } = request;
    if (url.startsWith("/v1/")) {
      const { host: _own, ...passedOn } = headers;
      const sent = { ...passedOn, authorization: `Bearer ${harness.key}` };
      const onward = ask(`${harness.gateway.url}${url}`, { method, headers: sent }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      response.on("close", () => onward.destroy());
      onward.on("error", () => response.destroy());
      request.pipe(onward);
      return;
    }
    if (url === "/") {
      response.writeHead(200, { "content-type": "text/html" }).end(html);
      return;
    }
    const file = url.startsWith("/openapi-fetch/") ? `node_modules${url}` : `dist${url}`;
    response.writeHead(200, { "content-type": "text/javascript" });
    createReadStream(join(folder, file))
      .on("error", () => response.destroy())
      .pipe(response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  browser = await launchBrowser();
  page = await browser.newPage();
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await page.goto(`${origin}/`);
});

afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
  await harness[Symbol.asyncDispose]();
});

const verify = (posted: { key: string; headers: Record<string, string>; body: string }): Promise<string> =>
  page.evaluate(async (given) => {
    const path = "/index.js";
    const { verifyEvent } = (await import(path)) as typeof client;
    return verifyEvent(given).then(
      ({ id }) => id,
      (error: client.KycSignatureError) => error.failure,
    );
  }, posted);

describe("the client in a browser", () => {
  it("starts a session and follows its events, by way of the product's own server", async () => {
    const seen = await page.evaluate(async (baseUrl) => {
      const path = "/index.js";
      const { createKycClient } = (await import(path)) as typeof client;
      const kyc = createKycClient({ baseUrl });
      const session = await kyc.sessions.create({ flow: "standard", applicant: { id: "browser-1" } });
      for await (const { event } of kyc.events.follow())
        if (event.sessionId === session.id) return [session.status, event.type];
      return [];
    }, origin);
    expect(seen).toEqual(["SESSION_CREATED", "session.created"]);
  });

  it("tells problems and other people's answers as it does elsewhere", async () => {
    const told = await page.evaluate(async (baseUrl) => {
      const path = "/index.js";
      const { createKycClient } = (await import(path)) as typeof client;
      const kyc = createKycClient({ baseUrl, retry: { attempts: 1 } });
      const away = createKycClient({ baseUrl: "http://127.0.0.1:9", retry: { attempts: 1 } });
      const calls = [kyc.sessions.get(crypto.randomUUID()), away.sessions.get("x")];
      const errors = (await Promise.allSettled(calls)).map(
        (each) => (each as PromiseRejectedResult).reason as object,
      );
      return errors.map((error) => JSON.parse(JSON.stringify({ ...error })) as object);
    }, origin);
    expect(told).toMatchObject([{ code: "session_not_found", status: 404 }, { failure: "unreachable" }]);
  });

  it("proves posted events with WebCrypto", async () => {
    const key = `whsec_${Buffer.alloc(32, 5).toString("base64")}`;
    const body = '{"id":"event-1","type":"session.decided"}';
    const at = new Date();
    const headers = {
      "webhook-id": "event-1",
      "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
      "webhook-signature": new Webhook(key).sign("event-1", at, body),
    };
    expect(await verify({ key, headers, body })).toBe("event-1");
    expect(await verify({ key, headers, body: `${body} ` })).toBe("signature_mismatch");
  });
});
