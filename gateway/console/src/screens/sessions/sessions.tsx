import type { ReactNode } from "react";
import { api, given, unwrap } from "../../api/client.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Page } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { usePages } from "../../ui/use-pages.ts";
import { useFilter, useResetFilters } from "../../ui/use-search.ts";
import { findSessions } from "./find-sessions.ts";
import { SessionFilters, useSessionFilters } from "./session-filters.tsx";
import { SessionTable } from "./session-table.tsx";

export default function Sessions(): ReactNode {
  const translate = useTranslate();
  const [search] = useFilter("q");
  const filters = useSessionFilters();
  const pages = usePages(["sessions", search, filters], (cursor) =>
    search === ""
      ? unwrap(api.GET("/admin/v1/sessions", { params: { query: { ...filters, ...given({ cursor }) } } }))
      : findSessions(search, filters),
  );
  return (
    <Page title={translate("nav.sessions")} lead={translate("sessions.lead")}>
      <SessionFilters key={search} />
      <Loaded query={pages}>
        {(rows) => (rows.length > 0 ? <SessionTable rows={rows} /> : <NoSessions />)}
      </Loaded>
      <Pager {...pages} />
    </Page>
  );
}

function NoSessions(): ReactNode {
  const translate = useTranslate();
  const reset = useResetFilters();
  return (
    <Card isFlush>
      <Empty title={translate("sessions.none")}>{translate("sessions.noneWhat")}</Empty>
      <div className="row pager">
        <Button onClick={reset}>{translate("common.clear")}</Button>
      </div>
      <p>&nbsp;</p>
    </Card>
  );
}
