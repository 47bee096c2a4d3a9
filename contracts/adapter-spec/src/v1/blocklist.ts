import type { IsoDate } from "./claims.ts";
import type { Call } from "./host.ts";

/** What a person is recognised by. Personal data; at least one member is given. */
export interface BlockedPerson {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly personalNumber?: string;
  readonly documentNumber?: string;
  readonly dateOfBirth?: IsoDate;
}
/** A member that a provider can recognise a person by: `capabilities.blocklist.by`. */
export type BlocklistKey = keyof BlockedPerson;

/** A person whom the account refuses from now on. `reason` is for people and personal data. */
export interface BlocklistEntry extends BlockedPerson {
  readonly reason: string;
}

/** A record at the provider. `isExisting`: the account had it already, perhaps of another tenant's making. */
export interface PlacedRecord {
  readonly recordId: string;
  readonly isExisting: boolean;
}

/** The facet `blocklist`: people whom a provider refuses in this account. */
export interface Blocklist {
  /** Throws `conflict` where the account has such a record and it cannot be told which. */
  add(entry: BlocklistEntry, call: Call): Promise<PlacedRecord>;
  /** Resolves also when there is no such record any more. Safe to repeat. */
  remove(recordId: string, call: Call): Promise<void>;
  /**
   * Every record of the account, each once. Account-wide: never shown to a tenant. Present if and only if
   * `capabilities.blocklist.lists`. Throws `unavailable` where the list changes so much while it is read that some may be missing.
   */
  list?(call: Call): Promise<readonly (Partial<BlocklistEntry> & { readonly recordId: string })[]>;
}
