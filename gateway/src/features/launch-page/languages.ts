import Negotiator from "negotiator";

/** The languages of the page, the first where nobody asks for another. */
export const languages = ["en", "ka"] as const;
/** One of them. */
export type Language = (typeof languages)[number];

/** What the link asks for, or else what the browser prefers. */
export function chooseLanguage(asked: unknown, acceptLanguage: string | undefined): Language {
  const named = languages.find((language) => language === asked);
  if (named !== undefined) return named;
  const headers = acceptLanguage === undefined ? {} : { "accept-language": acceptLanguage };
  const preferred = new Negotiator({ headers }).language([...languages]);
  return languages.find((language) => language === preferred) ?? languages[0];
}
