import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTokenIssuer } from "./oauth2-token-issuer.ts";
import type { TokenClient } from "./oauth2-token-issuer.ts";

const form = "application/x-www-form-urlencoded";
const first: TokenClient = { clientId: "client", clientSecret: "first+secret/with=signs" };
const second: TokenClient = { clientId: "client", clientSecret: "second:secret" };

function createIssuer(clients: readonly TokenClient[] = [first, second]) {
  const clock = { nowMs: 1_700_000_000_000 };
  const issuer = createTokenIssuer({ clients, lifetimeSeconds: 600, now: () => clock.nowMs });
  return { issuer, clock };
}

function inBody(fields: Record<string, string>, headers: Record<string, string | readonly string[]> = {}) {
  const body = new URLSearchParams({ grant_type: "client_credentials", ...fields });
  return { headers: { "content-type": form, ...headers }, rawBody: Buffer.from(body.toString()) };
}

const asFields = ({ clientId, clientSecret }: TokenClient) => ({
  client_id: clientId,
  client_secret: clientSecret,
});
const asBasic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;

function forge(payload: unknown, key: string): string {
  const text = Buffer.from(JSON.stringify(payload)).toString("base64url");
  return `kg1.${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
}

describe("createTokenIssuer", () => {
  it("issues a token to every live client, in the body or in a Basic header, encoded or not", () => {
    const { issuer } = createIssuer();
    const encoded = asBasic(first.clientId, encodeURIComponent(first.clientSecret));
    const requests = [
      inBody(asFields(first)),
      inBody({ ...asFields(second), scope: "anything" }),
      inBody({}, { authorization: asBasic(first.clientId, first.clientSecret) }),
      inBody({}, { authorization: encoded }),
      inBody({ client_id: "client" }, { authorization: asBasic(second.clientId, second.clientSecret) }),
      inBody(asFields(first), { "content-type": `${form}; charset=utf-8` }),
    ];
    for (const request of requests) {
      const token = issuer.issue(request);
      expect(token?.expiresInSeconds).toBe(600);
      expect(issuer.verify(`Bearer ${token?.accessToken}`)).toBe("valid");
    }
  });

  it("accepts a token until it expires, and not at that instant", () => {
    const { issuer, clock } = createIssuer();
    const token = issuer.issue(inBody(asFields(first)))?.accessToken;
    clock.nowMs += 599_999;
    expect(issuer.verify(`Bearer ${token}`)).toBe("valid");
    clock.nowMs += 1;
    expect(issuer.verify(`Bearer ${token}`)).not.toBe("valid");
  });

  it("accepts a token of any replica that has the secret, and of none that lacks it", () => {
    const token = createIssuer().issuer.issue(inBody(asFields(second)))?.accessToken;
    expect(createIssuer([second]).issuer.verify(`Bearer ${token}`)).toBe("valid");
    expect(createIssuer([first]).issuer.verify(`Bearer ${token}`)).not.toBe("valid");
    expect(createIssuer([]).issuer.verify(`Bearer ${token}`)).not.toBe("valid");
  });

  it("keeps the secret and nothing that reveals it out of the token", () => {
    const token = createIssuer().issuer.issue(inBody(asFields(first)))?.accessToken ?? "";
    expect(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()).not.toContain(first.clientSecret);
  });

  it.each([
    ["another grant", inBody({ ...asFields(first), grant_type: "password" })],
    ["no grant", { ...inBody({}), rawBody: Buffer.from("client_id=client&client_secret=second%3Asecret") }],
    ["a wrong secret", inBody({ client_id: "client", client_secret: "wrong" })],
    ["an empty secret", inBody({ client_id: "client", client_secret: "" })],
    ["another client", inBody({ client_id: "other", client_secret: first.clientSecret })],
    ["no credentials", inBody({})],
    ["no secret", inBody({ client_id: "client" })],
    [
      "two secrets",
      { ...inBody({}), rawBody: Buffer.from(`${String(inBody(asFields(second)).rawBody)}&client_secret=x`) },
    ],
    [
      "two grants",
      { ...inBody({}), rawBody: Buffer.from(`${String(inBody(asFields(second)).rawBody)}&grant_type=x`) },
    ],
    ["two ways at once", inBody(asFields(first), { authorization: asBasic("client", "second:secret") })],
    ["a bearer header", inBody({}, { authorization: "Bearer x" })],
    ["a repeated header", inBody({}, { authorization: [asBasic("client", "second:secret")] })],
    [
      "JSON",
      {
        headers: { "content-type": "application/json" },
        rawBody: Buffer.from(JSON.stringify(asFields(first))),
      },
    ],
    ["a form called JSON", inBody(asFields(first), { "content-type": "application/json" })],
    ["no content type", { headers: {}, rawBody: inBody(asFields(first)).rawBody }],
    ["a repeated content type", inBody(asFields(first), { "content-type": [form, form] })],
    ["a type that begins alike", inBody(asFields(first), { "content-type": `${form}-x` })],
    ["an oversized body", inBody({ ...asFields(first), padding: "x".repeat(10_000) })],
    ["an empty body", { headers: { "content-type": form }, rawBody: new Uint8Array() }],
  ])("issues nothing for %s", (_, request) => {
    expect(createIssuer().issuer.issue(request)).toBeUndefined();
  });

  it("accepts no token in which a character was changed", () => {
    const { issuer } = createIssuer();
    const token = issuer.issue(inBody(asFields(first)))?.accessToken ?? "";
    fc.assert(
      fc.property(
        fc.nat(token.length - 1),
        fc.constantFrom(...Array.from("abXY019-_.=+/")),
        (place, character) => {
          fc.pre(token[place] !== character);
          const changed = token.slice(0, place) + character + token.slice(place + 1);
          expect(issuer.verify(`Bearer ${changed}`)).not.toBe("valid");
        },
      ),
      { numRuns: 500 },
    );
  });

  it("accepts no expiry that its client did not sign, whatever is written around it", () => {
    const { issuer } = createIssuer();
    fc.assert(
      fc.property(fc.anything(), fc.string(), (payload, key) => {
        fc.pre(JSON.stringify(payload) !== undefined);
        expect(issuer.verify(`Bearer ${forge(payload, key)}`)).not.toBe("valid");
      }),
    );
  });

  it("neither issues to nor accepts from a client whose secret is empty", () => {
    const { issuer } = createIssuer([{ clientId: "client", clientSecret: "" }]);
    expect(issuer.issue(inBody({ client_id: "client", client_secret: "" }))).toBeUndefined();
    const payload = Buffer.from(JSON.stringify({ exp: 1_700_000_600, client: "client" })).toString(
      "base64url",
    );
    const signature = createHmac("sha256", "")
      .update(`kyc-gateway.issued-token.v1.${payload}`)
      .digest("base64url");
    expect(issuer.verify(`Bearer kg1.${payload}.${signature}`)).not.toBe("valid");
  });
});
