import {
  ChartColumn,
  FileClock,
  Gauge,
  Inbox,
  ListChecks,
  Plug,
  Settings,
  Split,
  Users,
  type LucideIcon,
} from "lucide-react";
import type { MessageKey } from "../i18n/catalogue.ts";

export interface Destination {
  readonly href: string;
  readonly label: MessageKey;
  /** Where there is little room. Default: the label. */
  readonly short?: MessageKey;
  readonly icon: LucideIcon;
  /** The operation that it cannot do without. */
  readonly needs: string;
}

export interface DestinationGroup {
  readonly label: MessageKey;
  readonly items: readonly Destination[];
}

export const navigation: readonly DestinationGroup[] = [
  {
    label: "nav.work",
    items: [
      { href: "/", label: "nav.overview", icon: Gauge, needs: "getOperatorSelf" },
      { href: "/sessions", label: "nav.sessions", icon: Users, needs: "getOperatorSelf" },
      {
        href: "/review",
        label: "nav.review",
        short: "nav.review.short",
        icon: ListChecks,
        needs: "getOperatorSelf",
      },
      { href: "/inbox", label: "nav.inbox", icon: Inbox, needs: "listDeliveries" },
    ],
  },
  {
    label: "nav.network",
    items: [
      { href: "/providers", label: "nav.providers", icon: Plug, needs: "listConnections" },
      { href: "/routing", label: "nav.routing", icon: Split, needs: "getRouting" },
      { href: "/analytics", label: "nav.analytics", icon: ChartColumn, needs: "getOperatorSelf" },
    ],
  },
  {
    label: "nav.governance",
    items: [
      { href: "/audit", label: "nav.audit", icon: FileClock, needs: "listAudit" },
      { href: "/settings", label: "nav.settings", icon: Settings, needs: "getOperatorSelf" },
    ],
  },
];
