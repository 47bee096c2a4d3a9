import type { ReactNode } from "react";
import { useFormats } from "../../i18n/formats.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";
import { toneOfStatus } from "../../ui/badge.tsx";
import { Callout } from "../../ui/callout.tsx";
import { ReasonList } from "../shared/reason-list.tsx";
import type { Detail } from "./detail.ts";

/** The status, whose word it is, and why: the first thing that anybody asks. */
export function Summary({ detail: { session } }: { readonly detail: Detail }): ReactNode {
  const translate = useTranslate();
  const { exactTime } = useFormats();
  const { status, origin, reasons, decidedAt, updatedAt } = session;
  const tone = toneOfStatus(status);
  const when = exactTime(decidedAt ?? updatedAt);
  const words = {
    status: translateWord(translate, "status", status),
    origin: translateWord(translate, "origin", origin).toLowerCase(),
    when,
  };
  const isDecided = status === "APPROVED" || status === "REJECTED";
  return (
    <Callout
      tone={tone === "muted" ? "info" : tone}
      isAnnounced={false}
      title={translate(isDecided ? "session.summary.by" : "session.summary.open", words)}
    >
      {reasons.length > 0 ? <ReasonList reasons={reasons} /> : null}
      {reasons.length === 0 && status === "REJECTED" ? <p>{translate("session.noReasons")}</p> : null}
    </Callout>
  );
}
