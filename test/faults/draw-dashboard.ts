import * as echarts from "echarts";
import type { Dashboard, Panel } from "../../deploy/monitoring/dashboard.ts";
import type { Sample } from "./prometheus.ts";

const panelWidth = 420;
const heightOf = { stat: 90, timeseries: 210 } as const;
const perRow = { stat: 4, timeseries: 2 } as const;
const mostLines = 6;
const gap = 8;
const totalWidth = 2 * panelWidth + gap;

/** What a query of a panel gave. */
export interface PanelData {
  readonly legend: string;
  readonly sample: Sample;
}

/** A dashboard as one picture, from the values of its own queries. */
export function drawDashboard(
  { title, panels }: Dashboard,
  dataOf: (panel: Panel) => readonly PanelData[],
): string {
  let y = 40;
  const parts: string[] = [];
  for (const kind of ["stat", "timeseries"] as const) {
    const own = panels.filter((panel) => panel.kind === kind);
    const width = (totalWidth - gap * (perRow[kind] - 1)) / perRow[kind];
    own.forEach((panel, index) => {
      const x = (index % perRow[kind]) * (width + gap);
      const row = Math.floor(index / perRow[kind]);
      const size = { width, height: heightOf[kind] };
      parts.push(place(drawPanel(panel, dataOf(panel), size), x, y + row * (size.height + gap)));
    });
    y += Math.ceil(own.length / perRow[kind]) * (heightOf[kind] + gap);
  }
  const head = `<text x="4" y="26" font-family="sans-serif" font-size="18" font-weight="bold">${title}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${totalWidth}" height="${y}" viewBox="0 0 ${totalWidth} ${y}"><rect width="100%" height="100%" fill="#fff"/>${head}${parts.join("")}</svg>\n`;
}

function place(svg: string, x: number, y: number): string {
  return svg.replace("<svg ", `<svg x="${x}" y="${y}" `);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function drawPanel(panel: Panel, data: readonly PanelData[], size: Size): string {
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, ...size });
  chart.setOption(panel.kind === "stat" ? describeStat(panel, data) : describeLines(panel, data));
  const svg = chart.renderToSVGString();
  chart.dispose();
  // Names of clip paths and styles are counted anew in each picture: here they share one document.
  const own = `p${Math.random().toString(36).slice(2, 8)}-`;
  return svg
    .replaceAll(/(id="|url\(#|\.|class=")(zr[\w-]+)/g, `$1${own}$2`)
    .replaceAll(/(\d+\.\d)\d+/g, "$1");
}

const describeTitle = (text: string) => ({ text, textStyle: { fontSize: 12 }, left: 4, top: 2 });

function describeStat({ title, unit }: Panel, data: readonly PanelData[]): echarts.EChartsOption {
  const value = data[0]?.sample.points.at(-1)?.[1];
  const text = value === undefined ? "no data" : formatValue(value, unit);
  return {
    animation: false,
    title: describeTitle(title),
    graphic: { type: "text", left: "center", top: 40, style: { text, fontSize: 24, fill: "#2a6" } },
  };
}

function describeLines({ title, unit }: Panel, data: readonly PanelData[]): echarts.EChartsOption {
  const highest = ({ sample }: PanelData) => Math.max(...sample.points.map(([, value]) => value || 0));
  const shown = [...data].sort((one, other) => highest(other) - highest(one)).slice(0, mostLines);
  return {
    animation: false,
    title: describeTitle(title),
    legend: { bottom: 0, type: "plain", itemHeight: 6, itemWidth: 12, textStyle: { fontSize: 9 } },
    grid: { left: 48, right: 10, top: 28, bottom: 52 },
    xAxis: { type: "time", axisLabel: { fontSize: 9, formatter: "{mm}:{ss}", hideOverlap: true } },
    yAxis: {
      type: "value",
      splitNumber: 3,
      axisLabel: { fontSize: 9, formatter: (value: number) => formatValue(value, unit) },
    },
    series: shown.map(({ legend, sample }) => ({
      name: legend,
      type: "line" as const,
      showSymbol: false,
      lineStyle: { width: 1.5 },
      data: sample.points
        .filter(([, value]) => Number.isFinite(value))
        .map(([at, value]) => [at * 1000, value]),
    })),
  };
}

function formatValue(value: number, unit: Panel["unit"]): string {
  const short = Number(value.toPrecision(3));
  if (unit === "percentunit") return `${Number((value * 100).toPrecision(3))} %`;
  if (unit !== "s") return `${short}${unit === "reqps" || unit === "cps" ? "/s" : ""}`;
  if (value >= 172_800) return `${Math.round(value / 86_400)} d`;
  return value > 0 && value < 1 ? `${Number((value * 1000).toPrecision(3))} ms` : `${short} s`;
}
