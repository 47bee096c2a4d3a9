import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Schemas } from "../../api/client.ts";
import { useFormats } from "../../i18n/formats.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { Callout } from "../../ui/callout.tsx";
import { Card } from "../../ui/card.tsx";

type Item = Schemas["Overview"]["attention"][number];

/** Where one sees to it. */
const places: Readonly<Record<Item["kind"], string>> = {
  sessions_in_review: "/review",
  deliveries_parked: "/inbox",
  deliveries_unmatched: "/inbox?state=unmatched",
  connections_unusable: "/providers",
  connections_failing: "/providers",
  connections_held: "/providers",
  erasures_dead: "/settings",
  jobs_dead: "/settings",
  endpoints_disabled: "/settings",
  endpoints_warned: "/settings",
};

/** What somebody has to look at now, each with the way there. */
export function Attention({ items }: { readonly items: readonly Item[] }): ReactNode {
  const translate = useTranslate();
  if (items.length === 0)
    return (
      <Callout tone="good" title={translate("overview.calm")}>
        <p>{translate("overview.calmWhat")}</p>
      </Callout>
    );
  return (
    <Card title={translate("overview.attention")} isFlush>
      <ul className="attention">
        {items.map((item) => (
          <AttentionItem key={item.kind} item={item} />
        ))}
      </ul>
    </Card>
  );
}

function AttentionItem({ item: { kind, count, oldestAt } }: { readonly item: Item }): ReactNode {
  const translate = useTranslate();
  const { number, distance } = useFormats();
  const what = translate(`attention.${kind}`, { count: number(count) });
  return (
    <li>
      <TriangleAlert size={18} aria-hidden="true" className="warn-ink" />
      <div className="grow break">
        <strong>{what}</strong>
        {oldestAt === null ? null : (
          <p className="soft">{translate("overview.oldest", { when: distance(oldestAt) })}</p>
        )}
      </div>
      <Link className="button small" href={places[kind]}>
        {translate("overview.look")}
        <span className="sr-only">: {what}</span>
      </Link>
    </li>
  );
}
