import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createEndUserIdentification } from "./authenticate-end-user.ts";

const expected = { issuer: "https://login.kvary.example", audience: "kyc" };
/** A token as its author likes it, right or wrong. */
function encodeToken(header: object, claims: object, signer: (input: string) => string): string {
  const input = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${input}.${signer(input)}`;
}
const unsigned = () => "";
const signWith = (secret: string) => (input: string) =>
  createHmac("sha256", secret).update(input).digest("base64url");
const now = () => Math.floor(Date.now() / 1000);

let server: Server;
let answer: { status: number; body: string };
let jwks: string;
let asked = 0;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
beforeAll(async () => {
  keys = await generateKeyPair("ES256", { extractable: true });
  jwks = JSON.stringify({
    keys: [{ ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "ES256", use: "sig" }],
  });
  server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
beforeEach(() => {
  asked = 0;
  answer = { status: 200, body: jwks };
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function authenticate(token: string): Promise<string | undefined> {
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`);
  return createEndUserIdentification({ kind: "jwks", url, ...expected })(token);
}

const sharedSecret = "a-secret-of-at-least-32-characters!";
function authenticateBySecret(token: string): Promise<string | undefined> {
  const secret = new TextEncoder().encode(sharedSecret);
  return createEndUserIdentification({ kind: "secret", secret, ...expected })(token);
}

function sign(claims: JWTPayload = {}, key = keys.privateKey, alg = "ES256"): Promise<string> {
  const { issuer: iss, audience: aud } = expected;
  return new SignJWT({ sub: "user-1", iss, aud, exp: now() + 60, ...claims })
    .setProtectedHeader({ alg, kid: "k1" })
    .sign(key);
}

describe("an end user's token under a published key", () => {
  it("tells who the user is", async () => {
    expect(await authenticate(await sign())).toBe("user-1");
  });

  it.each([
    ["of another issuer", { iss: "https://evil.example" }],
    ["without an issuer", { iss: undefined }],
    ["for another audience", { aud: "bank" }],
    ["without an audience", { aud: undefined }],
    ["that is over for longer than clocks differ", { exp: now() - 31 }],
    ["that is valid only after longer than clocks differ", { nbf: now() + 60 }],
    ["that never ends", { exp: undefined }],
    ["of nobody", { sub: undefined }],
    ["of somebody with spaces", { sub: "a b" }],
    ["of a number", { sub: 7 }],
    ["of a list", { sub: ["user-1"] }],
    ["of an object", { sub: { toString: "user-1" } }],
    ["of true", { sub: true }],
    ["of null", { sub: null }],
    ["that ends in words", { exp: "soon" }],
    ["that ends in a list", { exp: [now() + 60] }],
    ["that begins in words", { nbf: "now" }],
    ["issued in words", { iat: "now" }],
    ["for a numbered audience", { aud: 7 }],
    ["for an audience in an object", { aud: { kyc: true } }],
    ["of an issuer in a list", { iss: [expected.issuer] }],
    ["of a step in a URL", { sub: "." }],
    ["of two steps in a URL", { sub: ".." }],
    ["of an encoded step in a URL", { sub: ".%2E" }],
  ])("%s is refused", async (_name, claims) => {
    const token = encodeToken(
      { alg: "HS256" },
      { sub: "user-1", iss: expected.issuer, aud: expected.audience, exp: now() + 60, ...claims },
      signWith(sharedSecret),
    );
    expect(await authenticateBySecret(token)).toBeUndefined();
    expect(await authenticate(await sign(claims as JWTPayload))).toBeUndefined();
  });

  it.each([
    ["whose claims are null", "null"],
    ["whose claims are a list", "[]"],
    ["whose claims are a text", '"user-1"'],
    ["whose claims are no JSON", "user-1"],
  ])("under a secret, %s, is refused", async (_name, claims) => {
    const input = [JSON.stringify({ alg: "HS256" }), claims]
      .map((part) => Buffer.from(part).toString("base64url"))
      .join(".");
    const token = `${input}.${signWith(sharedSecret)(input)}`;
    expect(await authenticateBySecret(token)).toBeUndefined();
  });

  it.each([
    ["a number", { alg: 7 }],
    ["a list", { alg: ["HS256"] }],
    ["missing", {}],
    ["right beside an extension nobody knows", { alg: "HS256", crit: ["x"], x: 1 }],
    ["right beside a bad list of extensions", { alg: "HS256", crit: 7 }],
    ["right beside an unencoded body", { alg: "HS256", b64: false, crit: ["b64"] }],
  ])("under a secret is refused when its algorithm is %s", async (_name, header) => {
    const claims = { sub: "user-1", iss: expected.issuer, aud: expected.audience, exp: now() + 60 };
    const token = encodeToken(header, claims, signWith(sharedSecret));
    expect(await authenticateBySecret(token)).toBeUndefined();
  });

  it("is accepted while clocks differ a little", async () => {
    expect(await authenticate(await sign({ exp: now() - 5, nbf: now() + 5 }))).toBe("user-1");
  });

  it("signed by somebody else's key is refused", async () => {
    const other = await generateKeyPair("ES256");
    expect(await authenticate(await sign({}, other.privateKey))).toBeUndefined();
  });

  it("is refused without a signature, however `none` is spelt", async () => {
    const claims = { sub: "user-1", iss: expected.issuer, aud: expected.audience, exp: now() + 60 };
    for (const alg of ["none", "None", "NONE", ""]) {
      const token = encodeToken({ alg, kid: "k1" }, claims, unsigned);
      expect(await authenticate(token)).toBeUndefined();
    }
  });

  it("is refused when the public key was used as a shared secret", async () => {
    const claims = { sub: "user-1", iss: expected.issuer, aud: expected.audience, exp: now() + 60 };
    for (const secret of [
      await exportSPKI(keys.publicKey),
      jwks,
      JSON.stringify(await exportJWK(keys.publicKey)),
    ]) {
      const token = encodeToken({ alg: "HS256", kid: "k1" }, claims, signWith(secret));
      expect(await authenticate(token)).toBeUndefined();
    }
  });

  it("is not believed about where its key is", async () => {
    const other = await generateKeyPair("ES256", { extractable: true });
    const jwk = await exportJWK(other.publicKey);
    const { issuer: iss, audience: aud } = expected;
    const token = await new SignJWT({ sub: "user-1", iss, aud, exp: now() + 60 })
      .setProtectedHeader({ alg: "ES256", kid: "k1", jwk, jku: "https://evil.example/jwks.json" })
      .sign(other.privateKey);
    expect(await authenticate(token)).toBeUndefined();
  });

  it.each([
    ["answer 500", 500, ""],
    ["are no JSON", 200, "<html>"],
    ["are no set of keys", 200, "{}"],
  ])("is neither good nor bad while the keys %s", async (_name, status, body) => {
    answer = { status, body };
    await expect(authenticate(await sign())).rejects.toMatchObject({ code: "overloaded" });
  });

  it("with unknown key ids does not make us ask for keys again and again", async () => {
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`);
    const check = createEndUserIdentification({ kind: "jwks", url, ...expected });
    for (let count = 0; count < 20; count += 1) {
      const token = encodeToken({ alg: "ES256", kid: `made-up-${count}` }, { sub: "u" }, unsigned);
      expect(await check(token)).toBeUndefined();
    }
    expect(asked).toBe(1);
  });
});
