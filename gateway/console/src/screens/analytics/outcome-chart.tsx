import type { ReactNode } from "react";
import { useFormats } from "../../i18n/formats.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { BarChart } from "../../ui/bar-chart.tsx";
import { addUp } from "./add-up.ts";
import { periods, type AnalyticsRow, type Period } from "./use-analytics.ts";

interface OutcomeChartProps {
  readonly rows: readonly AnalyticsRow[];
  readonly period: Period;
  /** The end of the period, as the report has it. */
  readonly to: string;
}

/** What became of sessions, a bar for each bucket of the period, those without a session too. */
export function OutcomeChart({ rows, period, to }: OutcomeChartProps): ReactNode {
  const translate = useTranslate();
  const { number, hour, day } = useFormats();
  const { ms, granularity } = periods[period];
  const step = granularity === "hour" ? 3_600_000 : 86_400_000;
  const last = Math.floor((Date.parse(to) - 1) / step) * step;
  const buckets = Array.from({ length: ms / step }, (_, index) => last - ms + step * (index + 1));
  const byStart = Map.groupBy(rows, ({ startsAt }) => Date.parse(startsAt));
  const bars = buckets.map((start) => {
    const { approved, rejected, expired, open } = addUp(byStart.get(start) ?? []);
    const at = new Date(start).toISOString();
    return {
      label: granularity === "hour" ? hour(at) : day(at),
      values: [approved, rejected, expired, open],
    };
  });
  return (
    <BarChart
      title={translate("analytics.chart")}
      format={number}
      bars={bars}
      series={[
        { name: translate("analytics.approved"), tone: "good" },
        { name: translate("analytics.rejected"), tone: "bad" },
        { name: translate("analytics.expired"), tone: "muted" },
        { name: translate("analytics.open"), tone: "info" },
      ]}
    />
  );
}
