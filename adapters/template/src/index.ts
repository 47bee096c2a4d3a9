import { defineAdapter } from "@kyc-gateway/adapter-kit";
import { connect } from "./connect.ts";
import type { Flow } from "./flow/flow.schema.ts";
import { manifest } from "./manifest.ts";
import { checkStart } from "./sessions/start-session.ts";
import { listOrigins } from "./settings/endpoints.ts";
import type { Settings } from "./settings/settings.schema.ts";

export default defineAdapter<Settings, Flow>({ manifest, checkStart, origins: listOrigins, connect });
