/**
 * An applicant's bucket: the same for the same tenant and applicant for ever, and no more than a number. It is not a
 * secret and protects none; it only spreads evenly.
 */
export function computeSeed(tenantId: string, applicantId: string): string {
  return hash53(`${tenantId}\u0000${applicantId}`).toString(16).padStart(14, "0");
}

/** A number between 0 and 1, both excluded, that depends on the seed and on what is drawn for alone. */
export function draw(seed: string, purpose: string): number {
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
