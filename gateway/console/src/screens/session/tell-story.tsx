import { Ban, Check, Eraser, Flag, Hourglass, Lock, Mail, Route, Send, X } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Schemas } from "../../api/client.ts";
import { translateWord, type Translate } from "../../i18n/language.tsx";
import { toneOfStatus, type Tone } from "../../ui/badge.tsx";
import type { TimelineItem } from "../../ui/timeline.tsx";
import { DeliveryBadge } from "../inbox/delivery-badge.tsx";
import { ReasonList } from "../shared/reason-list.tsx";
import type { Detail, Entry, SessionEvent, TraceStep } from "./detail.ts";

export interface StoryItem extends TimelineItem {
  /** Left out of the story: it decides nothing. */
  readonly isAside: boolean;
}

/** Everything that is known of a session, as sentences in the order of time. */
export function tellStory(detail: Detail, translate: Translate): readonly StoryItem[] {
  const items = [
    ...detail.decisionTrace.map((step, index) => tellStep(step, { index, translate })),
    ...detail.timeline.map((entry) => tellChange(entry, translate)),
    ...detail.deliveries.map((delivery) => tellDelivery(delivery, translate)),
    ...detail.events.map((event) => tellEvent(event, translate)),
    ...detail.holds.map(({ id, placedBy, placedAt }) =>
      tell(placedAt, {
        key: id,
        tone: "info",
        icon: <Lock size={14} />,
        what: translate("story.held", { who: placedBy }),
      }),
    ),
    ...(detail.erasure === null
      ? []
      : [
          tell(detail.erasure.requestedAt, {
            key: "erasure",
            tone: "muted",
            icon: <Eraser size={14} />,
            what: translate("story.erased"),
          }),
        ]),
  ];
  return items.sort((a, b) => a.at.localeCompare(b.at));
}

interface Told {
  readonly key: string;
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly what: ReactNode;
  readonly why?: ReactNode;
  readonly isAside?: boolean;
}

function tell(at: string, { isAside = false, ...told }: Told): StoryItem {
  return { at, isAside, ...told };
}

const statusIcons: Readonly<Record<string, ReactNode>> = {
  APPROVED: <Check size={14} />,
  REJECTED: <X size={14} />,
  EXPIRED: <Hourglass size={14} />,
};

function tellChange(entry: Entry, translate: Translate): StoryItem {
  const { seq, at, from, to, origin, cause, isReversal, reasons, attempt } = entry;
  const names = {
    from: translateWord(translate, "status", from),
    to: translateWord(translate, "status", to),
    origin: translateWord(translate, "origin", origin).toLowerCase(),
    cause: translateWord(translate, "cause", cause),
    attempt,
  };
  return tell(at, {
    key: `change ${seq}`,
    tone: toneOfStatus(to),
    icon: statusIcons[to] ?? <Flag size={14} />,
    what: translate(isReversal ? "story.reversed" : from === to ? "story.confirmed" : "story.changed", names),
    why: (
      <>
        <p>
          {translate("story.cause", names)}
          {attempt > 1 ? ` ${translate("session.attempt", names)}.` : ""}
        </p>
        <ReasonList reasons={reasons} />
      </>
    ),
  });
}

const stepTones: Readonly<Record<TraceStep["step"], Tone>> = {
  routed: "info",
  attempted: "info",
  chosen: "good",
  skipped: "muted",
  failed: "bad",
  outcome_unknown: "warn",
};

function tellStep(
  { at, connection, step, why, route }: TraceStep,
  { index, translate }: { readonly index: number; readonly translate: Translate },
): StoryItem {
  const rule = route?.rule;
  return tell(at, {
    key: `step ${index}`,
    tone: stepTones[step],
    icon: step === "skipped" || step === "failed" ? <Ban size={14} /> : <Route size={14} />,
    what: translate(`story.step.${step}`, { connection }),
    why:
      why !== undefined ? (
        <code>{why}</code>
      ) : typeof rule === "string" ? (
        translate("session.rule.named", { rule })
      ) : undefined,
    isAside: step === "attempted",
  });
}

function tellDelivery(delivery: Schemas["InboxDelivery"], translate: Translate): StoryItem {
  const { id, connection, eventType, receivedAt, state, verdict } = delivery;
  return tell(receivedAt, {
    key: `delivery ${id}`,
    tone: state === "parked" ? "bad" : "muted",
    icon: <Mail size={14} />,
    what: <Link href={`/inbox/${id}`}>{translate("story.delivery", { connection, event: eventType })}</Link>,
    why: (
      <span className="row">
        <DeliveryBadge state={state} />
        {verdict === null ? null : translateWord(translate, "verdict", verdict)}
      </span>
    ),
    isAside: state === "applied",
  });
}

function tellEvent({ id, type, occurredAt, posts }: SessionEvent, translate: Translate): StoryItem {
  return tell(occurredAt, {
    key: `event ${id}`,
    tone: "muted",
    icon: <Send size={14} />,
    what: translate("story.told", { event: type }),
    why:
      posts.length === 0 ? (
        translate("story.notPosted")
      ) : (
        <ul>
          {posts.map(({ startedAt, host, attempt, outcome }) => (
            <li key={`${startedAt} ${attempt}`}>
              {translate("story.posted", { host, attempt, outcome: outcome.replaceAll("_", " ") })}
            </li>
          ))}
        </ul>
      ),
    isAside: true,
  });
}
