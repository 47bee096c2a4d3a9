import type { IdentomatAct, OndatoAct } from "@kyc-gateway/simulators";

/**
 * What applicants do, and operators after them, by provider: each play is so many parts of a hundred. The last act comes
 * after all others of its batch, so that a session rests in between.
 */
interface Play<Act> {
  readonly parts: number;
  readonly acts: readonly Act[];
}

const identomat: readonly Play<IdentomatAct>[] = [
  { parts: 55, acts: ["start", "approve"] },
  { parts: 18, acts: ["start", "reject"] },
  { parts: 12, acts: ["start", "manual_check", "operator_approve"] },
  { parts: 5, acts: ["start", "approve", "operator_reject"] },
  { parts: 5, acts: ["open", "decline_terms"] },
  { parts: 3, acts: ["start", "walk_away"] },
  { parts: 2, acts: [] },
];

const ondato: readonly Play<OndatoAct>[] = [
  { parts: 55, acts: ["start", "approve"] },
  { parts: 18, acts: ["start", "reject"] },
  { parts: 12, acts: ["start", "await_review", "operator_approve"] },
  { parts: 5, acts: ["start", "approve", "operator_reject"] },
  { parts: 5, acts: ["start", "abort"] },
  { parts: 3, acts: ["start", "suspend"] },
  { parts: 2, acts: [] },
];

const plays = { identomat, ondato } as const;

/** The acts of the n-th applicant of a provider: every hundred hold each play in its parts, well mixed. */
export function choosePlay(provider: keyof typeof plays, number: number): readonly string[] {
  let place = (number * 37) % 100;
  for (const { parts, acts } of plays[provider]) {
    if (place < parts) return acts;
    place -= parts;
  }
  return [];
}
