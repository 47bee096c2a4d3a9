import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";
import { Badge, type Tone } from "../../ui/badge.tsx";

const tones: Readonly<Record<Schemas["DeliveryState"], Tone>> = {
  waiting: "info",
  unmatched: "warn",
  processing: "info",
  applied: "good",
  parked: "bad",
};

export function DeliveryBadge({ state }: { readonly state: Schemas["DeliveryState"] }): ReactNode {
  const translate = useTranslate();
  return <Badge tone={tones[state]}>{translateWord(translate, "delivery", state)}</Badge>;
}
