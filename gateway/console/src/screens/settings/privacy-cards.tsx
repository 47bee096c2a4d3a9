import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, unwrap } from "../../api/client.ts";
import { useFormats } from "../../i18n/formats.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { Table } from "../../ui/table.tsx";
import { SessionLink } from "../shared/session-link.tsx";

export function LegalHolds(): ReactNode {
  const translate = useTranslate();
  const { distance } = useFormats();
  const query = useQuery({
    queryKey: ["legal-holds"],
    queryFn: () => unwrap(api.GET("/admin/v1/legal-holds", { params: { query: { live: true } } })),
  });
  const title = translate("settings.holds");
  return (
    <Card title={title} isFlush>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="body soft">{translate("settings.noHolds")}</p>
          ) : (
            <Table
              caption={title}
              rows={items}
              keyOf={({ id }) => id}
              columns={[
                {
                  label: translate("common.reason"),
                  cell: ({ reason }) => <span className="break">{reason}</span>,
                },
                { label: translate("common.tenant"), cell: ({ tenant }) => tenant },
                {
                  label: translate("common.session"),
                  cell: ({ sessionId }) => <SessionLink id={sessionId} />,
                },
                {
                  label: translate("common.when"),
                  align: "end",
                  cell: ({ placedBy, placedAt }) => `${placedBy}, ${distance(placedAt)}`,
                },
              ]}
            />
          )
        }
      </Loaded>
    </Card>
  );
}

export function Erasures(): ReactNode {
  const translate = useTranslate();
  const { distance } = useFormats();
  const query = useQuery({
    queryKey: ["erasures"],
    queryFn: () => unwrap(api.GET("/admin/v1/erasures")),
  });
  const title = translate("settings.erasures");
  return (
    <Card title={title} isFlush>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="body soft">{translate("settings.noErasures")}</p>
          ) : (
            <Table
              caption={title}
              rows={items}
              keyOf={({ sessionId }) => sessionId}
              columns={[
                {
                  label: translate("common.session"),
                  cell: ({ sessionId }) => <SessionLink id={sessionId} />,
                },
                { label: translate("common.tenant"), cell: ({ tenant }) => tenant },
                {
                  label: translate("common.status"),
                  cell: ({ state, lastFailure }) => (
                    <Badge tone={state === "dead" ? "bad" : "info"}>{lastFailure ?? state}</Badge>
                  ),
                },
                {
                  label: translate("common.when"),
                  align: "end",
                  cell: ({ requestedAt }) => distance(requestedAt),
                },
              ]}
            />
          )
        }
      </Loaded>
    </Card>
  );
}
