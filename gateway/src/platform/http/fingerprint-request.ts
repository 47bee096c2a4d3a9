import type { Vault } from "../encryption/vault.ts";

/** Equal for equal bodies, whatever the order of their members; keyed, because bodies hold personal data. */
export function fingerprintRequest(vault: Vault, tenantId: string, body: unknown): string {
  return vault.fingerprint(tenantId, "request-body", JSON.stringify(sortMembers(body))).toString("base64");
}

function sortMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortMembers);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, sortMembers(member)]));
}
