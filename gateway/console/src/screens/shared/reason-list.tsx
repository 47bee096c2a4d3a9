import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { translateWord, useTranslate } from "../../i18n/language.tsx";

/** Reasons in words, each with the provider's own code. */
export function ReasonList({ reasons }: { readonly reasons: readonly Schemas["Reason"][] }): ReactNode {
  const translate = useTranslate();
  if (reasons.length === 0) return null;
  return (
    <ul className="stack tight">
      {reasons.map(({ code, raw, check }) => (
        <li key={`${code} ${raw} ${check}`} className="break">
          {translateWord(translate, "reason", code)}
          {check === undefined ? "" : `: ${translateWord(translate, "check", check)}`}
          {raw === undefined ? null : <span className="faint"> · {raw}</span>}
        </li>
      ))}
    </ul>
  );
}
