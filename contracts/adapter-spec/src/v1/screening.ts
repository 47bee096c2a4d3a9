import type { CountryCode, IsoDate, PersonName, Sex } from "./claims.ts";
import type { Call } from "./host.ts";

/** Why somebody stands in a list (Identomat, entities glossary; OpenSanctions topics). A closed set; `other` keeps the word in `raw`. */
export type ScreeningTopic =
  | "sanctioned"
  | "sanction_linked"
  | "counter_sanctioned"
  | "debarred"
  | "politically_exposed"
  | "close_associate"
  | "person_of_interest"
  | "wanted"
  | "regulator_action"
  | "regulator_warning"
  | "crime"
  | "other";

/** Whom to look for. Personal data. */
export interface ScreeningQuery {
  readonly fullName: string;
  /** A person of a list whose date is known by its year alone must still be found. */
  readonly dateOfBirth?: IsoDate;
}

/** A page of a search. */
export interface ScreeningSearch extends ScreeningQuery {
  /** Between 0 and 1: hits that match less are left out. */
  readonly minimumScore: number;
  /** At most so many hits, 1 to 100. */
  readonly limit: number;
  /** Where an earlier page ended: its `nextCursor`. */
  readonly cursor?: string;
}

/** Somebody in a list. */
export interface ScreeningHit {
  /** The provider's id, for `describe`. */
  readonly subjectId: string;
  readonly name?: string;
  /** Between 0 and 1, the more the better the match. */
  readonly score?: number;
  readonly entityType: "person" | "organisation" | "other";
  readonly topics: readonly { readonly code: ScreeningTopic; readonly raw?: string }[];
}

export interface ScreeningHits {
  readonly hits: readonly ScreeningHit[];
  /** Absent: there are no more. */
  readonly nextCursor?: string;
}

/** What a list tells about somebody. */
export interface ScreeningSubject extends PersonName {
  readonly subjectId: string;
  readonly entityType: ScreeningHit["entityType"];
  readonly sex?: Sex;
  readonly dateOfBirth?: IsoDate;
  readonly nationality?: CountryCode;
  /** Sanctions, positions, relatives: whatever else the list has, as it names it. Never empty when present. */
  readonly groups?: readonly ScreeningGroup[];
}
export interface ScreeningGroup {
  readonly name: string;
  readonly entries: readonly {
    readonly name?: string;
    readonly properties: readonly ScreeningProperty[];
  }[];
}
/** A fact of a list. `url` values are strangers' addresses: shown, never fetched. */
export interface ScreeningProperty {
  readonly name: string;
  readonly type: "text" | "list" | "date" | "url";
  readonly values: readonly string[];
}

/** A watch at the provider. `isExisting`: the account had it already, perhaps of another tenant's making. */
export interface PlacedWatch {
  readonly watchId: string;
  readonly isExisting: boolean;
}

/** News about a watched person. */
export interface WatchChange {
  readonly watchId: string;
  /** RFC 3339: when the provider last changed the record. */
  readonly changedAt: string;
}

/** The facet `screening`: sanctions, PEP and watch lists, asked without a session. */
export interface Screening {
  /** A page of hits, best first. */
  search(search: ScreeningSearch, call: Call): Promise<ScreeningHits>;
  /** Throws `not_found` where the list has nobody of this id. */
  describe(subjectId: string, call: Call): Promise<ScreeningSubject>;
  /**
   * Lets the provider go on looking for somebody. Present, like `unwatch` and `listChanges`, if and only if
   * `capabilities.screening.watches` is `subject`. Throws `conflict` where the account has such a watch and it cannot be told which.
   */
  watch?(query: ScreeningQuery, call: Call): Promise<PlacedWatch>;
  /** Resolves also when there is no such watch any more. Safe to repeat. */
  unwatch?(watchId: string, call: Call): Promise<void>;
  /**
   * Every watch of the account whose record changed after `since` (RFC 3339; absent: ever), each once. Account-wide: it tells of watches
   * that are not ours. Throws `unavailable` where the list changes so much while it is read that some may be missing.
   */
  listChanges?(since: string | undefined, call: Call): Promise<readonly WatchChange[]>;
}
