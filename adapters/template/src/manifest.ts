import type { Manifest } from "@kyc-gateway/adapter-spec/v1";
import { Flow } from "./flow/flow.schema.ts";
import { PACKAGE_VERSION } from "./package-version.ts";
import { Settings } from "./settings/settings.schema.ts";

const MINUTE_MS = 60_000;

// TODO 4: declare what is true. Each word is checked against what the connection has and what its reports say.
export const manifest: Manifest = {
  specVersion: "v1",
  id: "template",
  displayName: "Template",
  packageVersion: PACKAGE_VERSION,
  settingsSchema: Settings,
  flowSchema: Flow,
  capabilities: {
    facets: ["webhooks"],
    checks: ["document"],
    launches: ["url"],
    webhookSchemes: ["hmac"],
    erasesSessions: false,
    relaunches: false,
  },
  policies: {
    // "once" where a second session costs money or writes to the applicant.
    start: "repeatable",
    sessionLifetimeMs: 60 * MINUTE_MS,
    rereadAfterMs: [1, 2, 5, 15].map((minutes) => minutes * MINUTE_MS),
  },
};
