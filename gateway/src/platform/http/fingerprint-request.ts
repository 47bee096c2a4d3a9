import canonicalize from "canonicalize";
import type { Vault } from "../encryption/vault.ts";

/** Equal for equal bodies, whatever the order of their members (RFC 8785); keyed, because bodies hold personal data. */
export function fingerprintRequest(vault: Vault, tenantId: string, body: unknown): string {
  return vault.fingerprint(tenantId, "request-body", canonicalize(body) ?? "").toString("base64");
}
