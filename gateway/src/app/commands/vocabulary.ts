/** The words that options of commands may name. Loading them composes nothing. */
export { operatorScopes } from "../../features/access/operator-scopes.ts";
export { scopes as productScopes } from "../../features/configuration/configuration-snapshot.ts";
