/**
 * The nearest language to a BCP 47 tag that a provider's pages can be shown in: the tag itself, then the tag without its
 * last parts one after the other (RFC 4647, "Lookup"): `zh-Hant-TW`, `zh-Hant`, `zh`. Tags are compared in their
 * canonical form, so that `EN-us` is `en-US` and `kat` is `ka`. Undefined: the provider has none of them, or the text
 * is no tag; the flow's own language counts then.
 */
export function chooseLanguage(tag: string, isSupported: (candidate: string) => boolean): string | undefined {
  const parts = canonicalise(tag)?.split("-") ?? [];
  return parts.map((_part, index) => parts.slice(0, parts.length - index).join("-")).find(isSupported);
}

/** Whether a text is a BCP 47 tag. */
export function isLanguageTag(text: string): boolean {
  return canonicalise(text) !== undefined;
}

function canonicalise(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
