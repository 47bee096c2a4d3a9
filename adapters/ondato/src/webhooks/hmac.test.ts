import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import type { Delivery } from "@kyc-gateway/adapter-spec/v1";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headerTexts } from "../testing/arbitrary-text.ts";
import { connectTo } from "../testing/connection.ts";
import {
  BODY,
  computeSignature,
  createDelivery,
  encodeBasic,
  NOW_SECONDS as NOW,
  signHeader,
  UNAUTHENTIC,
} from "../testing/deliveries.ts";

const SECRET = "webhook-secret-1";
const NEXT_SECRET = "webhook-secret-2";
const HEADER = "ondato-signature";
const S = computeSignature(SECRET, NOW, BODY);
const DAY = 86_400;

const { connection } = connectTo("http://127.0.0.1:1", {
  webhook: { scheme: "hmac", secrets: [SECRET, NEXT_SECRET] },
});
const receive = (delivery: Delivery) => connection.webhooks?.receive(delivery);
const withHeader = (header: string, body: string | Uint8Array = BODY) =>
  createDelivery({ [HEADER]: header }, body);
const signedAt = (time: number) => withHeader(signHeader(SECRET, time, BODY));
const digest = (algorithm: string, text: string, encoding: "hex" | "base64" = "hex") =>
  createHmac(algorithm, SECRET).update(text).digest(encoding);

