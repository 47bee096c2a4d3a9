import type { Manifest } from "@kyc-gateway/adapter-spec/v1";
import { Flow } from "./flow/flow.schema.ts";
import { PACKAGE_VERSION } from "./package-version.ts";
import { SESSION_LIFETIME_MS } from "./sessions/session-lifetime.ts";
import { Settings } from "./settings/settings.schema.ts";

const MINUTE_MS = 60_000;

export const manifest: Manifest = {
  specVersion: "v1",
  id: "ondato",
  displayName: "Ondato",
  packageVersion: PACKAGE_VERSION,
  settingsSchema: Settings,
  flowSchema: Flow,
  capabilities: {
    facets: ["webhooks", "evidence"],
    checks: [
      "document",
      "document_authenticity",
      "capture",
      "age",
      "face_match",
      "liveness",
      "registry",
      "fraud",
      "human_review",
    ],
    launches: ["url"],
    webhookSchemes: ["hmac_timestamped", "basic", "bearer", "source_address"],
    // No endpoint that deletes a session is known.
    erasesSessions: false,
    relaunches: true,
  },
  policies: {
    // Ondato has no idempotency key, and nothing is sent to the applicant when a session is created: a second one is
    // opened by nobody and lapses after seven days.
    start: "repeatable",
    sessionLifetimeMs: SESSION_LIFETIME_MS,
    rereadAfterMs: [1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  },
};
