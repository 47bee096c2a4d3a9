import type { ReactNode } from "react";
import { languages, useLanguage, type Language } from "../i18n/language.tsx";
import { themes, useTheme } from "../theme.ts";
import { Segments } from "../ui/segments.tsx";

/** Language and theme: kept in this browser. */
export function Preferences(): ReactNode {
  const { language, setLanguage, translate } = useLanguage();
  const [theme, setTheme] = useTheme();
  return (
    <div className="row spread">
      <Segments
        label={translate("language.label")}
        value={language}
        options={Object.entries(languages) as [Language, string][]}
        onChange={setLanguage}
      />
      <Segments
        label={translate("theme.label")}
        value={theme}
        options={themes.map((name) => [name, translate(`theme.${name}`)] as const)}
        onChange={setTheme}
      />
    </div>
  );
}
