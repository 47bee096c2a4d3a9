import { resealPage } from "./reseal-place.store.ts";
import type { RotationParts, RotationResult } from "./rotation-parts.ts";
import { saveStep, type RotationRow } from "./rotation.store.ts";
import { sealedPlaces } from "./sealed-places.store.ts";

/** Goes through every sealed column, from where the rotation stopped; remembers after each page how far it got. */
export async function resealEverything(
  parts: RotationParts,
  rotation: Pick<RotationRow, "id" | "step" | "cursor">,
  staleKeys: readonly string[],
): Promise<Omit<RotationResult, "rewrapped">> {
  const names = sealedPlaces.map(({ table, column }) => `${table}.${column}`);
  const resumeAt = Math.max(0, rotation.step === null ? 0 : names.indexOf(rotation.step));
  const total = { resealed: 0, unreadable: 0 };
  for (const [index, place] of sealedPlaces.entries()) {
    if (index < resumeAt) continue;
    const step = names[index] ?? "";
    let cursor = index === resumeAt ? (rotation.cursor ?? place.firstCursor) : place.firstCursor;
    for (;;) {
      const page = await resealPage({ ...parts, staleKeys }, place, cursor);
      if (page.cursor === undefined) break;
      cursor = page.cursor;
      await saveStep(parts.pool, { id: rotation.id, step, cursor, resealed: page.resealed });
      total.resealed += page.resealed;
      total.unreadable += page.unreadable;
      parts.onProgress({ step, done: total.resealed });
    }
  }
  return total;
}
