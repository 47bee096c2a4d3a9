import { isSettled, type Session } from "@kyc-gateway/core";
import type { Config } from "../../platform/config/config.schema.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { SessionService } from "../sessions/session-service.ts";
import { fingerprintRequest } from "../../platform/http/fingerprint-request.ts";
import { kvaryNames } from "./provision-kvary.ts";

/** What starting a verification uses. */
export interface VerificationParts {
  readonly sessions: Pick<SessionService, "reads" | "start">;
  readonly vault: Vault;
  readonly config: Config;
}

interface Verification {
  readonly verificationId: string;
  readonly launchUrl: string | null;
  readonly status: Session["status"];
}

interface VerificationRequest {
  readonly tenantId: string;
  readonly endUserId: string;
  readonly options: { readonly returnUrl?: string; readonly language?: string };
  readonly onProviderMs: (ms: number) => void;
}

/** How far back a user's sessions are looked through for one that began. */
const lookBack = 20;

/**
 * A user who presses the button again gets the verification that is open, and no second one; only after a rejection or
 * an expiry a new one begins. Two presses at once share one idempotency key, made from what they both saw.
 */
export async function startVerification(
  services: VerificationParts,
  { tenantId, endUserId, options, onProviderMs }: VerificationRequest,
): Promise<Verification> {
  const sessions = await services.sessions.reads.list(
    tenantId,
    { applicantId: endUserId },
    { limit: lookBack },
  );
  // An attempt that never got as far as a provider is taken up again under its own key.
  const latest = sessions.find(({ status }) => status !== "NOT_STARTED");
  if (latest !== undefined && isToContinue(latest)) return present(latest);
  const { session } = await services.sessions.start(
    {
      tenantId,
      idempotencyKey: `kvary:${nameUser(services, tenantId, endUserId)}:${latest?.id ?? "first"}`,
      requestFingerprint: fingerprintRequest(services.vault, tenantId, { endUserId }),
      flowName: kvaryNames.flow,
      metadata: {},
      request: { applicant: { id: endUserId }, ...options },
      deadlineAt: Date.now() + services.config.requestDeadlineMs,
    },
    onProviderMs,
  );
  return present(session);
}

/** Keys are kept in the clear: this one names the user without telling who it is. */
function nameUser({ vault }: Pick<VerificationParts, "vault">, tenantId: string, endUserId: string): string {
  return vault.fingerprint(tenantId, "kvary-user", endUserId).toString("base64url");
}

/** An approval stands; a review goes on; an open session is continued while its link works. */
function isToContinue({ status, launch, lapsesAt, erasure }: Session): boolean {
  if (erasure !== "none") return false;
  if (status === "APPROVED" || status === "PENDING_REVIEW") return true;
  return (
    !isSettled(status) && launch?.url !== undefined && (lapsesAt === null || lapsesAt.getTime() > Date.now())
  );
}

function present({ id, status, launch }: Session): Verification {
  const isOpen = status === "SESSION_CREATED" || status === "IN_PROGRESS";
  return { verificationId: id, launchUrl: isOpen ? (launch?.url ?? null) : null, status };
}
