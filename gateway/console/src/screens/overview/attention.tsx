import { TriangleAlert } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useFormats, type Formats } from "../../i18n/formats.ts";
import { useTranslate, type Translate } from "../../i18n/language.tsx";
import { Callout } from "../../ui/callout.tsx";
import { Card } from "../../ui/card.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import { readAttention, type Attention as State } from "./read-attention.ts";

interface Item {
  readonly key: string;
  readonly href: string;
  readonly what: string;
  readonly more: string;
}

/** What somebody has to look at now, each with the way there. */
export function Attention(): ReactNode {
  const translate = useTranslate();
  const formats = useFormats();
  const query = useQuery({ queryKey: ["attention"], queryFn: readAttention, refetchInterval: 15_000 });
  return (
    <Loaded query={query}>
      {(state) => {
        const items = listItems(state, { translate, formats });
        return items.length === 0 ? <Calm /> : <Items items={items} />;
      }}
    </Loaded>
  );
}

function Calm(): ReactNode {
  const translate = useTranslate();
  return (
    <Callout tone="good" title={translate("overview.calm")}>
      <p>{translate("overview.calmWhat")}</p>
    </Callout>
  );
}

function Items({ items }: { readonly items: readonly Item[] }): ReactNode {
  const translate = useTranslate();
  return (
    <Card title={translate("overview.attention")} isFlush>
      <ul className="attention">
        {items.map(({ key, href, what, more }) => (
          <li key={key}>
            <TriangleAlert size={18} aria-hidden="true" className="warn-ink" />
            <div className="grow break">
              <strong>{what}</strong>
              <p className="soft">{more}</p>
            </div>
            <Link className="button small" href={href}>
              {translate("overview.look")}
              <span className="sr-only">: {what}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function listItems(
  { backlog, connections, review, deadErasures }: State,
  { translate, formats }: { readonly translate: Translate; readonly formats: Formats },
): readonly Item[] {
  const parked = backlog
    .filter(({ state }) => state === "parked")
    .map(({ connection, verdict, count, oldestReceivedAt }) => ({
      key: `parked ${connection} ${verdict}`,
      href: `/inbox?connection=${connection}`,
      what: translate("overview.parked", { count, connection }),
      more: translate("overview.parkedWhat", { when: formats.distance(oldestReceivedAt) }),
    }));
  const held = connections.flatMap(({ name, hold }) =>
    hold === undefined
      ? []
      : [
          {
            key: `held ${name}`,
            href: "/providers",
            what: translate("overview.held", { connection: name }),
            more: `${translate("providers.held", { by: hold.by, when: formats.distance(hold.since) })}: ${hold.reason}`,
          },
        ],
  );
  const waiting = review.map(({ updatedAt }) => updatedAt).sort();
  const [oldest] = waiting;
  const decisions =
    oldest === undefined
      ? []
      : [
          {
            key: "review",
            href: "/review",
            what: translate("overview.review", { count: waiting.length }),
            more: translate("overview.reviewWhat", { when: formats.time(oldest) }),
          },
        ];
  const erasures =
    deadErasures === 0
      ? []
      : [
          {
            key: "erasures",
            href: "/settings",
            what: translate("overview.deadErasures", { count: deadErasures }),
            more: translate("overview.deadErasuresWhat"),
          },
        ];
  return [...parked, ...held, ...decisions, ...erasures];
}
