/** Which member of the payload names the identity verification. */
type SessionMember = "id" | "identityVerificationId";

/** Events of a session (Ondato docs, Webhooks, events), under their present and their older names. */
const SESSION_EVENTS: ReadonlyMap<string, SessionMember> = new Map<string, SessionMember>([
  ["IdentityVerification.StatusChanged", "id"],
  ["IdentityVerification.Consented", "id"],
  ["Idv.StatusChanged", "id"],
  ["Idv.Consented", "id"],
  ["KycIdentification.Created", "identityVerificationId"],
  ["KycIdentification.Processed", "identityVerificationId"],
  ["KycIdentification.Approved", "identityVerificationId"],
  ["KycIdentification.Rejected", "identityVerificationId"],
  ["KycIdentification.Updated", "identityVerificationId"],
]);

/** Resources that belong to other products: verification of companies, and forms. */
const FOREIGN_RESOURCES: ReadonlySet<string> = new Set(["KybIdentification", "Form"]);

export type EventInterest =
  | { readonly kind: "session"; readonly member: SessionMember }
  | { readonly kind: "foreign" }
  | { readonly kind: "unknown" };

export function findInterest(type: string): EventInterest {
  const member = SESSION_EVENTS.get(type);
  if (member !== undefined) return { kind: "session", member };
  const [resource = "", ...event] = type.split(".");
  return FOREIGN_RESOURCES.has(resource) && event.length > 0 ? { kind: "foreign" } : { kind: "unknown" };
}
