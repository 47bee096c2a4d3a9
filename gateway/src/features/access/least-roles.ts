import { operatorRoles, type OperatorRole } from "@kyc-gateway/http-api";

/**
 * The least role for each operation of operators: the one place that says so. A route that is not here stops the start,
 * and the API's document shows each as `x-least-role`.
 */
export const leastRoles: Readonly<Record<string, OperatorRole>> = {
  ...give("viewer", [
    "getAllAnalytics",
    "compareAllCanaries",
    "getAllProviderCalls",
    "getOperatorSelf",
    "signIn",
    "signOut",
    "getOverview",
    "listConnectionHealth",
    "getConnectionHealth",
    "listJobs",
    "listTenantWatches",
    "listTenantBlocklist",
    "previewTenantRoute",
    "listOperatorSessions",
    "getOperatorSession",
    "listTenants",
    "listApiKeys",
    "listConnections",
    "getConnection",
    "listFlows",
    "getRouting",
    "getPrivacy",
    "getValidity",
    "getReturnUrls",
    "listOpenErasures",
    "getAnyErasure",
    "previewRetention",
    "getConfiguredEndpoints",
    "getConfiguration",
    "getAuditHead",
    "summariseInbox",
    "listRefusedDeliveries",
    "listDeliveries",
    "getDelivery",
    "listAccountConfigurations",
  ]),
  ...give("support", [
    "listAllCountedSessions",
    "operatorRefreshSession",
    "operatorLaunchSession",
    "operatorGetSessionActivity",
    "replayDelivery",
    "replayDeliveries",
  ]),
  ...give("reviewer", [
    "operatorGetSessionResult",
    "operatorListEvidence",
    "operatorGetEvidence",
    "operatorGetSessionReport",
    "operatorEraseSession",
    "erasePersonOfSession",
    "decideSession",
    "listAudit",
    "placeLegalHold",
    "listLegalHolds",
    "releaseLegalHold",
    "retryErasure",
    "confirmErasure",
  ]),
  ...give("administrator", [
    "retryJob",
    "putTenant",
    "createApiKey",
    "rotateApiKey",
    "revokeApiKey",
    "putConnection",
    "removeConnection",
    "retireConnection",
    "holdConnection",
    "releaseConnection",
    "limitConnection",
    "putFlow",
    "removeFlow",
    "putRouting",
    "putPrivacy",
    "putValidity",
    "putReturnUrls",
    "putConfiguredEndpoints",
    "listAccountOperators",
    "createAccountOperator",
    "listOperatorGroups",
    "createOperatorGroup",
    "changeOperatorGroup",
    "removeOperatorGroup",
  ]),
};

function give(role: OperatorRole, operations: readonly string[]): Record<string, OperatorRole> {
  return Object.fromEntries(operations.map((operation) => [operation, role]));
}

/** Whether a role may do what needs another one at least. */
export function isRoleEnough(role: OperatorRole, least: OperatorRole): boolean {
  return operatorRoles.indexOf(role) >= operatorRoles.indexOf(least);
}

/** The operations that a role may call. */
export function listPermissions(role: OperatorRole): readonly string[] {
  return Object.keys(leastRoles).filter((operation) =>
    isRoleEnough(role, leastRoles[operation] ?? "administrator"),
  );
}
