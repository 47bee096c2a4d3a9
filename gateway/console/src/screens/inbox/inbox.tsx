import type { ReactNode } from "react";
import { Link } from "wouter";
import { api, given, unwrap, type Schemas } from "../../api/client.ts";
import { useFormats } from "../../i18n/formats.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { SelectField } from "../../ui/field.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Page } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Table, type Column } from "../../ui/table.tsx";
import { usePages } from "../../ui/use-pages.ts";
import { useFilter } from "../../ui/use-search.ts";
import { ConnectionField } from "../shared/connection-field.tsx";
import { DeliveryBadge } from "./delivery-badge.tsx";
import { ReplayRange } from "./replay-range.tsx";

type Delivery = Schemas["InboxDelivery"];

const states = ["parked", "unmatched", "waiting", "processing", "applied"] as const;

export default function Inbox(): ReactNode {
  const translate = useTranslate();
  const [chosen, setState] = useFilter("state");
  const [connection, setConnection] = useFilter("connection");
  const state = chosen === "" ? "parked" : chosen;
  const pages = usePages(["deliveries", state, connection], (cursor) =>
    unwrap(
      api.GET("/admin/v1/deliveries", {
        params: {
          query: given({
            state: state === "all" ? undefined : (state as Schemas["DeliveryState"]),
            connection,
            cursor,
            limit: 25,
          }),
        },
      }),
    ),
  );
  return (
    <Page
      title={translate("nav.inbox")}
      lead={translate("inbox.lead")}
      actions={state === "parked" ? <ReplayRange connection={connection} /> : undefined}
    >
      <div className="filters">
        <SelectField
          label={translate("inbox.state")}
          value={state}
          onChange={setState}
          options={[
            ...states.map((name) => [name, translate(`delivery.${name}`)] as const),
            ["all", translate("common.all")],
          ]}
        />
        <ConnectionField value={connection} onChange={setConnection} />
      </div>
      <Loaded query={pages}>{(rows) => <Deliveries rows={rows} isOfParked={state === "parked"} />}</Loaded>
      <Pager {...pages} />
    </Page>
  );
}

function Deliveries({
  rows,
  isOfParked,
}: {
  readonly rows: readonly Delivery[];
  readonly isOfParked: boolean;
}): ReactNode {
  const translate = useTranslate();
  const columns = useColumns();
  if (rows.length > 0)
    return <Table caption={translate("nav.inbox")} columns={columns} rows={rows} keyOf={({ id }) => id} />;
  return (
    <Card isFlush>
      {isOfParked ? (
        <Empty title={translate("inbox.noneParked")}>{translate("inbox.noneParkedWhat")}</Empty>
      ) : (
        <Empty title={translate("inbox.none")} />
      )}
    </Card>
  );
}

function useColumns(): readonly Column<Delivery>[] {
  const translate = useTranslate();
  const formats = useFormats();
  return [
    {
      label: translate("inbox.event"),
      cell: ({ id, eventType, verdict }) => (
        <>
          <Link className="main break" href={`/inbox/${id}`}>
            {eventType}
          </Link>
          {verdict === null ? null : (
            <span className="sub">{translateWord(translate, "verdict", verdict)}</span>
          )}
        </>
      ),
    },
    {
      label: translate("inbox.state"),
      narrow: "corner",
      cell: ({ state }) => <DeliveryBadge state={state} />,
    },
    { label: translate("common.connection"), cell: ({ connection }) => connection },
    {
      label: translate("common.session"),
      cell: ({ sessionId }) =>
        sessionId === null ? (
          <span className="faint">—</span>
        ) : (
          <Link className="mono" href={`/sessions/${sessionId}`}>
            {sessionId.slice(-12)}
          </Link>
        ),
    },
    {
      label: translate("inbox.received"),
      align: "end",
      cell: ({ receivedAt }) => (
        <time dateTime={receivedAt} title={formats.exactTime(receivedAt)}>
          {formats.distance(receivedAt)}
        </time>
      ),
    },
  ];
}
