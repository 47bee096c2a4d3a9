import type { ReactNode } from "react";
import { useFormats } from "../../i18n/formats.ts";
import { translateWord, useTranslate, type Translate } from "../../i18n/language.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { SelectField } from "../../ui/field.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Meter } from "../../ui/meter.tsx";
import { Page } from "../../ui/page.tsx";
import { Segments } from "../../ui/segments.tsx";
import { Table } from "../../ui/table.tsx";
import { useFilter } from "../../ui/use-search.ts";
import { TenantField } from "../shared/tenant-field.tsx";
import { addUp, countReasons, groupRows, type Totals } from "./add-up.ts";
import { linkToSessions, type Bounds, type CountedQuestion } from "./counted-question.ts";
import { CountedLink } from "./counted-link.tsx";
import { OutcomeChart } from "./outcome-chart.tsx";
import { showNumber } from "./show-number.ts";
import { TotalTiles } from "./totals.tsx";
import { useAnalytics, type AnalyticsRow, type Period } from "./use-analytics.ts";

const dimensions = ["connection", "flow", "rule", "country", "documentType", "tenant"] as const;
type Dimension = (typeof dimensions)[number];

export default function Analytics(): ReactNode {
  const translate = useTranslate();
  const [tenant, setTenant] = useFilter("tenant");
  const [chosenPeriod, setPeriod] = useFilter("period");
  const [chosenGroup, setGroup] = useFilter("by");
  const period: Period = chosenPeriod === "day" || chosenPeriod === "month" ? chosenPeriod : "week";
  const groupBy = dimensions.find((name) => name === chosenGroup) ?? "connection";
  const query = useAnalytics({ period, tenant, groupBy });
  return (
    <Page
      title={translate("nav.analytics")}
      lead={translate("analytics.lead")}
      actions={
        <Segments<Period>
          label={translate("analytics.period")}
          value={period}
          onChange={setPeriod}
          options={(["day", "week", "month"] as const).map(
            (name) => [name, translate(`analytics.period.${name}`)] as const,
          )}
        />
      }
    >
      <div className="filters">
        <TenantField value={tenant} onChange={setTenant} withAny />
        <SelectField
          label={translate("analytics.groupBy")}
          value={groupBy}
          onChange={setGroup}
          options={dimensions.map((name) => [name, translate(`analytics.by.${name}`)] as const)}
        />
      </div>
      <Loaded query={query}>
        {({ items, from, to }) => (
          <Report rows={items} bounds={{ from, to, tenant }} period={period} groupBy={groupBy} />
        )}
      </Loaded>
    </Page>
  );
}

interface ReportProps {
  readonly rows: readonly AnalyticsRow[];
  readonly bounds: Bounds;
  readonly period: Period;
  readonly groupBy: Dimension;
}

function Report({ rows, bounds, period, groupBy }: ReportProps): ReactNode {
  const translate = useTranslate();
  if (rows.length === 0)
    return (
      <Card isFlush>
        <Empty title={translate("analytics.none")} />
      </Card>
    );
  return (
    <div className="stack">
      <TotalTiles totals={addUp(rows)} href={linkToSessions(bounds)} />
      <Card title={translate("analytics.chart")} note={translate("analytics.chartNote")}>
        <OutcomeChart rows={rows} period={period} to={bounds.to} />
      </Card>
      <Comparison rows={rows} bounds={bounds} groupBy={groupBy} />
      <Reasons rows={rows} bounds={bounds} />
    </div>
  );
}

type Group = readonly [name: string | null, totals: Totals];

function Comparison({ rows, bounds, groupBy }: Omit<ReportProps, "period">): ReactNode {
  const translate = useTranslate();
  // What is not known of a session is nothing that one could ask for.
  const link = (name: string | null, known: Partial<CountedQuestion> = {}) =>
    name === null ? undefined : linkToSessions(bounds, { ...known, [groupBy]: name });
  const { number, percent, duration } = useFormats();
  return (
    <Card title={translate("analytics.comparison")} isFlush>
      <Table<Group>
        caption={translate("analytics.comparison")}
        rows={groupRows(rows, (row) => row[groupBy])}
        keyOf={([name]) => name ?? ""}
        columns={[
          {
            label: translate(`analytics.by.${groupBy}`),
            cell: ([name]) => <strong className="break">{nameGroup(name, translate)}</strong>,
          },
          {
            label: translate("analytics.created"),
            align: "end",
            cell: ([name, { created }]) => <CountedLink text={number(created)} href={link(name)} />,
          },
          { label: translate("analytics.decided"), align: "end", cell: ([, { decided }]) => number(decided) },
          {
            label: translate("analytics.approvalRate"),
            cell: ([, { approvalRate }]) => (
              <Meter value={approvalRate} text={showNumber(approvalRate, percent)} />
            ),
          },
          {
            label: translate("analytics.expired"),
            align: "end",
            cell: ([name, { expired }]) => (
              <CountedLink text={number(expired)} href={link(name, { status: "EXPIRED" })} />
            ),
          },
          {
            label: translate("analytics.timeToDecision"),
            align: "end",
            cell: ([, { meanSeconds }]) => showNumber(meanSeconds, duration),
          },
        ]}
      />
    </Card>
  );
}

function nameGroup(name: string | null, translate: Translate): string {
  return name === null ? translate("analytics.unknown") : name.replaceAll("_", " ");
}

function Reasons({ rows, bounds }: Pick<ReportProps, "rows" | "bounds">): ReactNode {
  const translate = useTranslate();
  const { number } = useFormats();
  const reasons = countReasons(rows).slice(0, 8);
  const most = reasons[0]?.[1] ?? 1;
  return (
    <Card title={translate("analytics.reasons")} note={translate("analytics.reasonsNote")}>
      {reasons.length === 0 ? <p className="soft">{translate("analytics.noReasons")}</p> : null}
      <ul className="stack tight">
        {reasons.map(([code, sessions]) => (
          <li key={code} className="reason-bar">
            <span>
              <CountedLink
                text={translateWord(translate, "reason", code)}
                href={linkToSessions(bounds, { reason: code, status: "REJECTED" })}
              />
            </span>
            <Meter value={sessions / most} text={number(sessions)} tone="bad" />
          </li>
        ))}
      </ul>
    </Card>
  );
}
