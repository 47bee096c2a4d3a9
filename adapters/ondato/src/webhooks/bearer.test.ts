import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import type { Delivery, IssuedToken } from "@kyc-gateway/adapter-spec/v1";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Settings } from "../settings/settings.schema.ts";
import { connectTo } from "../testing/connection.ts";
import { createDelivery, encodeBasic, NOW_SECONDS, UNAUTHENTIC } from "../testing/deliveries.ts";

const SECRET = "bearer-secret-1";
const clients = [
  { clientId: "ondato", clientSecret: SECRET },
  { clientId: "ondato", clientSecret: "bearer-secret-2" },
];
const bearer = (live = clients): Partial<Settings> => ({ webhook: { scheme: "bearer", clients: live } });
const { connection } = connectTo("http://127.0.0.1:1", bearer());
const receive = (delivery: Delivery) => connection.webhooks?.receive(delivery);
const authorized = (authorization: string | readonly string[]) => createDelivery({ authorization });

function createTokenRequest(fields: Record<string, string>, headers: Delivery["headers"] = {}): Delivery {
  const form = new URLSearchParams({ grant_type: "client_credentials", ...fields }).toString();
  return createDelivery({ "content-type": "application/x-www-form-urlencoded", ...headers }, form);
}

function issue(delivery: Delivery): IssuedToken {
  const token = connection.webhooks?.issueToken?.(delivery);
  if (!token) throw new Error("no token was issued");
  return token;
}

const TOKEN = issue(createTokenRequest({ client_id: "ondato", client_secret: SECRET })).accessToken;
const [prefix = "", payload = "", signature = ""] = TOKEN.split(".");
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const sign = (text: string, key = SECRET, algorithm = "sha256") =>
  createHmac(algorithm, key).update(text).digest("base64url");
const FAR = NOW_SECONDS + 365 * 86_400;

function forgeJwt(alg: string, key: string): string {
  const text = `${encode({ alg, typ: "JWT" })}.${encode({ exp: FAR, client: "ondato", sub: "ondato" })}`;
  return `${text}.${alg === "none" ? "" : sign(text, key)}`;
}

function forge(claims: unknown, key: string, purpose = "kyc-gateway.issued-token.v1."): string {
  const text = encode(claims);
  return `kg1.${text}.${sign(`${purpose}${text}`, key)}`;
}

describe("webhooks.issueToken", () => {
  it("answers a live client, in the body or in a Basic header, for an hour", () => {
    const requests = [
      createTokenRequest({ client_id: "ondato", client_secret: SECRET }),
      createTokenRequest({ client_id: "ondato", client_secret: "bearer-secret-2", scope: "any" }),
      createTokenRequest({}, { authorization: encodeBasic("ondato", SECRET) }),
    ];
    for (const request of requests) {
      const { accessToken, expiresInSeconds } = issue(request);
      expect(expiresInSeconds).toBe(3600);
      expect(receive(authorized(`Bearer ${accessToken}`))).toMatchObject({ kind: "session" });
    }
  });

  it("keeps to the lifetime that is set", () => {
    const { connection: short } = connectTo("http://127.0.0.1:1", {
      webhook: { scheme: "bearer", clients, tokenLifetimeSeconds: 60 },
    });
    const request = createTokenRequest({ client_id: "ondato", client_secret: SECRET });
    expect(short.webhooks?.issueToken?.(request).expiresInSeconds).toBe(60);
  });

  it.each<[string, Delivery]>([
    ["a wrong secret", createTokenRequest({ client_id: "ondato", client_secret: "wrong" })],
    ["a wrong client", createTokenRequest({ client_id: "other", client_secret: SECRET })],
    [
      "another grant",
      createTokenRequest({ client_id: "ondato", client_secret: SECRET, grant_type: "password" }),
    ],
    ["no credentials", createTokenRequest({})],
    [
      "the APIs' own credentials",
      createTokenRequest({ client_id: "client-of-the-tests", client_secret: "secret-of-the-tests" }),
    ],
    ["JSON", createDelivery({ "content-type": "application/json" }, "{}")],
  ])("refuses %s", (_, request) => {
    expect(() => issue(request)).toThrow(expect.objectContaining({ code: "webhook_unauthentic" }));
  });
});

