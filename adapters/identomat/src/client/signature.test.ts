import { describe, expect, it } from "vitest";
import { signBody } from "./signature.ts";

/*
 * Worked out apart from this code, with Python's hmac:
 *   base64.b64encode(hmac.new(key.encode(), body, hashlib.sha256).digest())
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
