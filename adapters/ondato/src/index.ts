import { defineAdapter } from "@kyc-gateway/adapter-kit";
import { connect } from "./connect.ts";
import type { Flow } from "./flow/flow.schema.ts";
import { manifest } from "./manifest.ts";
import { checkStart } from "./sessions/check-start.ts";
import { checkSettings } from "./settings/check-settings.ts";
import { listOrigins } from "./settings/hosts.ts";
import type { Settings } from "./settings/settings.schema.ts";

export default defineAdapter<Settings, Flow>({
  manifest,
  checkSettings,
  checkStart,
  origins: listOrigins,
  connect,
});
