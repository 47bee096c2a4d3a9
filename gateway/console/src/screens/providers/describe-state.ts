import type { Schemas } from "../../api/client.ts";
import type { Translate } from "../../i18n/language.tsx";
import type { Tone } from "../../ui/badge.tsx";

/** Whether a connection is in service, in a word and its colour. */
export function describeState(
  { hold, isRetired = false }: Pick<Schemas["ConnectionInfo"], "hold" | "isRetired">,
  translate: Translate,
): readonly [tone: Tone, state: string] {
  if (hold !== undefined) return ["warn", translate("providers.state.held")];
  return isRetired
    ? ["muted", translate("providers.state.retired")]
    : ["good", translate("providers.state.open")];
}
