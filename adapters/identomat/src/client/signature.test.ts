import { describe, expect, it } from "vitest";
import { signBody, signParts } from "./signature.ts";

/*
 * Worked out apart from this code, with Python's hmac:
 *   base64.b64encode(hmac.new(key.encode(), body, hashlib.sha256).digest())
 * and, for parts, with the digest of each as the key of the next.
 */
describe("signBody", () => {
  it("signs the bytes of a body", () => {
    const body = Buffer.from('{"company_key":"abcd","session_token":"defg"}');
    expect(signBody("0123456789", body)).toBe("iVsFjuy06Mx69kbYHX+uF4YdEr6aTNaqz5KZhxPtefI=");
  });

  it("takes key and text as UTF-8", () => {
    const body = Buffer.from('{"name":"ნინო"}');
    expect(signBody("საიდუმლო", body)).toBe("EjBrAwQviFtBfuKr/t53Mw5spbI0GSZbxxSomGYsaRk=");
  });
});

describe("signParts", () => {
  const file = { kind: "file", bytes: Uint8Array.of(0xff, 0xd8, 0xff, 0x00) } as const;
  const first = { kind: "text", bytes: Buffer.from("abcd") } as const;
  const second = { kind: "text", bytes: Buffer.from("defg") } as const;
  const code = "4tv+fS2A/o0LQMuPokJ+gixqQ5IOLfj9ECU9s7z4D7Q=";

  it("keys every part with the digest of the one before", () => {
    expect(signParts("0123456789", [first, second, file])).toBe(code);
  });

  it("signs texts before files, wherever they stand", () => {
    expect(signParts("0123456789", [file, first, second])).toBe(code);
    expect(signParts("0123456789", [second, first, file])).not.toBe(code);
  });

  it("signs files in the order in which they stand", () => {
    const other = { kind: "file", bytes: Uint8Array.of(0x25, 0x50) } as const;
    expect(signParts("0123456789", [first, file, other])).toBe(
      "hDthN6K9BQJVl3RKFHcvEGjwEouod2tHlDVjh5k+gGc=",
    );
  });

  it("signs a single part as a body", () => {
    expect(signParts("0123456789", [first])).toBe(signBody("0123456789", first.bytes));
  });
});
