import { createSecretKey, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createIvSource, openBytes, sealBytes } from "../../platform/encryption/sealed-bytes.ts";
import { JsonSealer, type SealContext } from "../../platform/encryption/sealer.ts";
import { openSettings, sealSettings } from "./connection-secrets.ts";

const key = { id: randomUUID(), secret: createSecretKey(Buffer.alloc(32, 3)) };
const takeIv = createIvSource();
class TestSealer extends JsonSealer {
  seal(context: SealContext, plain: Uint8Array): Buffer {
    return sealBytes(key, takeIv, { context, plain });
  }
  open(context: SealContext, sealed: Uint8Array): Buffer {
    return openBytes(key.secret, context, sealed);
  }
}
const sealer = new TestSealer();
const schema = {
  type: "object",
  properties: {
    url: { type: "string" },
    key: { type: "string", "x-secret": true },
    keys: { type: "array", items: { type: "string" }, "x-secret": true },
    webhook: {
      anyOf: [
        {
          type: "object",
          properties: { user: { type: "string" }, password: { type: "string", "x-secret": true } },
        },
        { type: "object", properties: { secret: { type: "string", "x-secret": true } } },
      ],
    },
  },
};
const settings = {
  url: "https://example.com",
  key: "canary-1",
  keys: ["canary-2"],
  webhook: { user: "u", password: "canary-3", secret: "canary-4" },
};

describe("a connection's settings", () => {
  it("are stored without their secrets, and are whole again when opened", () => {
    const stored = sealSettings(sealer, "id", { schema, settings });
    expect(stored.settings).toEqual({ url: "https://example.com", webhook: { user: "u" } });
    expect(Buffer.from(stored.sealedSecrets).includes("canary")).toBe(false);
    expect(openSettings(sealer, { id: "id", ...stored })).toEqual(settings);
  });

  it("open under their own connection alone", () => {
    const stored = sealSettings(sealer, "id", { schema, settings });
    expect(() => openSettings(sealer, { id: "other", ...stored })).toThrow(/cannot be opened/);
  });

  it("without a secret are whole too", () => {
    const stored = sealSettings(sealer, "id", { schema, settings: { url: "x" } });
    expect(openSettings(sealer, { id: "id", ...stored })).toEqual({ url: "x" });
  });
});
