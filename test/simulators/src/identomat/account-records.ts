export interface User {
  readonly id: string;
  readonly username: string;
  readonly roles: readonly string[];
}

export interface Group {
  readonly id: string;
  name: string;
  memberIds: readonly string[];
}

export interface BlacklistRecord {
  readonly id: string;
  readonly [member: string]: string | null;
}

export interface MonitoredQuery {
  readonly id: string;
  readonly fullName: string;
  readonly birthdayTimeFrom: string | undefined;
  /** RFC 3339; absent until the lists say something new. */
  lastUpdatedDate: string | undefined;
}
