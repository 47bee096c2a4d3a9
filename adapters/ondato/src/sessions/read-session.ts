import { isAdapterError, keepDefined } from "@kyc-gateway/adapter-kit";
import type { Call, ProviderReference, Report } from "@kyc-gateway/adapter-spec/v1";
import { asIdentifier } from "../api/identifier.ts";
import { createUnknownSessionError } from "./unknown-session.ts";
import type { OndatoApi } from "../api/ondato-api.ts";
import { listChecks } from "./checks.ts";
import { readClaims } from "./claims.ts";
import { decideStatus } from "./decide-status.ts";
import { listFiles } from "./files.ts";
import { listFindings } from "./findings.ts";
import { readIdentification } from "./identification.ts";
import type { Identification } from "./identification.ts";
import { readIdentityVerification } from "./identity-verification.ts";
import type { IdentityVerification } from "./identity-verification.ts";
import { listReasons } from "./reasons.ts";
import { listUnmappedWords } from "./unmapped-words.ts";

/** Both levels of a session, as far as they exist. */
export interface Levels {
  readonly verification: IdentityVerification;
  readonly identification: Identification | undefined;
}

export async function readSession(api: OndatoApi, reference: ProviderReference, call: Call): Promise<Report> {
  return writeReport(await fetchLevels(api, reference, call));
}

export async function fetchLevels(api: OndatoApi, reference: ProviderReference, call: Call): Promise<Levels> {
  const verification = await fetchIdentityVerification(api, reference, call);
  return { verification, identification: await fetchIdentification(api, verification, call) };
}

export async function fetchIdentityVerification(
  api: OndatoApi,
  reference: ProviderReference,
  call: Call,
): Promise<IdentityVerification> {
  const id = asIdentifier(reference.id);
  if (id === undefined) throw createUnknownSessionError("read identity verification");
  const answer = await api.requestJson(
    {
      operation: "read identity verification",
      api: "idv",
      method: "GET",
      path: `/v1/identity-verifications/${id}`,
      notFound: "session_unknown",
    },
    call,
  );
  return readIdentityVerification(answer.body, id);
}

async function fetchIdentification(
  api: OndatoApi,
  verification: IdentityVerification,
  call: Call,
): Promise<Identification | undefined> {
  try {
    return await requestIdentification(api, verification, call);
  } catch (error) {
    if (!isAdapterError(error) || error.httpStatus !== 404) throw error;
    // Without a verdict to wait for, what the first level tells is not held back by a second one that lags behind.
    if (verification.progress !== "Completed") return undefined;
    if (verification.isRedacted) throw createUnknownSessionError("read identification");
    throw error;
  }
}

async function requestIdentification(
  api: OndatoApi,
  { id, identificationId }: IdentityVerification,
  call: Call,
): Promise<Identification | undefined> {
  if (identificationId === undefined) return undefined;
  const answer = await api.requestJson(
    {
      operation: "read identification",
      api: "kyc",
      method: "GET",
      path: `/v1/identifications/${identificationId}`,
      // The session exists, for it names this identification: the other API is behind, not the session gone.
      notFound: "unavailable",
    },
    call,
  );
  return readIdentification(answer.body, { identificationId, identityVerificationId: id });
}

function writeReport({ verification, identification }: Levels): Report {
  const findings = identification ? listFindings(identification.raw) : [];
  const status = decideStatus(verification, identification);
  const reasons = listReasons({ status, verification, identification, findings });
  const raw = keepDefined({ identityVerification: verification.raw, identification: identification?.raw });
  const reference = writeReference(verification);
  if (!identification) return { status, reasons, checks: [], reference, raw };
  return {
    status,
    reasons,
    checks: listChecks(identification, findings),
    ...keepDefined({ claims: readClaims(identification.raw) }),
    evidence: listFiles(identification.raw),
    ...keepDefined({ unmappedWords: listUnmappedWords(identification, findings) }),
    reference,
    raw,
  };
}

function writeReference({ id, identificationId }: IdentityVerification): ProviderReference {
  return identificationId === undefined ? { id } : { id, parts: { identification: identificationId } };
}
