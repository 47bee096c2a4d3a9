import { defineAdapter, listUnsupported } from "@kyc-gateway/adapter-kit";
import type { Adapter, Connection, Manifest } from "@kyc-gateway/adapter-spec/v1";
import { createBlocklist } from "./blocklist.ts";
import type { Context } from "./context.ts";
import { createEvidence } from "./evidence.ts";
import { manifest } from "./manifest.ts";
import type { Settings } from "./manifest.ts";
import { createSessions } from "./sessions.ts";
import { createWebhooks } from "./webhooks.ts";

/** Parts of the sample adapter that a broken one has otherwise. */
export interface Parts {
  readonly manifest: Manifest;
  readonly connect: (context: Context) => Connection;
}

export function connectSample(context: Context): Connection {
  return {
    sessions: createSessions(context),
    webhooks: createWebhooks(context),
    evidence: createEvidence(context),
    blocklist: createBlocklist(context),
  };
}

const why = "the recipe decides; leave it out, or choose another recipe";
const unsupported = {
  returnUrl: why,
  documentTypes: why,
  documentCountries: why,
  schedule: why,
  parent: why,
  presets: why,
  operatorGroup: why,
};

/** A good adapter for an invented provider, or one with some parts otherwise. */
export function createSampleAdapter(parts: Partial<Parts> = {}): Adapter {
  const connect = parts.connect ?? connectSample;
  return defineAdapter<Settings, unknown>({
    manifest: parts.manifest ?? manifest,
    checkStart: (request) => listUnsupported(request, unsupported),
    origins: ({ baseUrl }) => [new URL(baseUrl ?? "https://api.acme.example").origin],
    connect: (settings, host) => connect({ settings, host }),
  });
}
