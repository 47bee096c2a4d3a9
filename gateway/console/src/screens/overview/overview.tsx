import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, unwrap } from "../../api/client.ts";
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
  const now = useQuery({
    queryKey: ["overview"],
    queryFn: () => unwrap(api.GET("/admin/v1/overview")),
    refetchInterval: 15_000,
  });
  const day = useAnalytics({ period: "day" });
  return (
    <Page title={translate("nav.overview")} lead={translate("overview.lead")}>
      <div className="stack">
        <Loaded query={now}>{({ attention }) => <Attention items={attention} />}</Loaded>
        <Loaded query={day}>
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
