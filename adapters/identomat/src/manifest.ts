import type { Manifest } from "@kyc-gateway/adapter-spec/v1";
import { blocklistKeys } from "./facets/blocklist.ts";
import { pictureTypes, readableDocuments } from "./facets/documents.ts";
import { operatorRights } from "./facets/operators.ts";
import { reportSections } from "./facets/printed-report.ts";
import { Flow } from "./flow/flow.schema.ts";
import { packageVersion } from "./package-version.ts";
import { defaultLifetimeMinutes } from "./session/start.ts";
import { Settings } from "./settings/settings.schema.ts";

export const manifest: Manifest = {
  specVersion: "v1",
  id: "identomat",
  displayName: "Identomat",
  packageVersion,
  settingsSchema: Settings,
  flowSchema: Flow,
  capabilities: {
    facets: [
      "webhooks",
      "evidence",
      "reports",
      "activity",
      "screening",
      "blocklist",
      "documents",
      "faces",
      "configurations",
      "calls",
      "operators",
    ],
    checks: [
      "document",
      "face_match",
      "liveness",
      "address",
      "phone",
      "email",
      "geolocation",
      "questionnaire",
      "screening",
      "registry",
      "human_review",
      "video_call",
    ],
    launches: ["url", "token"],
    webhookSchemes: ["body_key"],
    erasesSessions: true,
    reports: { sections: reportSections },
    activity: { summarises: true },
    screening: { watches: "subject" },
    blocklist: { by: blocklistKeys, lists: true },
    documents: { accepts: readableDocuments, pictureTypes },
    faces: { pictureTypes },
    configurations: { lists: false },
    operators: { creates: true, groups: true, roles: operatorRights },
    relaunches: false,
  },
  policies: {
    // No idempotency key; a second token is used by nobody and lapses.
    start: "repeatable",
    sessionLifetimeMs: defaultLifetimeMinutes * 60_000,
    rereadAfterMs: [60_000, 120_000, 300_000, 600_000, 900_000],
  },
};
