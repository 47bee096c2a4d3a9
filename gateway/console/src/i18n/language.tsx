import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { messages, type MessageKey } from "./catalogue.ts";

export const languages = { en: "English", ka: "ქართული" } as const;
export type Language = keyof typeof languages;

type Values = Readonly<Record<string, string | number>>;
/** The text of a key in the operator's language. */
export type Translate = (key: MessageKey, values?: Values) => string;

interface LanguageState {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly translate: Translate;
}

const LanguageContext = createContext<LanguageState | undefined>(undefined);
const storageKey = "kyc-console.language";

export function LanguageProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState(chooseFirst);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(storageKey, language);
  }, [language]);
  const state = useMemo(() => ({ language, setLanguage, translate: createTranslate(language) }), [language]);
  return <LanguageContext value={state}>{children}</LanguageContext>;
}

function chooseFirst(): Language {
  const kept = localStorage.getItem(storageKey);
  if (kept === "en" || kept === "ka") return kept;
  return navigator.language.startsWith("ka") ? "ka" : "en";
}

function createTranslate(language: Language): Translate {
  const place = language === "en" ? 0 : 1;
  return (key, values = {}) =>
    messages[key][place].replaceAll(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ""));
}

export function useLanguage(): LanguageState {
  const state = useContext(LanguageContext);
  if (state === undefined) throw new Error("useLanguage needs a LanguageProvider above it.");
  return state;
}

export function useTranslate(): Translate {
  return useLanguage().translate;
}

/** The text of a word from a closed vocabulary; a word that this version does not know stays as it is. */
export function translateWord(translate: Translate, vocabulary: string, word: string): string {
  const key = `${vocabulary}.${word}`;
  return Object.hasOwn(messages, key) ? translate(key as MessageKey) : word.replaceAll("_", " ");
}
