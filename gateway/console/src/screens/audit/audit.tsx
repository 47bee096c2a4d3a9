import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, given, unwrap, type Schemas } from "../../api/client.ts";
import { useFormats } from "../../i18n/formats.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { FilterField } from "../../ui/filter-field.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Page } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Table, type Column } from "../../ui/table.tsx";
import { usePages } from "../../ui/use-pages.ts";
import { useFilter } from "../../ui/use-search.ts";
import { readDay } from "../shared/read-day.ts";
import { TenantField } from "../shared/tenant-field.tsx";
import { ChangeDetail } from "./change-detail.tsx";

type Entry = Schemas["AuditPage"]["items"][number];

export default function Audit(): ReactNode {
  const translate = useTranslate();
  const [subject, setSubject] = useFilter("subject");
  const [tenant, setTenant] = useFilter("tenant");
  const [operator, setOperator] = useFilter("operator");
  const [action, setAction] = useFilter("action");
  const [since, setSince] = useFilter("since");
  const query = { subject, tenant, operator, action, since: readDay(since) };
  const columns = useColumns();
  const pages = usePages(["audit", query], (cursor) =>
    unwrap(api.GET("/admin/v1/audit", { params: { query: given({ ...query, cursor, limit: 25 }) } })),
  );
  return (
    <Page title={translate("nav.audit")} lead={translate("audit.lead")}>
      <div className="filters">
        <FilterField
          label={translate("audit.subject")}
          hint={translate("audit.subjectHint")}
          value={subject}
          onChange={setSubject}
        />
        <FilterField label={translate("audit.who")} value={operator} onChange={setOperator} />
        <FilterField
          label={translate("audit.action")}
          hint="session.decide"
          value={action}
          onChange={setAction}
        />
        <FilterField label={translate("audit.since")} type="date" value={since} onChange={setSince} />
        <TenantField value={tenant} onChange={setTenant} withAny />
      </div>
      <Loaded query={pages}>
        {(rows) =>
          rows.length === 0 ? (
            <Card isFlush>
              <Empty title={translate("audit.none")} />
            </Card>
          ) : (
            <Table caption={translate("nav.audit")} columns={columns} rows={rows} keyOf={({ id }) => id} />
          )
        }
      </Loaded>
      <Pager {...pages} />
      <ChainHead />
    </Page>
  );
}

function ChainHead(): ReactNode {
  const translate = useTranslate();
  const { number } = useFormats();
  const { data } = useQuery({
    queryKey: ["audit", "head"],
    queryFn: () => unwrap(api.GET("/admin/v1/audit/head")),
  });
  if (data === undefined) return null;
  return (
    <p className="faint break">
      {translate("audit.head", { count: number(data.seq), hash: data.hash.slice(0, 16) })}
    </p>
  );
}

function useColumns(): readonly Column<Entry>[] {
  const translate = useTranslate();
  const { exactTime } = useFormats();
  return [
    {
      label: translate("audit.action"),
      cell: ({ action, subject }) => (
        <>
          <strong>{action}</strong>
          <span className="sub break">{subject}</span>
        </>
      ),
    },
    { label: translate("audit.who"), cell: ({ operator }) => operator },
    {
      label: translate("audit.detail"),
      narrow: "bare",
      cell: ({ detail, reason }) => (
        <>
          {reason === null ? null : <p className="break">“{reason}”</p>}
          <ChangeDetail detail={detail} reason={reason} />
        </>
      ),
    },
    {
      label: translate("common.when"),
      align: "end",
      cell: ({ at }) => (
        <time className="fit" dateTime={at}>
          {exactTime(at)}
        </time>
      ),
    },
  ];
}
