import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeHmac, decodeDigest, isHmacValid, readHmacAlgorithm, type HmacAlgorithm } from "./hmac.ts";

// RFC 4231, test case 2.
const key = "Jefe";
const message = Buffer.from("what do ya want for nothing?");
const digest = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
const base64 = Buffer.from(digest, "hex").toString("base64");

function verify(signature: string, encoding: "hex" | "base64" = "hex", keys: readonly string[] = [key]) {
  return isHmacValid({ algorithm: "sha256", keys, message, signature, encoding });
}

describe("computeHmac", () => {
  it("gives the digest of RFC 4231", () => {
    expect(computeHmac("sha256", key, message).toString("hex")).toBe(digest);
  });
});

describe("isHmacValid", () => {
  it("passes the digest in either encoding, under any live key", () => {
    expect(verify(digest)).toBe(true);
    expect(verify(base64, "base64")).toBe(true);
    expect(verify(digest, "hex", ["old", key])).toBe(true);
    expect(verify(digest.toUpperCase())).toBe(true);
    expect(verify(digest.replace("5b", "5B"))).toBe(true);
  });

  it.each([
    ["a digit less", digest.slice(1), "hex"],
    ["a byte less", digest.slice(2), "hex"],
    ["a byte more", `${digest}00`, "hex"],
    ["a letter that is no hex digit at the end", `${digest.slice(0, -1)}g`, "hex"],
    ["a line feed at the end", `${digest}\n`, "hex"],
    ["nothing", "", "hex"],
    ["letters that become hex in lower case", `${digest.slice(0, -1)}\u212A`, "hex"],
    ["hex where base64 is due", digest, "base64"],
    ["base64 without padding", base64.replace("=", ""), "base64"],
    ["base64 with a space", ` ${base64}`, "base64"],
    ["base64 with other trailing bits", base64.replace(/.=$/, (end) => `${nextLetter(end)}=`), "base64"],
  ] as const)("refuses %s", (_, signature, encoding) => {
    expect(verify(signature, encoding)).toBe(false);
  });

  it("refuses everything under an empty key, and without keys", () => {
    const signature = computeHmac("sha256", "", message).toString("hex");
    expect(verify(signature, "hex", [""])).toBe(false);
    expect(verify(digest, "hex", [])).toBe(false);
  });

  it("refuses a signature as soon as one bit of the message differs", () => {
    const arbitraryBytes = fc.uint8Array({ minLength: 1, maxLength: 64 });
    fc.assert(
      fc.property(arbitraryBytes, fc.nat(), fc.integer({ min: 0, max: 7 }), (bytes, at, bit) => {
        const signature = computeHmac("sha512", key, bytes).toString("base64");
        const signed = { algorithm: "sha512", keys: [key], signature, encoding: "base64" } as const;
        const tampered = Buffer.from(bytes);
        const offset = at % bytes.length;
        tampered.writeUInt8(tampered.readUInt8(offset) ^ (1 << bit), offset);
        expect(isHmacValid({ ...signed, message: bytes })).toBe(true);
        expect(isHmacValid({ ...signed, message: tampered })).toBe(false);
      }),
    );
  });
});

describe("decodeDigest", () => {
  it("understands base64 and not base64url", () => {
    expect(decodeDigest("+/8=", "base64")).toEqual(Buffer.from([0xfb, 0xff]));
    expect(decodeDigest("-_8=", "base64")).toBeUndefined();
  });

  it("gives every digest one spelling, but for the case of hex", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("hex" as const, "base64" as const), (text, encoding) => {
        const bytes = decodeDigest(text, encoding);
        const spelling = encoding === "hex" ? text.toLowerCase() : text;
        expect(bytes === undefined || bytes.toString(encoding) === spelling).toBe(true);
      }),
    );
  });
});

function nextLetter(end: string): string {
  return String.fromCharCode(end.charCodeAt(0) + 1);
}

describe("the name of a hash function", () => {
  it.each([
    ["sha256", "sha256"],
    ["SHA-512", "sha512"],
    ["HMAC_SHA256_HEX", "sha256"],
    ["hmac-sha384", "sha384"],
    ["sha_256", "sha256"],
  ])("%s is %s", (word, algorithm) => {
    expect(readHmacAlgorithm(word)).toBe(algorithm);
  });

  it.each([
    ["HMAC_SHA1_HEX", "SHA-1"],
    ["sha1", "SHA-1"],
    ["SHA-1", "SHA-1"],
    ["md5", "MD5"],
    ["", "not known"],
    ["none", "not known"],
    ["sha2567", "not known"],
    ["sha256,sha256", "not known"],
    [`sha256${"x".repeat(2000)}`, "not known"],
  ])("%j is refused, and it is said why", (word, why) => {
    expect(() => readHmacAlgorithm(word)).toThrow(
      expect.objectContaining({ code: "webhook_unauthentic", webhookFault: "malformed" }),
    );
    expect(() => readHmacAlgorithm(word)).toThrow(why);
    expect(() => readHmacAlgorithm(word)).toThrow("choose SHA-256");
  });

  it("computes nothing with SHA-1, whatever the types say", () => {
    for (const name of ["sha1", "md5", "SHA1"])
      expect(() => computeHmac(name as HmacAlgorithm, key, message)).toThrow("SHA-1 and MD5");
  });
});
