import type { ReactNode } from "react";
import { api, given, unwrap, type Schemas } from "../../api/client.ts";
import { useFormats } from "../../i18n/formats.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Table } from "../../ui/table.tsx";
import { usePages } from "../../ui/use-pages.ts";
import { useFilter } from "../../ui/use-search.ts";
import { SessionLink } from "../shared/session-link.tsx";
import { TenantField } from "../shared/tenant-field.tsx";

type AccountRecord =
  | Schemas["OperatorWatchPage"]["items"][number]
  | Schemas["OperatorBlocklistPage"]["items"][number];

/** What a tenant keeps at the providers' accounts. Whom it is about is not told to operators. */
export function AccountRecords({ tenants }: { readonly tenants: readonly string[] }): ReactNode {
  const translate = useTranslate();
  const [chosen, setTenant] = useFilter("tenant");
  const tenant = tenants.find((name) => name === chosen) ?? tenants[0];
  if (tenant === undefined) return null;
  return (
    <>
      <Card title={translate("records.title")} note={translate("records.note")}>
        <div className="filters">
          <TenantField value={tenant} onChange={setTenant} />
        </div>
      </Card>
      <RecordList kind="watches" tenant={tenant} />
      <RecordList kind="blocklist" tenant={tenant} />
    </>
  );
}

const paths = {
  watches: "/admin/v1/tenants/{tenant}/watches",
  blocklist: "/admin/v1/tenants/{tenant}/blocklist",
} as const;

interface RecordListProps {
  readonly kind: keyof typeof paths;
  readonly tenant: string;
}

function RecordList({ kind, tenant }: RecordListProps): ReactNode {
  const translate = useTranslate();
  const pages = usePages<AccountRecord>([kind, tenant], (cursor) =>
    unwrap(api.GET(paths[kind], { params: { path: { tenant }, query: given({ cursor }) } })),
  );
  const title = translate(`records.${kind}`, { tenant });
  return (
    <Card title={title} isFlush>
      <Loaded query={pages}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="body soft">{translate(`records.${kind}.none`)}</p>
          ) : (
            <RecordTable caption={title} rows={rows} />
          )
        }
      </Loaded>
      <Pager {...pages} />
    </Card>
  );
}

interface RecordTableProps {
  readonly caption: string;
  readonly rows: readonly AccountRecord[];
}

function RecordTable({ caption, rows }: RecordTableProps): ReactNode {
  const translate = useTranslate();
  const { distance } = useFormats();
  return (
    <Table<AccountRecord>
      caption={caption}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          label: translate("common.connection"),
          cell: (row) => (
            <>
              <strong>{row.connection ?? "—"}</strong>
              {"ground" in row ? (
                <span className="sub">{translateWord(translate, "ground", row.ground)}</span>
              ) : null}
            </>
          ),
        },
        {
          label: translate("common.status"),
          cell: ({ state }) => (
            <Badge tone={state === "active" ? "good" : "info"}>
              {translateWord(translate, "recordState", state)}
            </Badge>
          ),
        },
        { label: translate("common.session"), cell: ({ sessionId }) => <SessionLink id={sessionId} /> },
        { label: translate("common.when"), align: "end", cell: ({ createdAt }) => distance(createdAt) },
      ]}
    />
  );
}
