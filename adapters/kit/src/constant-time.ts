import { hash, timingSafeEqual } from "node:crypto";

// UTF-16 keeps every JavaScript string apart; UTF-8 would fold lone surrogates into one replacement character.
function hashText(text: string): Buffer {
  return hash("sha256", Buffer.from(text, "utf16le"), "buffer");
}

/**
 * Whether a candidate is one of several live secrets. Takes the same time wherever they differ, whichever secret
 * matches and however long they are. An empty secret matches nothing, and neither does an empty list.
 */
export function matchesAnySecret(candidate: string, secrets: readonly string[]): boolean {
  const candidateHash = hashText(candidate);
  let matches = 0;
  for (const secret of secrets) {
    const isEqual = timingSafeEqual(candidateHash, hashText(secret));
    matches += Number(isEqual) & Number(secret.length > 0);
  }
  return matches > 0;
}
