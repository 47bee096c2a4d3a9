import { defineAdapter } from "@kyc-gateway/adapter-kit";
import { connect } from "./connect.ts";
import { checkFlow } from "./flow/check-flow.ts";
import type { Flow } from "./flow/flow.schema.ts";
import { manifest } from "./manifest.ts";
import { checkStart } from "./session/check-start.ts";
import { checkSettings } from "./settings/check-settings.ts";
import { listOrigins } from "./settings/endpoints.ts";
import type { Settings } from "./settings/settings.schema.ts";

export type { Flow, Settings };

export default defineAdapter<Settings, Flow>({
  manifest,
  checkSettings,
  checkFlow,
  checkStart,
  origins: listOrigins,
  connect,
});
