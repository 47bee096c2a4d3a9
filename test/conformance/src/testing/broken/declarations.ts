import { manifest } from "../sample-adapter/manifest.ts";
import { createSampleSubject } from "../sample-subject.ts";
import { breakCapabilities, breakManifest } from "./break.ts";
import type { BrokenSubject } from "./break.ts";

const settingsSchema = manifest.settingsSchema as { readonly properties: Readonly<Record<string, object>> };

/** Broken in what they say of themselves. */
export const brokenDeclarations: readonly BrokenSubject[] = [
  {
    fault: "tells another version than its package",
    group: "package",
    subject: breakManifest({ packageVersion: "9.9.9" }),
  },
  {
    fault: "sends a request when it is imported",
    group: "import",
    subject: createSampleSubject({ entry: new URL("../sample-adapter/calls-at-import.ts", import.meta.url) }),
  },
  {
    fault: "starts a timer when it connects",
    group: "import",
    subject: createSampleSubject({
      entry: new URL("../sample-adapter/waits-in-connect.ts", import.meta.url),
    }),
  },
  {
    fault: "has a policy in seconds instead of milliseconds",
    group: "manifest",
    subject: breakManifest({ policies: { ...manifest.policies, sessionLifetimeMs: 900 } }),
  },
  {
    fault: "promises checks that have no meaning",
    group: "manifest",
    subject: breakCapabilities({ checks: [...manifest.capabilities.checks, "other"] }),
  },
  {
    fault: "does not mark a secret",
    group: "settings",
    subject: breakManifest({
      settingsSchema: {
        ...settingsSchema,
        properties: { ...settingsSchema.properties, apiKey: { type: "string" } },
      },
    }),
  },
  {
    fault: "accepts settings that nobody knows",
    group: "settings",
    subject: breakManifest({ settingsSchema: { ...settingsSchema, additionalProperties: true } }),
  },
  { fault: "declares a facet that it lacks", group: "facets", subject: breakCapabilities({}, "evidence") },
  {
    fault: "tells how far a facet goes that it lacks",
    group: "manifest",
    subject: breakCapabilities({ activity: { summarises: true } }),
  },
  {
    fault: "has a facet that it does not declare",
    group: "facets",
    subject: breakCapabilities({ facets: ["webhooks", "blocklist"] }),
  },
];
