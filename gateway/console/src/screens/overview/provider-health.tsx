import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { api, unwrap } from "../../api/client.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { describeState } from "../providers/describe-state.ts";

export function ProviderHealth(): ReactNode {
  const translate = useTranslate();
  const query = useQuery({
    queryKey: ["connections"],
    queryFn: () => unwrap(api.GET("/admin/v1/connections")),
    refetchInterval: 15_000,
  });
  return (
    <Card title={translate("overview.providers")} isFlush>
      <Loaded query={query}>
        {({ items }) => (
          <ul className="attention">
            {items.map((connection) => {
              const [tone, state] = describeState(connection, translate);
              return (
                <li key={connection.name}>
                  <Link className="grow break" href="/providers">
                    {connection.name}
                  </Link>
                  <Badge tone={tone}>{state}</Badge>
                </li>
              );
            })}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}
