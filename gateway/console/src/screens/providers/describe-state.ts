import type { Schemas } from "../../api/client.ts";
import type { Translate } from "../../i18n/language.tsx";
import type { Tone } from "../../ui/badge.tsx";

const tones: Readonly<Record<Schemas["ConnectionHealth"]["state"], Tone>> = {
  ok: "good",
  failing: "bad",
  held: "warn",
  retired: "muted",
};

/** Whether a connection is in service, in a word and its colour. */
export function describeState(
  { state }: Pick<Schemas["ConnectionHealth"], "state">,
  translate: Translate,
): readonly [tone: Tone, state: string] {
  return [tones[state], translate(`providers.state.${state}`)];
}
