import type { ReactNode } from "react";
import { Link } from "wouter";
import { api, given, unwrap, type Schemas } from "../../api/client.ts";
import { useFormats } from "../../i18n/formats.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Page } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Table, type Column } from "../../ui/table.tsx";
import { usePages } from "../../ui/use-pages.ts";
import { ApplicantName } from "../sessions/session-table.tsx";
import { ReasonList } from "../shared/reason-list.tsx";

type Session = Schemas["OperatorSession"];

export default function Review(): ReactNode {
  const translate = useTranslate();
  const columns = useColumns();
  const pages = usePages(["sessions", "review"], (cursor) =>
    unwrap(
      api.GET("/admin/v1/sessions", {
        params: { query: { status: "PENDING_REVIEW", limit: 100, ...given({ cursor }) } },
      }),
    ),
  );
  return (
    <Page title={translate("nav.review")} lead={translate("review.lead")}>
      <Loaded query={pages}>
        {(rows) =>
          rows.length === 0 ? (
            <Card isFlush>
              <Empty title={translate("review.none")}>{translate("review.noneWhat")}</Empty>
            </Card>
          ) : (
            <Table
              caption={translate("nav.review")}
              columns={columns}
              rows={rows.toSorted((a, b) => a.updatedAt.localeCompare(b.updatedAt))}
              keyOf={({ id }) => id}
            />
          )
        }
      </Loaded>
      <Pager {...pages} />
    </Page>
  );
}

function useColumns(): readonly Column<Session>[] {
  const translate = useTranslate();
  const { distance, exactTime } = useFormats();
  return [
    {
      label: translate("sessions.applicant"),
      cell: (session) => (
        <>
          <Link className="main break" href={`/sessions/${session.id}`}>
            <ApplicantName session={session} />
          </Link>
          <span className="sub">
            {session.tenant} · {session.flow}
          </span>
        </>
      ),
    },
    {
      label: translate("review.why"),
      narrow: "bare",
      cell: ({ reasons }) =>
        reasons.length === 0 ? (
          <span className="soft">{translate("review.byProvider")}</span>
        ) : (
          <ReasonList reasons={reasons} />
        ),
    },
    { label: translate("common.connection"), cell: ({ connection }) => connection },
    {
      label: translate("review.waiting"),
      cell: ({ updatedAt }) => (
        <time className="fit" dateTime={updatedAt} title={exactTime(updatedAt)}>
          {distance(updatedAt)}
        </time>
      ),
    },
    {
      label: translate("common.details"),
      align: "end",
      narrow: "bare",
      cell: ({ id }) => (
        <Link className="button small" href={`/sessions/${id}`}>
          {translate("review.open")}
        </Link>
      ),
    },
  ];
}