describe("webhooks.receive with the scheme bearer", () => {
  it("accepts an issued token until it expires", () => {
    const { connection: own, host } = connectTo("http://127.0.0.1:1", bearer());
    host.nowMs += 3_599_999;
    expect(own.webhooks?.receive(authorized(`bearer ${TOKEN}`))).toMatchObject({ kind: "session" });
    host.nowMs += 1;
    expect(() => own.webhooks?.receive(authorized(`Bearer ${TOKEN}`))).toThrow(UNAUTHENTIC);
  });

  it("revokes the tokens of a secret that is taken away, and no other", () => {
    const { connection: without } = connectTo("http://127.0.0.1:1", bearer(clients.slice(1)));
    expect(() => without.webhooks?.receive(authorized(`Bearer ${TOKEN}`))).toThrow(UNAUTHENTIC);
    const other = issue(
      createTokenRequest({ client_id: "ondato", client_secret: "bearer-secret-2" }),
    ).accessToken;
    expect(without.webhooks?.receive(authorized(`Bearer ${other}`))).toMatchObject({ kind: "session" });
  });

  const vectors: readonly [string, Delivery][] = [
    ["no header", createDelivery({})],
    ["an empty header", authorized("")],
    ["the scheme alone", authorized("Bearer")],
    ["the scheme and a space", authorized("Bearer ")],
    ["the token alone", authorized(TOKEN)],
    ["the header twice", authorized([`Bearer ${TOKEN}`, `Bearer ${TOKEN}`])],
    ["the header once, as a list", authorized([`Bearer ${TOKEN}`])],
    ["two headers joined", authorized(`Bearer ${TOKEN}, Bearer ${TOKEN}`)],
    ["a header in capitals", createDelivery({ Authorization: `Bearer ${TOKEN}` })],
    ["another header", createDelivery({ "x-access-token": TOKEN })],
    ["another scheme", authorized(`Token ${TOKEN}`)],
    ["basic authentication with the client", authorized(encodeBasic("ondato", SECRET))],
    ["basic authentication with the token", authorized(encodeBasic("ondato", TOKEN))],
    ["the secret as token", authorized(`Bearer ${SECRET}`)],
    ["the client as token", authorized("Bearer ondato")],
    ["space before", authorized(` Bearer ${TOKEN}`)],
    ["space behind", authorized(`Bearer ${TOKEN} `)],
    ["a tab", authorized(`Bearer\t${TOKEN}`)],
    ["quotes", authorized(`Bearer "${TOKEN}"`)],
    ["a line break behind", authorized(`Bearer ${TOKEN}\n`)],
    ["a NUL behind", authorized(`Bearer ${TOKEN}\u0000`)],
    ["a part more", authorized(`Bearer ${TOKEN}.x`)],
    ["padding behind", authorized(`Bearer ${TOKEN}=`)],
    ["no signature", authorized(`Bearer ${prefix}.${payload}.`)],
    ["two parts", authorized(`Bearer ${prefix}.${payload}`)],
    ["no prefix", authorized(`Bearer ${payload}.${signature}`)],
    ["another prefix", authorized(`Bearer kg2.${payload}.${signature}`)],
    ["the prefix in capitals", authorized(`Bearer KG1.${payload}.${signature}`)],
    ["a signature cut by a letter", authorized(`Bearer ${prefix}.${payload}.${signature.slice(0, -1)}`)],
    ["a signature in capitals", authorized(`Bearer ${prefix}.${payload}.${signature.toUpperCase()}`)],
    [
      "a signature in base64 with padding",
      authorized(`Bearer ${prefix}.${payload}.${Buffer.from(signature, "base64url").toString("base64")}`),
    ],
    [
      "a signature in hexadecimal",
      authorized(`Bearer ${prefix}.${payload}.${Buffer.from(signature, "base64url").toString("hex")}`),
    ],
    ["the parts exchanged", authorized(`Bearer ${prefix}.${signature}.${payload}`)],
    [
      "a later expiry under the old signature",
      authorized(`Bearer kg1.${encode({ exp: FAR, client: "ondato" })}.${signature}`),
    ],
    ["another key", authorized(`Bearer ${forge({ exp: FAR, client: "ondato" }, "another-secret")}`)],
    ["an empty key", authorized(`Bearer ${forge({ exp: FAR, client: "ondato" }, "")}`)],
    [
      "the secret of the APIs",
      authorized(`Bearer ${forge({ exp: FAR, client: "ondato" }, "secret-of-the-tests")}`),
    ],
    ["another purpose", authorized(`Bearer ${forge({ exp: FAR, client: "ondato" }, SECRET, "")}`)],
    [
      "another client under the right key",
      authorized(`Bearer ${forge({ exp: FAR, client: "other" }, SECRET)}`),
    ],
    [
      "a member more under the right key",
      authorized(`Bearer ${forge({ exp: FAR, client: "ondato", admin: true }, SECRET)}`),
    ],
    [
      "members in another order under the right key",
      authorized(`Bearer ${forge({ client: "ondato", exp: FAR }, SECRET)}`),
    ],
    ["no expiry", authorized(`Bearer ${forge({ client: "ondato" }, SECRET)}`)],
    ["an expiry that is null", authorized(`Bearer ${forge({ exp: null, client: "ondato" }, SECRET)}`)],
    ["an expiry in text", authorized(`Bearer ${forge({ exp: String(FAR), client: "ondato" }, SECRET)}`)],
    [
      "an expiry with a fraction",
      authorized(`Bearer ${forge({ exp: FAR + 0.5, client: "ondato" }, SECRET)}`),
    ],
    ["an expiry without end", authorized(`Bearer ${forge({ exp: 1e308, client: "ondato" }, SECRET)}`)],
    [
      "an expiry that has passed",
      authorized(`Bearer ${forge({ exp: NOW_SECONDS, client: "ondato" }, SECRET)}`),
    ],
    ["a negative expiry", authorized(`Bearer ${forge({ exp: -FAR, client: "ondato" }, SECRET)}`)],
    ["claims that are a list", authorized(`Bearer ${forge([FAR, "ondato"], SECRET)}`)],
    ["claims that are null", authorized(`Bearer ${forge(null, SECRET)}`)],
    ["claims that are no JSON", authorized(`Bearer kg1.e30e30.${sign("e30e30")}`)],
    ["a JWT without algorithm", authorized(`Bearer ${forgeJwt("none", "")}`)],
    ["a JWT signed with the secret", authorized(`Bearer ${forgeJwt("HS256", SECRET)}`)],
    ["a JWT signed with the client's name", authorized(`Bearer ${forgeJwt("HS256", "ondato")}`)],
    ["a hundred thousand letters", authorized(`Bearer kg1.${"A".repeat(100_000)}.${signature}`)],
  ];

  it.each(vectors)("refuses %s", (_, delivery) => {
    expect(() => receive(delivery)).toThrow(expect.objectContaining({ code: "webhook_unauthentic" }));
  });

  it("refuses every token that was not issued", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(text !== TOKEN);
        expect(() => receive(authorized(`Bearer ${text}`))).toThrow(UNAUTHENTIC);
        expect(() => receive(authorized(`Bearer ${TOKEN}${text.trim() || "x"}`))).toThrow(UNAUTHENTIC);
      }),
    );
  });
});
