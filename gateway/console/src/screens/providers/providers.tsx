import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, unwrap } from "../../api/client.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { Callout } from "../../ui/callout.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Page } from "../../ui/page.tsx";
import { ConnectionCard } from "./connection-card.tsx";
import { useHealth } from "./use-health.ts";

export default function Providers(): ReactNode {
  const translate = useTranslate();
  const health = useHealth();
  const connections = useQuery({
    queryKey: ["connections"],
    queryFn: () => unwrap(api.GET("/admin/v1/connections")),
    staleTime: 60_000,
  });
  const settings = new Map(connections.data?.items.map((item) => [item.name, item]));
  return (
    <Page title={translate("nav.providers")} lead={translate("providers.lead")}>
      <Loaded query={health}>
        {({ items, unusable }) => (
          <div className="stack">
            {unusable.map(({ connection, why }) => (
              <Callout
                key={connection}
                tone="bad"
                isAnnounced={false}
                title={translate("providers.unusable", { connection })}
              >
                <code>{why}</code>
              </Callout>
            ))}
            {items.length === 0 && unusable.length === 0 ? (
              <Card isFlush>
                <Empty title={translate("providers.none")}>{translate("providers.noneWhat")}</Empty>
              </Card>
            ) : null}
            <div className="grid two">
              {items.map((item) => (
                <ConnectionCard
                  key={item.connection}
                  health={item}
                  connection={settings.get(item.connection)}
                />
              ))}
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
