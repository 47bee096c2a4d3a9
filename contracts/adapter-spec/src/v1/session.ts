import type { CountryCode, DocumentType, IsoDate } from "./claims.ts";
import type { ProviderReference } from "./provider-reference.ts";
import type { Report } from "./report.ts";
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

/** The facet that every adapter has. */
export interface Sessions<Flow = unknown> {
  /** Creates a session at the provider. Throws an adapter error; the host decides about retries and fallback. */
  start(request: StartRequest<Flow>, call: Call): Promise<Started>;
  /** Fetches the provider's truth. Safe to repeat. */
  read(reference: ProviderReference, call: Call): Promise<Report>;
  /** Deletes the session's data at the provider; resolves also when it was gone already. Safe to repeat. */
  erase?(reference: ProviderReference, call: Call): Promise<void>;
}
