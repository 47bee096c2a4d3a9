import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  readTimestampedSignatures,
  verifySeparatelyTimestampedHmac,
  verifyTimestampedHmac,
} from "./timestamped-hmac.ts";

const nowMs = 1_700_000_000_000;
const encoder = new TextEncoder();
const window = { maxAgeMs: 3_600_000, maxAheadMs: 300_000 };

function sign(secret: string, timestamp: number | string, body: Uint8Array): string {
  const hmac = createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex");
  return `t=${timestamp}, s=${hmac}`;
}

function verify(
  header: string | readonly string[] | undefined,
  body: Uint8Array,
  secrets: readonly string[],
) {
  return verifyTimestampedHmac({ header, rawBody: body, secrets, nowMs, ...window });
}

const bodies = fc.uint8Array({ maxLength: 300 });
const secrets = fc.string({ minLength: 1, maxLength: 40 });
const times = fc.integer({ min: nowMs / 1000 - 3600, max: nowMs / 1000 + 300 });

describe("verifyTimestampedHmac", () => {
  it("agrees with a signature that was computed elsewhere", () => {
    // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac key-of-the-example
    const header = "t=1700000000, s=df9e1808717abae02c364357ccbb157157275749fe5e789ff3a6356528a8fad7";
    expect(verify(header, encoder.encode('{"a":1}'), ["key-of-the-example"])).toBe("valid");
  });

  it("accepts what any live secret signed, and nothing else", () => {
    fc.assert(
      fc.property(
        bodies,
        times,
        fc.uniqueArray(secrets, { minLength: 1, maxLength: 4 }),
        (body, time, live) => {
          for (const secret of live) expect(verify(sign(secret, time, body), body, live)).toBe("valid");
          expect(verify(sign(`${live[0]}.`, time, body), body, [live[0] ?? ""])).toBe("wrong");
        },
      ),
    );
  });

  it("refuses a body of which one bit was changed", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 99 }),
        fc.nat(),
        secrets,
        (body, place, secret) => {
          const header = sign(secret, nowMs / 1000, body);
          const changed = Uint8Array.from(body);
          const index = Math.floor(place / 8) % body.length;
          changed[index] = (changed[index] ?? 0) ^ (1 << (place % 8));
          expect(verify(header, changed, [secret])).toBe("wrong");
        },
      ),
    );
  });

  it("does not let digits wander between the time and the body", () => {
    const header = sign("secret", nowMs / 1000, encoder.encode("1.body"));
    const shifted = header.replace(`t=${nowMs / 1000}`, `t=${nowMs / 1000}.1`);
    expect(verify(shifted, encoder.encode("body"), ["secret"])).toBe("malformed");
  });

  it("counts both ends of the window in, and a second beyond them out", () => {
    const body = encoder.encode("{}");
    const at = (seconds: number) => verify(sign("secret", nowMs / 1000 + seconds, body), body, ["secret"]);
    expect([-3601, -3600, 300, 301].map(at)).toEqual(["stale", "valid", "valid", "stale"]);
  });

  it("calls a signature stale only when it holds, and wrong however old it is", () => {
    const body = encoder.encode("{}");
    for (const seconds of [-1e9, -90_000, 301, 86_400]) {
      const time = nowMs / 1000 + seconds;
      expect(verify(sign("secret", time, body), body, ["secret"])).toBe("stale");
      expect(verify(sign("other", time, body), body, ["secret"])).toBe("wrong");
    }
  });

  it("takes the signature in either case", () => {
    const body = encoder.encode("{}");
    const header = sign("secret", nowMs / 1000, body);
    const capitals = header.replace(/s=.*/, (part) => `s=${part.slice(2).toUpperCase()}`);
    expect(verify(capitals, body, ["secret"])).toBe("valid");
  });

  it("verifies nothing without a secret, or with an empty one that does not fit", () => {
    const body = encoder.encode("{}");
    expect(verify(sign("secret", nowMs / 1000, body), body, [])).toBe("wrong");
    expect(verify(sign("secret", nowMs / 1000, body), body, [""])).toBe("wrong");
  });

  it("does not verify with an empty secret even what an empty secret signed", () => {
    const body = encoder.encode("{}");
    expect(verify(sign("", nowMs / 1000, body), body, [""])).toBe("wrong");
  });
});

