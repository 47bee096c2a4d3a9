import type { ReactNode } from "react";
import { api, given, unwrap, type Schemas } from "../../api/client.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { SelectField } from "../../ui/field.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Page } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { usePages } from "../../ui/use-pages.ts";
import { useFilter, useResetFilters } from "../../ui/use-search.ts";
import { ConnectionField } from "../shared/connection-field.tsx";
import { TenantField } from "../shared/tenant-field.tsx";
import { findSessions } from "./find-sessions.ts";
import { SearchField } from "./search-field.tsx";
import { SessionTable } from "./session-table.tsx";

const statuses = [
  "SESSION_CREATED",
  "IN_PROGRESS",
  "PENDING_REVIEW",
  "APPROVED",
  "REJECTED",
  "EXPIRED",
  "NOT_STARTED",
] as const;

export default function Sessions(): ReactNode {
  const translate = useTranslate();
  const [search] = useFilter("q");
  const [status, setStatus] = useFilter("status");
  const [connection, setConnection] = useFilter("connection");
  const [tenant, setTenant] = useFilter("tenant");
  const reset = useResetFilters();
  const filters = given({ status: status as Schemas["SessionStatus"] | "", connection, tenant });
  const pages = usePages(["sessions", search, filters], (cursor) =>
    search === ""
      ? unwrap(api.GET("/admin/v1/sessions", { params: { query: { ...filters, ...given({ cursor }) } } }))
      : findSessions(search, filters),
  );
  return (
    <Page title={translate("nav.sessions")} lead={translate("sessions.lead")}>
      <div className="filters">
        <SearchField key={search} />
        <SelectField
          label={translate("common.status")}
          value={status}
          onChange={setStatus}
          options={[
            ["", translate("common.any")],
            ...statuses.map((name) => [name, translateWord(translate, "status", name)] as const),
          ]}
        />
        <TenantField value={tenant} onChange={setTenant} withAny />
        <ConnectionField value={connection} onChange={setConnection} />
      </div>
      <Loaded query={pages}>
        {(rows) =>
          rows.length > 0 ? (
            <SessionTable rows={rows} />
          ) : (
            <Card isFlush>
              <Empty title={translate("sessions.none")}>{translate("sessions.noneWhat")}</Empty>
              <div className="row pager">
                <Button onClick={reset}>{translate("common.clear")}</Button>
              </div>
              <p>&nbsp;</p>
            </Card>
          )
        }
      </Loaded>
      <Pager {...pages} />
    </Page>
  );
}
