import { foldWord } from "@kyc-gateway/adapter-kit";
import type { Envelope } from "./envelope.ts";

/** The resource whose own id is the session's (Ondato docs, Webhooks, events), under its present and its older name. */
const SESSION_RESOURCES: ReadonlySet<string> = new Set(["IdentityVerification", "Idv"].map(foldWord));

/** Resources that belong to other products: verification of companies, and forms. */
const FOREIGN_RESOURCES: ReadonlySet<string> = new Set(["KybIdentification", "Form"].map(foldWord));

/** Whether an event belongs to another product, in any spelling of its type. */
export function isForeignEvent(type: string): boolean {
  const { resource, event } = splitType(type);
  return FOREIGN_RESOURCES.has(resource) && event !== "";
}

/**
 * The session that an event is about. Whatever the event is called: a payload is only a hint, and a needless read of a
 * session harms nobody, while an event that is not understood would leave a decision to the next scheduled read.
 */
export function findSessionReference({ type = "", payload }: Envelope): string | undefined {
  const ownId = SESSION_RESOURCES.has(splitType(type).resource) ? payload.id : undefined;
  return payload.identityVerificationId ?? ownId;
}

function splitType(type: string): { readonly resource: string; readonly event: string } {
  const [resource = "", ...event] = type.split(/[.:]/);
  return { resource: foldWord(resource), event: foldWord(event.join(".")) };
}
