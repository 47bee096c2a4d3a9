import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Host } from "@kyc-gateway/adapter-spec/v1";
import { afterEach, describe, expect, it } from "vitest";
import { AdapterError } from "./adapter-error.ts";
import { createClientCredentials } from "./oauth2-client-credentials.ts";

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** A real token endpoint: answers in turn, the last answer for ever, each when `release` says so. */
async function startTokenServer(...answers: Answer[]) {
  const forms: URLSearchParams[] = [];
  const gate = Promise.withResolvers<void>();
  let isGated = false;
  const answerNext = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await request.toArray();
    forms.push(new URLSearchParams(Buffer.concat(body).toString()));
    const answer = answers[Math.min(forms.length, answers.length) - 1] ?? {};
    if (isGated) await gate.promise;
    response.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
    response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
  };
  const server = createServer((request, response) => void answerNext(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const tokenUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/connect/token`;
  return {
    tokenUrl,
    forms,
    hold: () => {
      isGated = true;
      return gate.resolve;
    },
  };
}

const token = (value: string, more: object = { expires_in: 3600 }): Answer => ({
  body: { access_token: value, token_type: "Bearer", ...more },
});

const unauthorized = () =>
  new AdapterError({ code: "credentials_rejected", message: "refused", httpStatus: 401 });

const call = (signal = new AbortController().signal) => ({ signal, idempotencyKey: "key" });

function connect(tokenUrl: string, options: { scope?: string; clientSecret?: string } = {}) {
  const clock = { nowMs: 1_700_000_000_000 };
  const host: Host = {
    fetch: (url, init) => fetch(url, init),
    log: { info: () => undefined, warn: () => undefined },
    now: () => clock.nowMs,
  };
  const tokens = createClientCredentials({
    host,
    tokenUrl,
    clientId: "client",
    clientSecret: "s3cret & more",
    ...options,
  });
  return { tokens, clock };
}

const echo = async (value: string) => value;

async function refuseOld(value: string): Promise<string> {
  if (value === "old") throw unauthorized();
  return value;
}

describe("createClientCredentials", () => {
  it("asks with a form that carries the client, its secret and its scope", async () => {
    const server = await startTokenServer(token("t1"));
    const { tokens } = connect(server.tokenUrl, { scope: "idv kyc" });
    expect(await tokens.withToken(call(), echo)).toBe("t1");
    expect(Object.fromEntries(server.forms[0] ?? [])).toEqual({
      grant_type: "client_credentials",
      client_id: "client",
      client_secret: "s3cret & more",
      scope: "idv kyc",
    });
  });

  it("asks once for a hundred callers", async () => {
    const server = await startTokenServer(token("t1"));
    const { tokens } = connect(server.tokenUrl);
    const values = await Promise.all(Array.from({ length: 100 }, () => tokens.withToken(call(), echo)));
    expect(new Set(values)).toEqual(new Set(["t1"]));
    expect(server.forms).toHaveLength(1);
    expect(server.forms[0]?.has("scope")).toBe(false);
  });

  it("uses a token until a minute before its expiry", async () => {
    const server = await startTokenServer(token("t1"), token("t2"));
    const { tokens, clock } = connect(server.tokenUrl);
    await tokens.withToken(call(), echo);
    clock.nowMs += 3_540_000 - 1;
    expect(await tokens.withToken(call(), echo)).toBe("t1");
    clock.nowMs += 1;
    expect(await tokens.withToken(call(), echo)).toBe("t2");
  });

  it("uses a short-lived token for nine tenths of its life", async () => {
    const server = await startTokenServer(token("t1", { expires_in: "10" }), token("t2"));
    const { tokens, clock } = connect(server.tokenUrl);
    await tokens.withToken(call(), echo);
    clock.nowMs += 8_999;
    expect(await tokens.withToken(call(), echo)).toBe("t1");
    clock.nowMs += 1;
    expect(await tokens.withToken(call(), echo)).toBe("t2");
  });

  it.each([
    ["no member", "{}"],
    ["null", '{"expires_in":null}'],
    ["text", '{"expires_in":"3600"}'],
    ["a blank text", '{"expires_in":""}'],
    ["blanks", '{"expires_in":"  "}'],
    ["zero", '{"expires_in":0}'],
    ["zero as text", '{"expires_in":"0"}'],
    ["a negative number", '{"expires_in":-1}'],
    ["less than a second", '{"expires_in":0.25}'],
    ["milliseconds", '{"expires_in":3600000}'],
    ["a number beyond all numbers", '{"expires_in":1e400}'],
    ["a word", '{"expires_in":"soon"}'],
    ["true", '{"expires_in":true}'],
    ["a list", '{"expires_in":[3600]}'],
  ])(
    "asks once for fifty callers, and not again for those after them, when the lifetime is %s",
    async (_, json) => {
      const body = json
        .replace("{", '{"access_token":"t1","token_type":"Bearer"')
        .replace('"expires', ',"expires');
      const server = await startTokenServer({ body });
      const { tokens, clock } = connect(server.tokenUrl);
      await Promise.all(Array.from({ length: 50 }, () => tokens.withToken(call(), echo)));
      for (let later = 0; later < 5; later += 1) {
        clock.nowMs += 10_000;
        await tokens.withToken(call(), echo);
      }
      expect(server.forms).toHaveLength(1);
    },
  );

  it("keeps no token longer than a day, whatever lifetime it is given", async () => {
    const server = await startTokenServer(token("t1", { expires_in: 3_600_000 }), token("t2"));
    const { tokens, clock } = connect(server.tokenUrl);
    await tokens.withToken(call(), echo);
    clock.nowMs += 86_400_000;
    expect(await tokens.withToken(call(), echo)).toBe("t2");
  });

  it("fetches one new token when many callers are refused with the old one", async () => {
    const server = await startTokenServer(token("old"), token("new"));
    const { tokens } = connect(server.tokenUrl);
    const values = await Promise.all(Array.from({ length: 20 }, () => tokens.withToken(call(), refuseOld)));
    expect(new Set(values)).toEqual(new Set(["new"]));
    expect(server.forms).toHaveLength(2);
  });

  it("gives up when the new token is refused too", async () => {
    const server = await startTokenServer(token("t1"), token("t2"));
    const { tokens } = connect(server.tokenUrl);
    const sent: string[] = [];
    const send = async (value: string) => {
      sent.push(value);
      throw unauthorized();
    };
    await expect(tokens.withToken(call(), send)).rejects.toMatchObject({ code: "credentials_rejected" });
    expect(sent).toEqual(["t1", "t2"]);
  });

  it.each([
    [
      "a refusal of what the client may do",
      new AdapterError({ code: "credentials_rejected", message: "", httpStatus: 403 }),
    ],
    ["an outage", new AdapterError({ code: "unavailable", message: "", httpStatus: 503 })],
    ["an issue of ours", new TypeError("issue")],
  ])("does not repeat a request after %s", async (_, error) => {
    const server = await startTokenServer(token("t1"));
    const { tokens } = connect(server.tokenUrl);
    let sent = 0;
    const send = async () => {
      sent += 1;
      throw error;
    };
    await expect(tokens.withToken(call(), send)).rejects.toBe(error);
    expect(sent).toBe(1);
  });

  it("leaves the others their token when one caller gives up", async () => {
    const server = await startTokenServer(token("t1"));
    const release = server.hold();
    const { tokens } = connect(server.tokenUrl);
    const leaving = new AbortController();
    const left = tokens.withToken(call(leaving.signal), echo);
    const stayed = tokens.withToken(call(), echo);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: "timeout", requestSent: false });
    release();
    expect(await stayed).toBe("t1");
    expect(server.forms).toHaveLength(1);
  });

  it.each([
    [400, { error: "invalid_client" }, "credentials_rejected"],
    [401, { error: "invalid_client", error_description: "s3cret" }, "credentials_rejected"],
    [400, { error: "unauthorized_client" }, "credentials_rejected"],
    [400, { error: "invalid_grant" }, "credentials_rejected"],
    [400, { error: "invalid_scope" }, "settings_invalid"],
    [400, { error: "unsupported_grant_type" }, "settings_invalid"],
    [400, { error: "invalid_request" }, "settings_invalid"],
    [400, { error: "temporarily_unavailable" }, "unavailable"],
    [400, { error: "something_new" }, "request_rejected"],
    [400, { error: "constructor" }, "request_rejected"],
    [401, "<html>", "credentials_rejected"],
    [403, {}, "credentials_rejected"],
    [429, {}, "rate_limited"],
    [500, { error: 7 }, "unavailable"],
    [503, "down", "unavailable"],
    [302, "", "response_unrecognised"],
    [200, { error: "invalid_client" }, "credentials_rejected"],
    [200, {}, "response_unrecognised"],
    [200, null, "response_unrecognised"],
    [200, "no JSON", "response_unrecognised"],
    [200, { access_token: "" }, "response_unrecognised"],
    [200, { access_token: "two words" }, "response_unrecognised"],
    [200, { access_token: "line\r\nbreak" }, "response_unrecognised"],
    [200, { access_token: "t", token_type: "mac" }, "response_unrecognised"],
    [200, { access_token: 7 }, "response_unrecognised"],
  ])("turns %i %j of the token endpoint into its code", async (status, body, code) => {
    const server = await startTokenServer({ status, body, headers: { "retry-after": "7" } });
    const { tokens } = connect(server.tokenUrl);
    const error = await tokens.withToken(call(), echo).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, requestSent: false });
    expect(JSON.stringify(error) + String(error)).not.toContain("s3cret");
    if (code === "rate_limited") expect(error).toMatchObject({ retryAfterMs: 7000 });
    expect(server.forms).toHaveLength(1);
  });

  it("asks again after a failure", async () => {
    const server = await startTokenServer({ status: 500, body: {} }, token("t1"));
    const { tokens } = connect(server.tokenUrl);
    await expect(tokens.withToken(call(), echo)).rejects.toMatchObject({ code: "unavailable" });
    expect(await tokens.withToken(call(), echo)).toBe("t1");
  });
});
