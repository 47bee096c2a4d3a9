import type { OndatoApplication } from "./options.ts";

export type IdvStatus = "Pending" | "InProgress" | "Suspended" | "Completed" | "Aborted" | "Expired";
export type KycStatus = "Unfinished" | "Awaiting" | "Approved" | "Rejected";

/** One language of the applicant's page and where it leads. */
export interface Localisation {
  readonly language: string;
  readonly pageTitle: string | undefined;
  readonly successRedirectUrl: string | undefined;
  readonly failureRedirectUrl: string | undefined;
  readonly consentDeclinedRedirectUrl: string | undefined;
}

/** The second level: what the verdict is about. There is none before its step has started. */
export interface KycIdentification {
  readonly id: string;
  readonly createdMs: number;
  readonly fileIds: { readonly front: string; readonly back: string; readonly face: string };
  modifiedMs: number;
  status: KycStatus;
  statusReason: string | null;
  isCrossChecked: boolean;
}

/** The first level: an identity verification (IDV). */
export interface OndatoSession {
  readonly id: string;
  readonly application: OndatoApplication;
  readonly externalReferenceId: string | null;
  readonly setupId: string;
  readonly setupVersionId: string;
  readonly registration: Readonly<Record<string, unknown>> | undefined;
  readonly createdMs: number;
  status: IdvStatus;
  modifiedMs: number;
  changes: number;
  consent: { readonly isConsented: boolean; readonly consentedMs: number } | undefined;
  defaultLanguage: string;
  localisations: readonly Localisation[];
  kyc: KycIdentification | undefined;
}

const hourMs = 3_600_000;
const lifetimesMs = {
  Pending: 7 * 24 * hourMs,
  InProgress: 2 * hourMs,
  Suspended: 7 * 24 * hourMs,
  Completed: undefined,
  Aborted: undefined,
  Expired: undefined,
} satisfies Record<IdvStatus, number | undefined>;

/** Whether the timer of the present status has run out. */
export function isTimeUp(session: OndatoSession, nowMs: number): boolean {
  const lifetimeMs = lifetimesMs[session.status];
  return lifetimeMs !== undefined && nowMs - session.modifiedMs >= lifetimeMs;
}

export function chooseLocalisation(session: OndatoSession): Localisation | undefined {
  return (
    session.localisations.find(({ language }) => language === session.defaultLanguage) ??
    session.localisations[0]
  );
}
