import type { Dashboard, Panel } from "./dashboard.ts";

/** Columns of Grafana's grid, and panels in a row of each kind. */
const columns = 24;
const widthOf = { stat: columns / 4, timeseries: columns / 2 } as const;
const heightOf = { stat: 4, timeseries: 8 } as const;
const source = { type: "prometheus", uid: "${datasource}" };

/** A dashboard as Grafana imports and provisions it. */
export function renderDashboard({ uid, title, panels }: Dashboard): string {
  const dashboard = {
    uid,
    title,
    tags: ["kyc-gateway"],
    schemaVersion: 39,
    version: 1,
    editable: false,
    refresh: "30s",
    time: { from: "now-3h", to: "now" },
    templating: {
      list: [{ name: "datasource", label: "Prometheus", type: "datasource", query: "prometheus" }],
    },
    panels: place(panels),
  };
  return `${JSON.stringify(dashboard, undefined, 2)}\n`;
}

function place(panels: readonly Panel[]): readonly object[] {
  let [x, y] = [0, 0];
  return panels.map((panel, index) => {
    const [w, h] = [widthOf[panel.kind], heightOf[panel.kind]];
    const gridPos = { x, y, w, h };
    const isLast = panels[index + 1]?.kind !== panel.kind;
    x += w;
    if (x >= columns || isLast) [x, y] = [0, y + h];
    return { id: index + 1, ...describePanel(panel), gridPos };
  });
}

function describePanel({ title, unit, kind, queries }: Panel): object {
  return {
    type: kind,
    title,
    datasource: source,
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options:
      kind === "stat"
        ? { reduceOptions: { calcs: ["lastNotNull"] }, colorMode: "value" }
        : { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi", sort: "desc" } },
    targets: queries.map(({ expr, legend }, index) => ({
      refId: "ABCDEFGH"[index],
      datasource: source,
      expr,
      legendFormat: legend,
      exemplar: true,
    })),
  };
}
