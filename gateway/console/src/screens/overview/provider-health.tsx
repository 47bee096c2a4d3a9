import type { ReactNode } from "react";
import { Link } from "wouter";
import { useFormats } from "../../i18n/formats.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { describeState } from "../providers/describe-state.ts";
import { useHealth } from "../providers/use-health.ts";

export function ProviderHealth(): ReactNode {
  const translate = useTranslate();
  const { number } = useFormats();
  const query = useHealth();
  return (
    <Card title={translate("overview.providers")} isFlush>
      <Loaded query={query}>
        {({ items }) => (
          <ul className="attention">
            {items.map((health) => {
              const [tone, state] = describeState(health, translate);
              const { calls, failures } = health.recentCalls;
              return (
                <li key={health.connection}>
                  <Link className="grow break" href="/providers">
                    {health.connection}
                  </Link>
                  <span className="soft num">
                    {translate("providers.failuresOf", { failures: number(failures), calls: number(calls) })}
                  </span>
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
