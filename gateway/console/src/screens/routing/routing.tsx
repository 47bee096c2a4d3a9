import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, unwrap, type Schemas } from "../../api/client.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Facts } from "../../ui/facts.tsx";
import { Loaded, Skeleton } from "../../ui/loaded.tsx";
import { Page } from "../../ui/page.tsx";
import { useFilter } from "../../ui/use-search.ts";
import { TenantField, useTenants } from "../shared/tenant-field.tsx";
import { CanaryResult } from "./canary-result.tsx";
import { RoutePreviewCard } from "./route-preview.tsx";
import { RuleView } from "./rule-view.tsx";

type Flow = Schemas["FlowList"]["items"][number];

export default function Routing(): ReactNode {
  const translate = useTranslate();
  const tenants = useTenants();
  const [chosen, setTenant] = useFilter("tenant");
  const tenant = chosen === "" ? tenants?.[0] : chosen;
  return (
    <Page title={translate("nav.routing")} lead={translate("routing.lead")}>
      <div className="filters">
        <TenantField value={tenant ?? ""} onChange={setTenant} />
      </div>
      {tenant === undefined ? <Skeleton /> : <TenantRouting key={tenant} tenant={tenant} />}
    </Page>
  );
}

function TenantRouting({ tenant }: { readonly tenant: string }): ReactNode {
  const translate = useTranslate();
  const params = { path: { tenant } };
  const rules = useQuery({
    queryKey: ["routing", tenant],
    queryFn: () => unwrap(api.GET("/admin/v1/tenants/{tenant}/routing", { params })),
  });
  const flows = useQuery({
    queryKey: ["flows", tenant],
    queryFn: () => unwrap(api.GET("/admin/v1/tenants/{tenant}/flows", { params })),
  });
  return (
    <div className="stack">
      <Loaded query={rules}>
        {({ rules: items }) => (
          <>
            <Card title={translate("routing.rules")} note={translate("routing.rulesNote")} isFlush>
              {items.length === 0 ? <Empty title={translate("routing.noRules")} /> : null}
              {items.map((rule, index) => (
                <RuleView key={rule.name} rule={rule} position={index + 1} />
              ))}
            </Card>
            {items.map((rule) => (
              <CanaryResult key={rule.name} rule={rule} tenant={tenant} />
            ))}
          </>
        )}
      </Loaded>
      <RoutePreviewCard tenant={tenant} flows={flows.data?.items.map(({ name }) => name) ?? []} />
      <Loaded query={flows}>{({ items }) => <Flows items={items} />}</Loaded>
    </div>
  );
}

function Flows({ items }: { readonly items: readonly Flow[] }): ReactNode {
  const translate = useTranslate();
  if (items.length === 0)
    return (
      <Card title={translate("routing.flows")} isFlush>
        <Empty title={translate("routing.noFlows")} />
      </Card>
    );
  return (
    <>
      <h2>{translate("routing.flows")}</h2>
      <div className="grid two">
        {items.map((flow) => (
          <FlowCard key={flow.name} flow={flow} />
        ))}
      </div>
    </>
  );
}

function FlowCard({ flow: { name, requiredChecks, validFor, targets } }: { readonly flow: Flow }): ReactNode {
  const translate = useTranslate();
  return (
    <Card title={name}>
      <Facts
        items={[
          [
            translate("routing.requires"),
            requiredChecks === undefined || requiredChecks.length === 0
              ? translate("common.none")
              : requiredChecks.map((check) => translateWord(translate, "check", check)).join(", "),
          ],
          [translate("routing.validFor"), validFor],
          [
            translate("routing.order"),
            <ol key="order" className="row">
              {targets.map(({ connection }) => (
                <li key={connection} className="chip">
                  {connection}
                </li>
              ))}
            </ol>,
          ],
        ]}
      />
    </Card>
  );
}
