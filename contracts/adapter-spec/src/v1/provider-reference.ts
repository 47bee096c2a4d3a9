/** How the provider knows a session: its main id and, where there are further levels, their ids by name. */
export interface ProviderReference {
  readonly id: string;
  readonly parts?: Readonly<Record<string, string>>;
}
