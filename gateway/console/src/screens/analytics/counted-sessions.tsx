import type { ReactNode } from "react";
import { useSearchParams } from "wouter";
import { api, given, unwrap, type Schemas } from "../../api/client.ts";
import { useFormats } from "../../i18n/formats.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";
import { StatusBadge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Page } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Table } from "../../ui/table.tsx";
import { usePages } from "../../ui/use-pages.ts";
import { SessionLink } from "../shared/session-link.tsx";
import { readQuestion, type CountedQuestion } from "./counted-question.ts";

type CountedSession = Schemas["CountedSessionPage"]["items"][number];

/** The sessions behind a number of the report. */
export default function CountedSessions(): ReactNode {
  const translate = useTranslate();
  const [search] = useSearchParams();
  const question = readQuestion(search);
  const pages = usePages(["counted-sessions", question], (cursor) =>
    unwrap(
      api.GET("/admin/v1/analytics/sessions", { params: { query: { ...question, ...given({ cursor }) } } }),
    ),
  );
  return (
    <Page
      title={translate("counted.title")}
      lead={useLead(question)}
      back={{ href: "/analytics", label: translate("nav.analytics") }}
    >
      <Loaded query={pages}>
        {(rows) =>
          rows.length === 0 ? (
            <Card isFlush>
              <Empty title={translate("counted.none")} />
            </Card>
          ) : (
            <CountedTable rows={rows} />
          )
        }
      </Loaded>
      <Pager {...pages} />
    </Page>
  );
}

/** What was counted, in words: the period and what the sessions have in common. */
function useLead({ from, to, status, reason, ...dimensions }: CountedQuestion): string {
  const translate = useTranslate();
  const { time } = useFormats();
  const words = [
    ...(from === undefined || to === undefined ? [] : [`${time(from)} – ${time(to)}`]),
    ...Object.values(dimensions).map((value) => value.replaceAll("_", " ")),
    ...(status === undefined ? [] : [translateWord(translate, "status", status)]),
    ...(reason === undefined ? [] : [translateWord(translate, "reason", reason)]),
  ];
  return [words.join(" · "), translate("counted.lead")].filter((part) => part !== "").join(". ");
}

function CountedTable({ rows }: { readonly rows: readonly CountedSession[] }): ReactNode {
  const translate = useTranslate();
  const { time } = useFormats();
  return (
    <Table
      caption={translate("counted.title")}
      rows={rows}
      keyOf={({ sessionId }) => sessionId}
      columns={[
        { label: translate("common.session"), cell: ({ sessionId }) => <SessionLink id={sessionId} /> },
        {
          label: translate("common.status"),
          narrow: "corner",
          cell: ({ status }) => <StatusBadge status={status} />,
        },
        { label: translate("counted.hour"), align: "end", cell: ({ hour }) => time(hour) },
      ]}
    />
  );
}
