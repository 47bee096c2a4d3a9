import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, unwrap, type Schemas } from "../../api/client.ts";
import { useFormats } from "../../i18n/formats.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";
import { Preferences } from "../../layout/preferences.tsx";
import { useOperator } from "../../operator/operator.tsx";
import { Card } from "../../ui/card.tsx";
import { Facts } from "../../ui/facts.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Page } from "../../ui/page.tsx";
import { Table } from "../../ui/table.tsx";
import { useTenants } from "../shared/tenant-field.tsx";
import { AccountRecords } from "./account-records.tsx";
import { Jobs } from "./jobs.tsx";
import { Erasures, LegalHolds } from "./privacy-cards.tsx";

type Key = Schemas["ApiKeyList"]["items"][number];

export default function Settings(): ReactNode {
  const translate = useTranslate();
  const { name, role, may } = useOperator();
  const tenants = useTenants() ?? [];
  return (
    <Page title={translate("nav.settings")} lead={translate("settings.lead")}>
      <div className="stack">
        <div className="grid two">
          <Card title={translate("settings.you")}>
            <Facts
              items={[
                [translate("settings.name"), name],
                [translate("settings.role"), translateWord(translate, "role", role)],
              ]}
            />
          </Card>
          <Card title={translate("settings.preferences")}>
            <Preferences />
          </Card>
        </div>
        {may("listLegalHolds") ? <LegalHolds /> : null}
        {may("listOpenErasures") ? <Erasures /> : null}
        {may("listTenantWatches") ? <AccountRecords tenants={tenants} /> : null}
        {may("listJobs") ? <Jobs /> : null}
        {may("listApiKeys") ? tenants.map((tenant) => <Keys key={tenant} tenant={tenant} />) : null}
        {may("previewRetention") ? <Retention /> : null}
      </div>
    </Page>
  );
}

function Keys({ tenant }: { readonly tenant: string }): ReactNode {
  const translate = useTranslate();
  const { distance, time } = useFormats();
  const query = useQuery({
    queryKey: ["keys", tenant],
    queryFn: () => unwrap(api.GET("/admin/v1/tenants/{tenant}/keys", { params: { path: { tenant } } })),
  });
  const title = translate("settings.keys", { tenant });
  return (
    <Card title={title} isFlush>
      <Loaded query={query}>
        {({ items }) => {
          const live = items.filter(({ revokedAt }) => revokedAt === null);
          if (live.length === 0) return <p className="body soft">{translate("settings.noKeys")}</p>;
          return (
            <Table<Key>
              caption={title}
              rows={live}
              keyOf={({ id }) => id}
              columns={[
                { label: translate("settings.keyName"), cell: (key) => <strong>{key.name}</strong> },
                {
                  label: translate("settings.scopes"),
                  cell: ({ scopes }) => <span className="soft">{scopes.join(", ")}</span>,
                },
                { label: translate("settings.created"), cell: ({ createdAt }) => time(createdAt) },
                {
                  label: translate("settings.lastUsed"),
                  align: "end",
                  cell: ({ lastUsedAt }) =>
                    lastUsedAt === null ? translate("common.never") : distance(lastUsedAt),
                },
              ]}
            />
          );
        }}
      </Loaded>
    </Card>
  );
}

function Retention(): ReactNode {
  const translate = useTranslate();
  const { number } = useFormats();
  const query = useQuery({
    queryKey: ["retention"],
    queryFn: () => unwrap(api.GET("/admin/v1/retention")),
  });
  return (
    <Card title={translate("settings.retention")} note={translate("settings.retentionNote")} isFlush>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="body soft">{translate("settings.nothingDue")}</p>
          ) : (
            <Table
              caption={translate("settings.retention")}
              rows={items}
              keyOf={(item) => `${item.tenant} ${item.class}`}
              columns={[
                { label: translate("settings.class"), cell: (item) => item.class },
                { label: translate("common.tenant"), cell: ({ tenant }) => tenant },
                { label: translate("settings.days"), align: "end", cell: ({ days }) => number(days) },
                { label: translate("settings.due"), align: "end", cell: ({ due }) => number(due) },
                { label: translate("settings.heldRows"), align: "end", cell: ({ held }) => number(held) },
              ]}
            />
          )
        }
      </Loaded>
    </Card>
  );
}
