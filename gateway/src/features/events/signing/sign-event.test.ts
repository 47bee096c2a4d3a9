import { createPublicKey, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createSigningKey, describePublicKey, signEvent } from "./signing-key.ts";

import * as fc from "fast-check";

const at = new Date("2026-01-01T00:00:00.999Z");

describe("a signature", () => {
  it("is the one of the Standard Webhooks specification's own example", () => {
    // Standard Webhooks 1.0, reference tests: msg_p5jXN8AQM9LWM0D4loKWxJek at 1614265330.
    const secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const key = { id: "1", kind: "hmac", secret, createdAt: "", expiresAt: null } as const;
    const signed = signEvent([key], {
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      body: '{"test": 2432232314}',
      at: new Date(1_614_265_330_000),
    });
    expect(signed).toEqual({
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    });
  });

  it("of an Ed25519 key holds for any body, and for no other", () => {
    const key = createSigningKey("ed25519", at);
    const x = Buffer.from(describePublicKey(key).replace("whpk_", ""), "base64").toString("base64url");
    const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    fc.assert(
      fc.property(fc.uuid(), fc.string({ unit: "binary" }), (id, body) => {
        const { "webhook-timestamp": timestamp, "webhook-signature": signature } = signEvent([key], {
          id,
          body,
          at,
        });
        const bytes = Buffer.from(signature.replace("v1a,", ""), "base64");
        const isValid = (text: string) =>
          verify(null, Buffer.from(`${id}.${timestamp}.${text}`), publicKey, bytes);
        expect(isValid(body)).toBe(true);
        expect(isValid(`${body} `)).toBe(false);
      }),
    );
  });

  it("is made by every key that is live then", () => {
    const live = createSigningKey("hmac", at);
    const old = { ...createSigningKey("hmac", at), expiresAt: "2026-01-01T00:00:01.000Z" };
    const over = { ...createSigningKey("ed25519", at), expiresAt: "2026-01-01T00:00:00.998Z" };
    const { "webhook-signature": signatures } = signEvent([live, old, over], { id: "1", body: "", at });
    expect(signatures.split(" ").map((each) => each.slice(0, 3))).toEqual(["v1,", "v1,"]);
  });
});
