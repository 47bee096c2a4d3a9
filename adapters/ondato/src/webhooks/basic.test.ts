import { Buffer } from "node:buffer";
import type { Delivery } from "@kyc-gateway/adapter-spec/v1";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { headerTexts } from "../testing/arbitrary-text.ts";
import { connectTo } from "../testing/connection.ts";
import {
  BODY,
  createDelivery,
  encodeBasic,
  NOW_SECONDS,
  signHeader,
  UNAUTHENTIC,
} from "../testing/deliveries.ts";

const PASSWORD = "pass:wörd-1";
const { connection } = connectTo("http://127.0.0.1:1", {
  webhook: {
    scheme: "basic",
    users: [
      { username: "ondato", password: PASSWORD },
      { username: "ondato", password: "next-password" },
      { username: "öndato", password: "third-password" },
    ],
  },
});
const receive = (delivery: Delivery) => connection.webhooks?.receive(delivery);
const authorized = (authorization: string | readonly string[]) => createDelivery({ authorization });
const base64 = (text: string, charset: BufferEncoding = "utf8") =>
  Buffer.from(text, charset).toString("base64");
const RIGHT = base64(`ondato:${PASSWORD}`);

describe("webhooks.receive with the scheme basic", () => {
  it.each<[string, Delivery]>([
    ["the first user", authorized(encodeBasic("ondato", PASSWORD))],
    ["the next password", authorized(encodeBasic("ondato", "next-password"))],
    ["a user beyond ASCII", authorized(encodeBasic("öndato", "third-password"))],
    ["the scheme in small letters", authorized(`basic ${RIGHT}`)],
    ["the scheme in capitals", authorized(`BASIC ${RIGHT}`)],
    ["any body, for nothing is signed", createDelivery({ authorization: `Basic ${RIGHT}` }, "{}")],
  ])("accepts %s", (_, delivery) => {
    expect(receive(delivery)).toBeDefined();
  });

  const vectors: readonly [string, Delivery][] = [
    ["no header", createDelivery({})],
    ["an empty header", authorized("")],
    ["the scheme alone", authorized("Basic")],
    ["the scheme and a space", authorized("Basic ")],
    ["the code alone", authorized(RIGHT)],
    ["the plain pair", authorized(`Basic ondato:${PASSWORD}`)],
    ["the header twice", authorized([`Basic ${RIGHT}`, `Basic ${RIGHT}`])],
    ["the header once, as a list", authorized([`Basic ${RIGHT}`])],
    ["two headers joined", authorized(`Basic ${RIGHT}, Basic ${RIGHT}`)],
    ["a header in capitals", createDelivery({ Authorization: `Basic ${RIGHT}` })],
    ["the header of a proxy", createDelivery({ "proxy-authorization": `Basic ${RIGHT}` })],
    ["another scheme", authorized(`Bearer ${RIGHT}`)],
    ["digest authentication", authorized(`Digest username="ondato", response="${RIGHT}"`)],
    ["a scheme that begins alike", authorized(`BasicX ${RIGHT}`)],
    ["space before the scheme", authorized(` Basic ${RIGHT}`)],
    ["space behind the code", authorized(`Basic ${RIGHT} `)],
    ["a tab for the space", authorized(`Basic\t${RIGHT}`)],
    ["no space", authorized(`Basic${RIGHT}`)],
    ["a line break behind", authorized(`Basic ${RIGHT}\r\n`)],
    ["a parameter behind", authorized(`Basic ${RIGHT}, charset="UTF-8"`)],
    ["a wrong password", authorized(encodeBasic("ondato", "wrong-password"))],
    ["the password of another user", authorized(encodeBasic("ondato", "third-password"))],
    ["a password cut by a letter", authorized(encodeBasic("ondato", PASSWORD.slice(0, -1)))],
    ["a password with a letter more", authorized(encodeBasic("ondato", `${PASSWORD}1`))],
    ["a password with space behind", authorized(encodeBasic("ondato", `${PASSWORD} `))],
    ["a password with a line feed", authorized(encodeBasic("ondato", `${PASSWORD}\n`))],
    ["a password with a NUL", authorized(encodeBasic("ondato", `${PASSWORD}\u0000`))],
    ["a password in other case", authorized(encodeBasic("ondato", PASSWORD.toUpperCase()))],
    ["an empty password", authorized(encodeBasic("ondato", ""))],
    ["the part of the password before its colon", authorized(encodeBasic("ondato", "pass"))],
    ["the part of the password behind its colon", authorized(encodeBasic("ondato", "wörd-1"))],
    ["another user", authorized(encodeBasic("other", PASSWORD))],
    ["an empty user", authorized(encodeBasic("", PASSWORD))],
    ["the user in other case", authorized(encodeBasic("Ondato", PASSWORD))],
    ["the user with space before", authorized(encodeBasic(" ondato", PASSWORD))],
    ["user and password exchanged", authorized(encodeBasic(PASSWORD, "ondato"))],
    ["no colon", authorized(`Basic ${base64(`ondato${PASSWORD.replace(":", "")}`)}`)],
    ["a colon at another place", authorized(`Basic ${base64(`ondatopass::wörd-1`)}`)],
    ["a fullwidth colon", authorized(`Basic ${base64(`ondato：${PASSWORD}`)}`)],
    ["Latin-1", authorized(encodeBasic("ondato", PASSWORD, "latin1"))],
    ["UTF-16", authorized(encodeBasic("ondato", PASSWORD, "utf16le"))],
    ["the letters decomposed", authorized(encodeBasic("ondato", PASSWORD.normalize("NFD")))],
    ["a byte order mark", authorized(`Basic ${base64(`\uFEFFondato:${PASSWORD}`)}`)],
    ["the URL alphabet", authorized(`Basic ${Buffer.from(`ondato:${PASSWORD}>>??`).toString("base64url")}`)],
    ["hexadecimal", authorized(`Basic ${Buffer.from(`ondato:${PASSWORD}`).toString("hex")}`)],
    ["base64 twice", authorized(`Basic ${base64(RIGHT)}`)],
    ["base64 without padding", authorized(`Basic ${base64("ondato:next-password").replaceAll("=", "")}`)],
    ["too much padding", authorized(`Basic ${RIGHT}=`)],
    ["a space within the code", authorized(`Basic ${RIGHT.slice(0, 4)} ${RIGHT.slice(4)}`)],
    ["a percent-encoded code", authorized(`Basic ${encodeURIComponent(`${RIGHT}==`)}`)],
    ["the pair percent-encoded", authorized(encodeBasic("ondato", encodeURIComponent(PASSWORD)))],
    [
      "credentials in the body",
      createDelivery({}, JSON.stringify({ username: "ondato", password: PASSWORD })),
    ],
    [
      "a signature instead",
      createDelivery({ "ondato-signature": signHeader("next-password", NOW_SECONDS, BODY) }),
    ],
    ["a hundred thousand letters", authorized(`Basic ${"A".repeat(100_000)}`)],
  ];

  it.each(vectors)("refuses %s", (_, delivery) => {
    expect(() => receive(delivery)).toThrow(expect.objectContaining({ code: "webhook_unauthentic" }));
  });

  it("refuses every pair but those that are live", () => {
    fc.assert(
      fc.property(headerTexts, headerTexts, (username, password) => {
        expect(() => receive(authorized(encodeBasic(username, password)))).toThrow(UNAUTHENTIC);
        expect(() => receive(authorized(encodeBasic("ondato", password)))).toThrow(UNAUTHENTIC);
      }),
    );
  });
});
