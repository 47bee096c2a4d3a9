import type { ReactNode } from "react";
import { translateWord, useTranslate } from "../i18n/language.tsx";

export type Tone = "good" | "bad" | "warn" | "info" | "muted";

export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }): ReactNode {
  return <span className={`badge ${tone}`}>{children}</span>;
}

const statusTones: Readonly<Record<string, Tone>> = {
  NOT_STARTED: "muted",
  SESSION_CREATED: "info",
  IN_PROGRESS: "info",
  PENDING_REVIEW: "warn",
  APPROVED: "good",
  REJECTED: "bad",
  EXPIRED: "muted",
};

export function toneOfStatus(status: string): Tone {
  return statusTones[status] ?? "muted";
}

export function StatusBadge({ status }: { readonly status: string }): ReactNode {
  const translate = useTranslate();
  return <Badge tone={toneOfStatus(status)}>{translateWord(translate, "status", status)}</Badge>;
}
