import { StartFailure, type Session, type StartFailureCode } from "@kyc-gateway/core";
import type { Config } from "../../platform/config/config.schema.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { SessionService } from "../sessions/index.ts";
import { fingerprintRequest } from "../../platform/http/fingerprint-request.ts";
import { findVerification } from "./find-verification.ts";
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

/** How many erased verifications within the time of idempotency keys a user may leave behind. */
const maxSpentKeys = 20;

/** How far back a user's sessions are looked through for one that began. */
const lookBack = 20;

/**
 * A user who presses the button again gets the verification that is open, and no second one; only after a rejection, an
 * expiry or the end of an approval a new one begins. Two presses at once share one idempotency key, made from the newest
 * session that each saw before it looked whether one is open: what begins in between is found open, or has that key.
 */
export async function startVerification(
  services: VerificationParts,
  request: VerificationRequest,
): Promise<Verification> {
  const key = await makeKey(services, request);
  const { status, sessionId, open } = await findVerification(services, request);
  if (open !== undefined) return present(open);
  if (status === "APPROVED" && sessionId !== null)
    return { verificationId: sessionId, launchUrl: null, status };
  return present(await beginVerification(services, request, key));
}

async function makeKey(
  services: VerificationParts,
  { tenantId, endUserId }: VerificationRequest,
): Promise<string> {
  const filter = { applicantId: endUserId };
  const sessions = await services.sessions.reads.list(tenantId, filter, { limit: lookBack });
  // A session that never got as far as a provider is taken up again under its own key.
  const latest = sessions.find(({ status }) => status !== "NOT_STARTED");
  return `kvary:${nameUser(services, tenantId, endUserId)}:${latest?.id ?? "first"}`;
}

async function beginVerification(
  services: VerificationParts,
  { tenantId, endUserId, options, onProviderMs }: VerificationRequest,
  key: string,
): Promise<Session> {
  const command = {
    tenantId,
    requestFingerprint: fingerprintRequest(services.vault, tenantId, { endUserId }),
    flowName: kvaryNames.flow,
    metadata: {},
    request: { applicant: { id: endUserId }, ...options },
    deadlineAt: Date.now() + services.config.requestDeadlineMs,
  };
  const start = (idempotencyKey: string) =>
    services.sessions.start({ ...command, idempotencyKey }, onProviderMs);
  try {
    return (await startUnderFreeKey(start, key)).session;
  } catch (error) {
    throw error instanceof StartFailure ? sayWithoutKeys(error) : error;
  }
}

/** A verification that was erased keeps its key for a while, and the user's next one needs another. Two presses at once find the same. */
async function startUnderFreeKey(
  start: (idempotencyKey: string) => ReturnType<SessionService["start"]>,
  key: string,
): ReturnType<SessionService["start"]> {
  for (let spent = 0; ; spent += 1) {
    try {
      return await start(spent === 0 ? key : `${key}:${spent}`);
    } catch (error) {
      const isSpent = error instanceof StartFailure && error.code === "key_spent";
      if (!isSpent || spent === maxSpentKeys) throw error;
    }
  }
}

/** Kvary's users have no idempotency keys: whoever presses the button again does the right thing. */
const texts: Partial<Record<StartFailureCode, string>> = {
  idempotency_key_in_use: "The verification is being started already. Ask again in a moment.",
  provider_unavailable: "The verification cannot be started now. Ask again in a moment.",
  provider_outcome_unknown:
    "It is not known yet whether the verification was started. Ask again in a moment: no second one is begun.",
  key_spent: "No further verification can be started now. Ask the support.",
  session_not_startable: "The verification was closed while it was being started. Ask again for a new one.",
};

function sayWithoutKeys({ code, message, issues, retryAfterMs }: StartFailure): StartFailure {
  const detail = { issues, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return new StartFailure(code, texts[code] ?? message, detail);
}

/** Keys are kept in the clear: this one names the user without telling who it is. */
function nameUser({ vault }: Pick<VerificationParts, "vault">, tenantId: string, endUserId: string): string {
  return vault.fingerprint(tenantId, "kvary-user", endUserId).toString("base64url");
}

function present({ id, status, launch }: Session): Verification {
  const isOpen = status === "SESSION_CREATED" || status === "IN_PROGRESS";
  return { verificationId: id, launchUrl: isOpen ? (launch?.url ?? null) : null, status };
}
