import { fileURLToPath } from "node:url";
import { listDashboards } from "./dashboards.ts";
import { renderDashboard } from "./render-dashboard.ts";
import { renderRules } from "./render-rules.ts";
import { realClock } from "./rule.ts";

const inDeploy = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** What is committed, by its path. */
export function listMonitoringFiles(): ReadonlyMap<string, string> {
  const rules = [...renderRules(realClock)].map(
    ([name, text]) => [inDeploy(`prometheus/${name}`), text] as const,
  );
  const dashboards = listDashboards("$__rate_interval").map(
    (dashboard) =>
      [inDeploy(`grafana/dashboards/${dashboard.uid}.json`), renderDashboard(dashboard)] as const,
  );
  return new Map([...rules, ...dashboards]);
}
