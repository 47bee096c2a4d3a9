/** The words that options of commands may name. Loading them composes nothing. */
export { operatorRoles } from "@kyc-gateway/http-api";
export { scopes as productScopes } from "../../features/configuration/configuration-snapshot.ts";
