/**
 * How the provider knows a session: its main id and, where there are further levels, their ids by name. The id is unique
 * within its connection, one for each session: a provider whose unit is the applicant needs an applicant for each session,
 * or an id that is made of the applicant's and the session's. The gateway refuses a second session with the same id.
 */
export interface ProviderReference {
  readonly id: string;
  readonly parts?: Readonly<Record<string, string>>;
}
