/** A word of Ondato's in one spelling: `FacesDoesNotMatch`, `FACES_DOES_NOT_MATCH` and `faces-does-not-match` are one word. */
export function foldWord(word: string): string {
  return word.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

/** What a table says of a word, in any of its spellings; absent for a word that the table lacks. */
export function indexWords<Meaning>(
  table: Readonly<Record<string, Meaning>>,
): (word: string) => Meaning | undefined {
  const index = new Map(Object.entries(table).map(([word, meaning]) => [foldWord(word), meaning]));
  return (word) => index.get(foldWord(word));
}
