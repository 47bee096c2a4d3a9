import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { allMetrics } from "@kyc-gateway/gateway";
import { describe, expect, it } from "vitest";
import { renderRules } from "../../../deploy/monitoring/render-rules.ts";
import { scaleClock } from "../../../deploy/monitoring/rule.ts";
import { listDashboards } from "../../../deploy/monitoring/dashboards.ts";
import { listMonitoringFiles } from "../../../deploy/monitoring/monitoring-files.ts";

const normalise = (path: string, text: string): unknown =>
  path.endsWith(".json") ? (JSON.parse(text) as unknown) : text.replaceAll(/\s+/g, " ");

describe("rules and dashboards", () => {
  it.each([...listMonitoringFiles()].map(([path, text]) => [basename(path), path, text] as const))(
    "are what their source makes (pnpm monitoring): %s",
    async (...[, path, text]) => {
      expect(normalise(path, await readFile(path, "utf8"))).toEqual(normalise(path, text));
    },
  );

  it("show every metric that the gateway has, on one dashboard at least", () => {
    const shown = JSON.stringify(listDashboards("5m"));
    const missing = Object.values(allMetrics)
      .map(({ name }) => name)
      .filter((name) => !shown.includes(name));
    expect(missing).toEqual([]);
  });

  it("are the same rules when time passes faster, but for their spans and ages", () => {
    const [causes = "", promises = ""] = [...renderRules(scaleClock(60)).values()];
    expect(causes).toContain('kyc_job_queue_oldest_seconds{state="ready"}) > 5\n        for: 5s');
    expect(causes).toContain("kyc_listener_proven_age_seconds > 15\n        for: 1s");
    expect(promises).toContain("max_over_time(kyc:cause_pages[5s])");
  });
});