describe("webhooks.receive with the scheme hmac", () => {
  it.each<[string, Delivery]>([
    ["signed now", signedAt(NOW)],
    ["signed with the next secret", withHeader(signHeader(NEXT_SECRET, NOW, BODY))],
    ["signed a day ago, for it may be the last retry", signedAt(NOW - DAY)],
    ["signed 25 hours ago", signedAt(NOW - 25 * 3600)],
    ["signed by a clock five minutes ahead", signedAt(NOW + 300)],
    ["without space between its members", withHeader(`t=${NOW},s=${S}`)],
    ["with its members in another order", withHeader(`s=${S}, t=${NOW}`)],
    ["with its signature in capitals", withHeader(`t=${NOW}, s=${S.toUpperCase()}`)],
    ["with a member more", withHeader(`t=${NOW}, s=${S}, v=2`)],
    ["from anywhere, where no addresses are set", { ...signedAt(NOW), remoteAddress: "203.0.113.9" }],
    [
      "beside an authorization of no meaning",
      createDelivery({ [HEADER]: `t=${NOW}, s=${S}`, authorization: "Bearer x" }),
    ],
  ])("accepts a delivery %s", (_, delivery) => {
    expect(receive(delivery)).toMatchObject({ kind: "session" });
  });

  it.each<[string, Delivery]>([
    ["beyond the window", signedAt(NOW - 25 * 3600 - 1)],
    ["of last week", signedAt(NOW - 7 * DAY)],
    ["too far ahead", signedAt(NOW + 301)],
    ["of next year", signedAt(NOW + 365 * DAY)],
  ])("marks a delivery that is signed rightly at a time %s", (_, delivery) => {
    expect(receive(delivery)).toMatchObject({ kind: "session", isStale: true });
    const forged = { ...delivery, rawBody: Buffer.from(BODY.replace("Approved", "Rejected")) };
    expect(() => receive(forged)).toThrow(expect.objectContaining({ webhookFault: "wrong" }));
  });

  it("marks none that is signed at its time", () => {
    expect(receive(signedAt(NOW - 25 * 3600))).not.toHaveProperty("isStale");
  });

  const changed = BODY.replace("Approved", "Rejected");
  const vectors: readonly [string, Delivery][] = [
    ["no header", createDelivery({})],
    ["an empty header", withHeader("")],
    ["a header of space", withHeader("   ")],
    ["a header under another name", createDelivery({ "x-ondato-signature": `t=${NOW}, s=${S}` })],
    ["a header under a name in capitals", createDelivery({ "Ondato-Signature": `t=${NOW}, s=${S}` })],
    ["the header twice", createDelivery({ [HEADER]: [`t=${NOW}, s=${S}`, `t=${NOW}, s=${S}`] })],
    ["the header once, as a list", createDelivery({ [HEADER]: [`t=${NOW}, s=${S}`] })],
    ["two headers joined", withHeader(`t=${NOW}, s=${S}, t=${NOW}, s=${S}`)],
    ["two times", withHeader(`t=${NOW}, t=${NOW}, s=${S}`)],
    ["two signatures, the first right", withHeader(`t=${NOW}, s=${S}, s=${"0".repeat(64)}`)],
    ["two signatures, the second right", withHeader(`t=${NOW}, s=${"0".repeat(64)}, s=${S}`)],
    ["a changed body", withHeader(`t=${NOW}, s=${S}`, changed)],
    ["a body with a space more", withHeader(`t=${NOW}, s=${S}`, `${BODY} `)],
    ["a body with a line feed more", withHeader(`t=${NOW}, s=${S}`, `${BODY}\n`)],
    ["a body cut by a byte", withHeader(`t=${NOW}, s=${S}`, BODY.slice(0, -1))],
    ["an empty body", withHeader(`t=${NOW}, s=${S}`, "")],
    [
      "the same JSON in another layout",
      withHeader(`t=${NOW}, s=${S}`, JSON.stringify(JSON.parse(BODY), null, 2)),
    ],
    ["a byte order mark before the body", withHeader(`t=${NOW}, s=${S}`, `\uFEFF${BODY}`)],
    ["another secret", withHeader(signHeader("another-secret", NOW, BODY))],
    ["the secret in other case", withHeader(signHeader(SECRET.toUpperCase(), NOW, BODY))],
    ["the secret with space behind", withHeader(signHeader(`${SECRET} `, NOW, BODY))],
    ["half the secret", withHeader(signHeader(SECRET.slice(0, 8), NOW, BODY))],
    ["both secrets together", withHeader(signHeader(SECRET + NEXT_SECRET, NOW, BODY))],
    ["an empty secret", withHeader(signHeader("", NOW, BODY))],
    ["another time than was signed", withHeader(`t=${NOW + 1}, s=${S}`)],
    ["a time in milliseconds", signedAt(NOW * 1000)],
    ["the time nought", signedAt(0)],
    ["a negative time", signedAt(-NOW)],
    ["a time with a fraction", withHeader(signHeader(SECRET, `${NOW}.0`, BODY))],
    ["a time with an exponent", withHeader(signHeader(SECRET, "1e9", BODY))],
    ["a time in hexadecimal", withHeader(signHeader(SECRET, `0x${NOW.toString(16)}`, BODY))],
    ["a time with leading noughts", withHeader(signHeader(SECRET, `00${NOW}`, BODY))],
    ["a time with a sign", withHeader(signHeader(SECRET, `+${NOW}`, BODY))],
    ["a time in words", withHeader(signHeader(SECRET, "now", BODY))],
    ["a time as a date", withHeader(signHeader(SECRET, "2026-05-04T10:00:00Z", BODY))],
    ["a time in other digits", withHeader(signHeader(SECRET, "１７７７８８８８００", BODY))],
    ["an empty time", withHeader(`t=, s=${digest("sha256", `.${BODY}`)}`)],
    ["no time", withHeader(`s=${S}`)],
    ["no signature", withHeader(`t=${NOW}`)],
    ["an empty signature", withHeader(`t=${NOW}, s=`)],
    ["a signature in base64", withHeader(`t=${NOW}, s=${digest("sha256", `${NOW}.${BODY}`, "base64")}`)],
    ["a signature cut by a digit", withHeader(`t=${NOW}, s=${S.slice(0, -1)}`)],
    ["a signature of half its length", withHeader(`t=${NOW}, s=${S.slice(0, 32)}`)],
    ["a signature with digits more", withHeader(`t=${NOW}, s=${S}00`)],
    ["a signature with a prefix", withHeader(`t=${NOW}, s=sha256=${S}`)],
    ["a signature in quotes", withHeader(`t=${NOW}, s="${S}"`)],
    ["a signature with a space within", withHeader(`t=${NOW}, s=${S.slice(0, 32)} ${S.slice(32)}`)],
    ["a signature of noughts", withHeader(`t=${NOW}, s=${"0".repeat(64)}`)],
    ["members in capitals", withHeader(`T=${NOW}, S=${S}`)],
    ["members split by a semicolon", withHeader(`t=${NOW}; s=${S}`)],
    ["members split by a space", withHeader(`t=${NOW} s=${S}`)],
    ["members with a colon", withHeader(`t:${NOW}, s:${S}`)],
    ["space that HTTP does not know", withHeader(`t=${NOW},\u00a0s=${S}`)],
    ["a NUL behind", withHeader(`t=${NOW}, s=${S}\u0000`)],
    ["a header of a hundred thousand members", withHeader(`t=${NOW}, s=${S}${", x".repeat(100_000)}`)],
    ["SHA-1", withHeader(`t=${NOW}, s=${digest("sha1", `${NOW}.${BODY}`)}`)],
    ["SHA-512", withHeader(`t=${NOW}, s=${digest("sha512", `${NOW}.${BODY}`)}`)],
    [
      "SHA-512 cut to the length",
      withHeader(`t=${NOW}, s=${digest("sha512", `${NOW}.${BODY}`).slice(0, 64)}`),
    ],
    ["SHA3 of the same length", withHeader(`t=${NOW}, s=${digest("sha3-256", `${NOW}.${BODY}`)}`)],
    ["the body signed without the time", withHeader(`t=${NOW}, s=${digest("sha256", BODY)}`)],
    ["the time signed without the body", withHeader(`t=${NOW}, s=${digest("sha256", `${NOW}.`)}`)],
    ["another join of time and body", withHeader(`t=${NOW}, s=${digest("sha256", `${NOW}${BODY}`)}`)],
    [
      "the body's hash signed",
      withHeader(`t=${NOW}, s=${digest("sha256", `${NOW}.${digest("sha256", BODY)}`)}`),
    ],
    ["the bare JSON of the signature", withHeader(JSON.stringify({ t: NOW, s: S }))],
    [
      "basic authentication with the secret",
      createDelivery({ authorization: encodeBasic("ondato", SECRET) }),
    ],
    ["a bearer token that is the secret", createDelivery({ authorization: `Bearer ${SECRET}` })],
    ["the signature in the authorization", createDelivery({ authorization: `t=${NOW}, s=${S}` })],
  ];

  it.each(vectors)("refuses %s", (_, delivery) => {
    expect(() => receive(delivery)).toThrow(expect.objectContaining({ code: "webhook_unauthentic" }));
  });

  it("says nothing of the delivery in its refusal", () => {
    for (const [, delivery] of vectors) {
      expect(() => receive(delivery)).toThrow('the webhook is not proven to be Ondato\'s (scheme "hmac")');
    }
  });

  it("verifies bytes, not text", () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
    expect(receive(withHeader(signHeader(SECRET, NOW, bytes), bytes))).toMatchObject({
      kind: "unrecognised",
    });
    const replaced = Buffer.from(bytes.toString());
    expect(() => receive(withHeader(signHeader(SECRET, NOW, bytes), replaced))).toThrow(UNAUTHENTIC);
  });

  it("refuses every header that is not the signature of the body", () => {
    fc.assert(
      fc.property(headerTexts, fc.uint8Array(), (header, body) => {
        expect(() => receive(withHeader(header, body))).toThrow(UNAUTHENTIC);
        expect(() => receive(withHeader(`t=${NOW}, s=${header}`, body))).toThrow(UNAUTHENTIC);
      }),
    );
  });

  it("follows its host's clock", () => {
    const { connection: later, host } = connectTo("http://127.0.0.1:1", {
      webhook: { scheme: "hmac", secrets: [SECRET] },
    });
    expect(later.webhooks?.receive(signedAt(NOW))).toMatchObject({ kind: "session" });
    host.nowMs += 26 * 3_600_000;
    expect(later.webhooks?.receive(signedAt(NOW))).toMatchObject({ kind: "session", isStale: true });
  });

  it("issues no token", () => {
    expect(connection.webhooks).not.toHaveProperty("issueToken");
  });
});
