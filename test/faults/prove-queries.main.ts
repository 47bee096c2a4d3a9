import { writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Dashboard, Panel } from "../../deploy/monitoring/dashboard.ts";
import { listDashboards } from "../../deploy/monitoring/dashboards.ts";
import { renderRules } from "../../deploy/monitoring/render-rules.ts";
import { realClock } from "../../deploy/monitoring/rule.ts";
import { allScopes } from "../support/gateway-harness.ts";
import { drawDashboard, type PanelData } from "./draw-dashboard.ts";
import type { Prometheus, Sample } from "./prometheus.ts";
import { openWatchedRoom, type WatchedRoom } from "./watched-room.ts";

/**
 * `pnpm dashboards`: asks a real Prometheus, which watches real gateways, for every expression of the dashboards and every series
 * that the rules name. Each must give something. Draws the dashboards from the same answers, for the operator's guide.
 */
const range = "30s";
const shownSeconds = 90;
const withinMs = 60_000;
const pictures = fileURLToPath(new URL("../../deploy/grafana/pictures/", import.meta.url));

/** Happens in every deployment some time: refusals, an expiring key, a product that asks too often, a database that is away. */
async function makeEverythingHappen({ stage, tenant, api, line }: WatchedRoom): Promise<void> {
  const expiresAt = new Date(Date.now() + 86_400_000);
  const { key } = await stage.provisioning.createKey({ tenant, name: "old", scopes: allScopes, expiresAt });
  const ask = (path: string) => fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${key}` } });
  await delay(1000);
  await Promise.all(
    Array.from({ length: 400 }, () => ask("/v1/sessions?limit=1").then((answer) => answer.text())),
  );
  await ask("/v1/sessions/none");
  // Uses of keys are written down within some seconds, and looked up a quarter of a minute later.
  await delay(10_000);
  line.cut();
  await delay(4000);
  line.mend();
}

const listSeries = (): readonly string[] =>
  [...renderRules(realClock).values()]
    .flatMap((text) => [...text.matchAll(/\bkyc[_:][\w:]+(?:\{[^}]*\})?/g)])
    .map(([series]) => series.replaceAll(String.raw`\"`, '"'));

const hasData = (samples: readonly Sample[]): boolean =>
  samples.some(({ points }) => points.some(([, value]) => Number.isFinite(value)));

/** Those that give nothing, although they are asked again and again. */
async function listEmpty(prometheus: Prometheus, expressions: readonly string[]): Promise<readonly string[]> {
  const until = performance.now() + withinMs;
  let empty = [...new Set(expressions)];
  while (empty.length > 0 && performance.now() < until) {
    const answers = await Promise.all(
      empty.map(async (expr) => (hasData(await prometheus.askRange(expr, shownSeconds)) ? [] : [expr])),
    );
    empty = answers.flat();
    if (empty.length > 0) await delay(2000);
  }
  return empty;
}

async function readPanel(prometheus: Prometheus, { queries }: Panel): Promise<readonly PanelData[]> {
  const answers = await Promise.all(
    queries.map(async ({ expr, legend }) =>
      (await prometheus.askRange(expr, shownSeconds)).map((sample) => ({
        legend: legend.replaceAll(/\{\{(\w+)\}\}/g, (_all, label: string) => sample.labels[label] ?? ""),
        sample,
      })),
    ),
  );
  return answers.flat();
}

async function draw(prometheus: Prometheus, dashboard: Dashboard): Promise<void> {
  const data = new Map<Panel, readonly PanelData[]>();
  for (const panel of dashboard.panels) data.set(panel, await readPanel(prometheus, panel));
  const picture = drawDashboard(dashboard, (panel) => data.get(panel) ?? []);
  await writeFile(`${pictures}${dashboard.uid}.svg`, picture);
}

const room = await openWatchedRoom({ KYC_TENANT_REQUESTS_PER_SECOND: "50" });
try {
  await delay(30_000);
  await makeEverythingHappen(room);
  await delay(20_000);
  const dashboards = listDashboards(range);
  const panels = dashboards.flatMap(({ panels: own }) =>
    own.flatMap(({ queries }) => queries.map(({ expr }) => expr)),
  );
  const series = [...new Set(listSeries())];
  const empty = await listEmpty(room.prometheus, [...panels, ...series]);
  for (const expr of empty) process.stderr.write(`gives nothing: ${expr}\n`);
  process.stdout.write(
    `${panels.length} queries of ${dashboards.length} dashboards and ${series.length} series of the rules asked; ${empty.length} gave nothing\n`,
  );
  process.exitCode = empty.length === 0 ? 0 : 1;
  for (const dashboard of dashboards) await draw(room.prometheus, dashboard);
} finally {
  await room.close();
}
// What a broken connection left behind keeps no process.
process.exit();
