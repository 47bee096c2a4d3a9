import type { CountryCode, DocumentType, IsoDate } from "./claims.ts";
import type { ProviderReference } from "./provider-reference.ts";
import type { QuestionnaireAnswer, Report } from "./report.ts";
import type { Call } from "./host.ts";

/** The person to verify, as far as the tenant told. `id` is the tenant's own. */
export interface Applicant {
  readonly id: string;
  readonly givenName?: string;
  readonly middleName?: string;
  readonly familyName?: string;
  readonly dateOfBirth?: IsoDate;
  readonly personalNumber?: string;
  readonly email?: string;
  /** E.164, with `+`. */
  readonly phone?: string;
  readonly country?: CountryCode;
}

/** What to start. `flow` is the connection's part of the tenant's flow; it has passed the manifest's `flowSchema`. */
export interface StartRequest<Flow = unknown> {
  /** Our id of the session, a UUID. */
  readonly sessionId: string;
  readonly flow: Flow;
  readonly applicant: Applicant;
  /**
   * Where the applicant returns to: http, https, or a scheme of the product's own app. The host has made sure that it
   * runs no script and holds no credentials. Absent: the page is embedded.
   */
  readonly returnUrl?: string;
  /** BCP 47. The adapter takes the nearest that its provider knows: this one, the language alone, or what the flow names. */
  readonly language?: string;
  /** Never empty when present. */
  readonly documentTypes?: readonly Exclude<DocumentType, "other">[];
  /** Never empty when present. */
  readonly documentCountries?: readonly CountryCode[];
  /** When the applicant may start and must have ended, RFC 3339. */
  readonly schedule?: { readonly startsAt?: string; readonly endsAt?: string };
  /** The provider's reference of the session that this one belongs to (several participants). */
  readonly parent?: ProviderReference;
  /** The applicant's latest earlier session at this connection, where `policies.wantsPrevious`: for providers whose unit is the applicant. */
  readonly previous?: ProviderReference;
  /** Answers to preset, by the flow's step and question. Personal data. */
  readonly presets?: Readonly<Record<string, Readonly<Record<string, QuestionnaireAnswer>>>>;
  /** Milliseconds that sessions of the flow's configuration live, as `configurations.read` told. Absent: nobody knows better than the adapter. */
  readonly sessionLifetimeMs?: number;
  /** The provider's group of operators that reviews this session, by the provider's id. */
  readonly operatorGroup?: string;
}

/** How the applicant gets in: a URL to open, a token for the provider's SDK, or both. Both are secrets of the applicant. */
export interface Launch {
  readonly url?: string;
  readonly token?: string;
}

/** Something the caller should know although the session is usable. `code` is stable, `detail` holds no personal data. */
export interface Notice {
  readonly code: string;
  readonly detail: string;
}

export interface Started {
  readonly reference: ProviderReference;
  readonly launch: Launch;
  /** RFC 3339. When the session lapses unless the applicant moves; absent: the manifest's lifetime counts. */
  readonly lapsesAt?: string;
  readonly notices?: readonly Notice[];
}

/** A fresh way into a session. `lapsesAt` (RFC 3339) is when the session lapses now; absent: that did not change. */
export type Relaunched = Pick<Started, "launch" | "lapsesAt">;

/** The facet that every adapter has. */
export interface Sessions<Flow = unknown> {
  /** Creates a session at the provider. Throws an adapter error; the host decides about retries and fallback. */
  start(request: StartRequest<Flow>, call: Call): Promise<Started>;
  /**
   * A new way in for a session that is not over. Safe to repeat: an earlier link may go on working. `request` is what the
   * session was started with, as far as that is still known: the flow and the applicant's id. Throws `session_unknown`, and
   * `conflict` where the session is over at the provider. Present where `capabilities.relaunches`.
   */
  relaunch?(reference: ProviderReference, request: StartRequest<Flow>, call: Call): Promise<Relaunched>;
  /**
   * Fetches the provider's truth. Safe to repeat. `flow` is the connection's part of the tenant's flow as it is now; absent
   * where the flow is gone, or where the host asks without one.
   */
  read(reference: ProviderReference, call: Call, flow?: Flow): Promise<Report>;
  /** Deletes the session's data at the provider; resolves also when it was gone already. Safe to repeat. */
  erase?(reference: ProviderReference, call: Call): Promise<void>;
}
