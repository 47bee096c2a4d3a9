import type { Manifest } from "@kyc-gateway/adapter-spec/v1";

const secret = { type: "string", minLength: 8, "x-secret": true };
const secrets = { type: "array", items: secret };

export interface Settings {
  readonly apiKey: string;
  readonly baseUrl?: string;
  /** Keys that callbacks carry in their body. */
  readonly callbackKeys?: readonly string[];
  /** Secrets that callbacks are signed with. */
  readonly signingSecrets?: readonly string[];
}

export const manifest: Manifest = {
  specVersion: "v1",
  id: "acme",
  displayName: "Acme",
  packageVersion: "1.2.3",
  settingsSchema: {
    type: "object",
    additionalProperties: false,
    required: ["apiKey"],
    properties: {
      apiKey: secret,
      baseUrl: { type: "string", pattern: "^https?://", default: "https://api.acme.example" },
      callbackKeys: secrets,
      signingSecrets: secrets,
    },
  },
  flowSchema: { type: "object", additionalProperties: false, properties: { recipe: { type: "string" } } },
  capabilities: {
    facets: ["webhooks", "evidence", "blocklist"],
    checks: ["document"],
    launches: ["url"],
    webhookSchemes: ["body_key", "hmac_timestamped"],
    erasesSessions: true,
    blocklist: { by: ["familyName"], lists: false },
    relaunches: false,
  },
  policies: { start: "repeatable", sessionLifetimeMs: 900_000, rereadAfterMs: [60_000, 300_000] },
};
