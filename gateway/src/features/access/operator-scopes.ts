/** What an operator may be allowed to do beyond the configuration. */
export const operatorScopes = ["sessions:decide"] as const;
/** What an operator may be allowed to do beyond the configuration. */
export type OperatorScope = (typeof operatorScopes)[number];
