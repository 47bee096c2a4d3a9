import type { ReactNode } from "react";
import { useTranslate } from "../../i18n/language.tsx";
import { Card } from "../../ui/card.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Page } from "../../ui/page.tsx";
import { addUp } from "../analytics/add-up.ts";
import { OutcomeChart } from "../analytics/outcome-chart.tsx";
import { TotalTiles } from "../analytics/totals.tsx";
import { useAnalytics } from "../analytics/use-analytics.ts";
import { Attention } from "./attention.tsx";
import { ProviderHealth } from "./provider-health.tsx";

export default function Overview(): ReactNode {
  const translate = useTranslate();
  const query = useAnalytics({ period: "day" });
  return (
    <Page title={translate("nav.overview")} lead={translate("overview.lead")}>
      <div className="stack">
        <Attention />
        <Loaded query={query}>
          {({ items, to }) => (
            <>
              <TotalTiles totals={addUp(items)} />
              <Card title={translate("overview.today")} note={translate("analytics.chartNote")}>
                <OutcomeChart rows={items} period="day" to={to} />
              </Card>
            </>
          )}
        </Loaded>
        <ProviderHealth />
      </div>
    </Page>
  );
}
