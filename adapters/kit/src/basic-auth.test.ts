import { Buffer } from "node:buffer";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isBasicAuthorized, readBasicCredentials } from "./basic-auth.ts";

const encode = (pair: string, charset: BufferEncoding = "utf8") =>
  `Basic ${Buffer.from(pair, charset).toString("base64")}`;

const printable = fc.string({ unit: fc.constantFrom(...Array.from("aZ09 :~+/=é漢😀")) });
const usernames = printable.filter((text) => !text.includes(":"));

describe("readBasicCredentials", () => {
  it("reads back every user and password that RFC 7617 allows", () => {
    fc.assert(
      fc.property(usernames, printable, (username, password) => {
        expect(readBasicCredentials(encode(`${username}:${password}`))).toEqual({ username, password });
      }),
    );
  });

  it("never throws on a header from outside", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `Basic ${text}`),
        ),
        (header) => {
          const read = readBasicCredentials(header);
          expect(read === undefined || typeof read.password === "string").toBe(true);
        },
      ),
    );
  });

  it("gives a password its colons and a user none", () => {
    expect(readBasicCredentials(encode("user:pass:word"))).toEqual({
      username: "user",
      password: "pass:word",
    });
  });

  it.each([
    ["no header", undefined],
    ["a repeated header", [encode("user:password"), encode("user:password")]],
    ["no colon", encode("user")],
    ["another scheme", encode("user:password").replace("Basic", "Bearer")],
    ["missing padding", encode("user:password").replace(/=+$/, "")],
    ["bits behind the end", "Basic dTpwYXNzd29yZB=="],
    ["the URL alphabet", "Basic dTo_Pz8_"],
    ["a line break within", encode("user:password").replace("dX", "d\nX")],
    ["Latin-1", encode("user:pässword", "latin1")],
    ["a control character", encode("user:pass\u0000word")],
  ])("reads nothing from %s", (_, header) => {
    expect(readBasicCredentials(header)).toBeUndefined();
  });
});

describe("isBasicAuthorized", () => {
  const accepted = [
    { username: "user", password: "first-password" },
    { username: "user", password: "second-password" },
  ];

  it("accepts every live pair", () => {
    for (const { username, password } of accepted) {
      expect(isBasicAuthorized(encode(`${username}:${password}`), accepted)).toBe(true);
    }
  });

  it("accepts a pair only as a whole", () => {
    expect(isBasicAuthorized(encode("other:first-password"), accepted)).toBe(false);
    expect(isBasicAuthorized(encode("user:first-passwor"), accepted)).toBe(false);
    expect(isBasicAuthorized(encode("user:"), accepted)).toBe(false);
    expect(isBasicAuthorized(encode("user:first-password"), [])).toBe(false);
  });
});
