import type { Registry } from "prom-client";
import { readVersion } from "../version.ts";
import { defineGauge, registerMetrics } from "./metric-definition.ts";

export const buildMetrics = {
  build: defineGauge("kyc_build_info", {
    help: "1, with the version, the commit (where the build wrote it down) and the version of Node.js that run.",
    labels: { version: "open", revision: "open", node: "open" },
  }),
};

/** Always 1: what it is about is in the labels. */
export function describeBuild(registry: Registry): void {
  const { version, revision = "" } = readVersion();
  registerMetrics(registry, buildMetrics).build.set({ version, revision, node: process.version }, 1);
}
