import type { Canary, ConditionName, RuleTarget } from "./routing-rule.ts";

/** What stands between a target and the request. */
export interface TargetState {
  /** A stable code; absent: the target can serve. */
  readonly obstacle?: string;
  /** Its provider is failing: it can serve, after all others. */
  readonly isFailing?: true;
}

/**
 * Everything that a choice came from, and nothing about the person: replaying it gives the same choice, long after the
 * rules are others. Kept in the session's trace.
 */
export interface RouteRecord {
  /** The rule that decided; null: none did, and the flow's own order counts. */
  readonly rule: string | null;
  /** Rules that were looked at before, and the condition that did not hold. */
  readonly passedOver: readonly { readonly rule: string; readonly unmet: ConditionName }[];
  /** The applicant's bucket. */
  readonly seed: string;
  readonly targets: readonly (RuleTarget & TargetState)[];
  readonly canary?: Canary & TargetState;
}

/**
 * The connections of a record in the order in which they are tried. Within a priority the order is a weighted
 * rendezvous: a changed weight moves only the applicants that it must, and nobody between the other targets. A canary
 * takes those whose bucket lies below its percentage, so that growing it only ever adds applicants.
 */
export function replayRoute({ seed, targets, canary }: RouteRecord): readonly string[] {
  const ranked = targets
    .filter(({ obstacle }) => obstacle === undefined)
    .map((target) => ({ ...target, score: scoreTarget(seed, target) }))
    .sort((left, right) => left.priority - right.priority || right.score - left.score);
  const chosen = canary !== undefined && isInCanary(seed, canary) ? [canary, ...ranked] : ranked;
  const ordered = [
    ...chosen.filter(({ isFailing }) => !isFailing),
    ...chosen.filter(({ isFailing }) => isFailing),
  ];
  return [...new Set(ordered.map(({ connectionName }) => connectionName))];
}

/**
 * On which side of its rule's canary an applicant is, by the bucket alone, wherever the session ended up. Undefined: there
 * was no choice, for the rule has no canary or it could not serve.
 */
export function findVariant({ seed, canary }: RouteRecord): "canary" | "control" | undefined {
  if (canary === undefined || canary.obstacle !== undefined) return undefined;
  return isInCanary(seed, canary) ? "canary" : "control";
}

/** The highest of these is the target's with a probability equal to its share of the weights. */
function scoreTarget(seed: string, { connectionName, weight }: RuleTarget): number {
  return -weight / Math.log(draw(seed, `weight/${connectionName}`));
}

function isInCanary(seed: string, { connectionName, percent, obstacle }: Canary & TargetState): boolean {
  return obstacle === undefined && draw(seed, `canary/${connectionName}`) * 100 < percent;
}

/**
 * An applicant's bucket: the same for the same tenant and applicant for ever, and no more than a number. It is not a
 * secret and protects none; it only spreads evenly.
 */
export function computeSeed(tenantId: string, applicantId: string): string {
  return hash53(`${tenantId}\u0000${applicantId}`).toString(16).padStart(14, "0");
}

/** A number between 0 and 1, both excluded, that depends on the seed and on what is drawn for alone. */
function draw(seed: string, purpose: string): number {
  return (hash53(`${seed}\u0000${purpose}`) + 0.5) / 2 ** 53;
}

/** 53 bits, as many as a number holds: two runs of FNV-1a from different beginnings, each mixed by MurmurHash3's finaliser. */
function hash53(text: string): number {
  const high = hash32(text, 0x811c9dc5);
  const low = hash32(text, 0x9747b28c);
  return (high >>> 11) * 2 ** 32 + low;
}

function hash32(text: string, basis: number): number {
  let hash = basis;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