describe("readTimestampedSignatures", () => {
  it("reads members in any order, with or without space, and skips others", () => {
    const signature = "ab".repeat(32);
    for (const header of [`t=12,s=${signature}`, `s=${signature}\t,  t=12`, `v=1,t=12, x, s=${signature},`]) {
      expect(readTimestampedSignatures(header)).toEqual({ timestamp: "12", signatures: [signature] });
    }
  });

  it("never throws, and reads nothing but digits and hexadecimal", () => {
    const pieces = fc.constantFrom(
      "t=",
      "s=",
      "1700000000",
      "ab".repeat(32),
      ",",
      " ",
      "=",
      "\t",
      "T=",
      "\u0000",
    );
    const headers = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 12 }).map((some) => some.join("")),
    );
    fc.assert(
      fc.property(headers, (header) => {
        const read = readTimestampedSignatures(header);
        if (!read) return;
        expect(read.timestamp).toMatch(/^[1-9]\d*$/);
        expect(read.signatures.join(",")).toMatch(/^[0-9a-f]{64}$/i);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("several signatures", () => {
  const members = { time: "t", signature: "v1", areSeveral: true } as const;
  const body = encoder.encode('{"a":1}');
  const time = nowMs / 1000;
  const digest = (secret: string, at = time) =>
    createHmac("sha256", secret).update(`${at}.`).update(body).digest("hex");
  const check = (header: string, live: readonly string[] = ["new"]) =>
    verifyTimestampedHmac({ header, members, rawBody: body, secrets: live, nowMs, ...window });

  it.each([
    `t=${time},v1=${digest("old")},v1=${digest("new")}`,
    `t=${time},v1=${digest("new")} t=${time},v1=${digest("old")}`,
    `t=${time}, v1=${digest("new")}`,
    `v0=abc,t=${time},v1=${digest("new")}`,
  ])("prove a delivery when one of them holds: %s", (header) => {
    expect(check(header)).toBe("valid");
    expect(check(header, ["other"])).toBe("wrong");
  });

  it.each([
    `t=${time},v1=${digest("new")} t=${time - 1},v1=${digest("new", time - 1)}`,
    `t=${time},${`v1=${digest("new")},`.repeat(5)}`,
    `t=${time},v1=${digest("new")},v1=`,
    `v1=${digest("new")}`,
    `t=${time}`,
  ])("are malformed with two times, too many, an empty one, or none: %s", (header) => {
    expect(check(header)).toBe("malformed");
  });

  it("are malformed where one is due", () => {
    const header = `t=${time},s=${digest("old")},s=${digest("new")}`;
    expect(verify(header, body, ["new"])).toBe("malformed");
  });
});

describe("a time in a header of its own", () => {
  const body = encoder.encode('{"a":1}');
  const time = String(nowMs / 1000);
  const digest = createHmac("sha256", "secret").update(`${time}.`).update(body).digest("hex");
  const check = (change: Partial<Parameters<typeof verifySeparatelyTimestampedHmac>[0]> = {}) =>
    verifySeparatelyTimestampedHmac({
      timeHeader: time,
      signatureHeader: digest,
      rawBody: body,
      secrets: ["secret"],
      nowMs,
      ...window,
      ...change,
    });

  it("is signed together with the body", () => {
    expect(check()).toBe("valid");
    expect(check({ timeHeader: String(Number(time) + 1) })).toBe("wrong");
    expect(check({ rawBody: encoder.encode('{"a":2}') })).toBe("wrong");
    expect(check({ signatureHeader: `${"ab".repeat(32)} ${digest}`, areSeveral: true })).toBe("valid");
  });

  it("may follow the body's beginning at once", () => {
    const joined = createHmac("sha256", "secret").update(time).update(body).digest("hex");
    expect(check({ signatureHeader: joined, separator: "" })).toBe("valid");
    expect(check({ signatureHeader: joined })).toBe("wrong");
  });

  it("is stale outside of the window, where the signature holds", () => {
    expect(check({ nowMs: nowMs + 3_600_001 })).toBe("stale");
    expect(check({ nowMs: nowMs + 3_600_001, secrets: ["other"] })).toBe("wrong");
  });

  it.each<[string, Partial<Parameters<typeof verifySeparatelyTimestampedHmac>[0]>]>([
    ["no time", { timeHeader: undefined }],
    ["two times", { timeHeader: [time, time] }],
    ["a time in milliseconds", { timeHeader: `${time}000` }],
    ["no signature", { signatureHeader: undefined }],
    ["a repeated signature", { signatureHeader: [digest, digest] }],
    ["two signatures where one is due", { signatureHeader: `${digest},${digest}` }],
    ["a signature of SHA-1", { signatureHeader: "ab".repeat(20) }],
  ])("is malformed with %s", (_name, change) => {
    expect(check(change)).toBe("malformed");
  });
});
