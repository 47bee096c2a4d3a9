import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { signEvent, normalizeSharedSecret, readSharedSecret, takeSharedSecret } from "./signing-key.ts";

const at = new Date(1_614_265_330_000);
const event = { id: "msg_1", body: '{"a":1}', at };
const inBase64 = (byte: number, length = 32) => Buffer.alloc(length, byte).toString("base64");

describe("a shared secret", () => {
  /** The signatures are those of Python's hmac and base64 modules. */
  it.each([
    [`whsec_${inBase64(1, 24)}`, "Rb0hTFuLenjeWrwy+1gpUyWvZLrBrpXKPqXWwwbMBxM="],
    [`whsec_${inBase64(7)}`, "msJ2Az1Qy8kMjwuvkeK90JarUwpqFGH0hHfkaJBv2gg="],
    [inBase64(7), "msJ2Az1Qy8kMjwuvkeK90JarUwpqFGH0hHfkaJBv2gg="],
    [inBase64(251), "doMZ7oQrYJ33h5r0SJRUPnDaEMmWwWB14RsFd77cCyM="],
    [`whsec_${inBase64(9, 64)}`, "0ez13nt8Oci193Z7lRFJfG0jb0Aazf21RTc69TJazSg="],
  ])("written as %s signs as the reference libraries do", (text, signature) => {
    const key = takeSharedSecret(text, { $env: "KEY" }, at);
    expect(signEvent([key], event)["webhook-signature"]).toBe(`v1,${signature}`);
    expect(new Webhook(text).sign(event.id, at, event.body)).toBe(`v1,${signature}`);
    expect(normalizeSharedSecret(text)).toBe(`whsec_${key.secret}`);
  });

  it.each([
    ["a signature's version before it", `v1,whsec_${inBase64(7)}`, "version"],
    ["another version before it", `v1a,${inBase64(7)}`, "version"],
    ["no padding", inBase64(7).replace("=", ""), "padding"],
    ["no padding, with its prefix", `whsec_${inBase64(7).replace("=", "")}`, "padding"],
    ["the URL alphabet", `whsec_${Buffer.alloc(33, 251).toString("base64url")}`, "URL alphabet"],
    ["plain text", "correct horse battery staple", "blank"],
    ["plain text of other letters", "pässword-of-more-than-24-letters", "not base64"],
    ["16 bytes", `whsec_${inBase64(7, 16)}`, "16 bytes"],
    ["23 bytes", `whsec_${inBase64(7, 23)}`, "23 bytes"],
    ["65 bytes", `whsec_${inBase64(7, 65)}`, "65 bytes"],
    ["a line break at its end", `whsec_${inBase64(7)}\n`, "line break"],
    ["a blank before it", ` whsec_${inBase64(7)}`, "blank"],
    ["the prefix of a public key", `whpk_${inBase64(7)}`, "Ed25519"],
    ["its prefix twice", `whsec_whsec_${inBase64(7)}`, "URL alphabet"],
    ["nothing but its prefix", "whsec_", "not base64"],
    ["nothing", "", "not base64"],
  ])("with %s is an issue that is named, without a letter of the secret", (_form, text, word) => {
    const secret = readSharedSecret(text);
    expect(secret).toMatchObject({ kind: "issue", message: expect.stringContaining(word) as string });
    const letters = text.replace(/^v1a?,|whsec_|whpk_/g, "").trim();
    if (letters.length > 4) expect(JSON.stringify(secret)).not.toContain(letters);
  });
});
