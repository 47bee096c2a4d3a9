import type { OperatorRole } from "@kyc-gateway/http-api";
import type { RouteOptions } from "fastify";
import type { OperatorGrant } from "../configuration/index.ts";
import type { Callers } from "./authentication.plugin.ts";
import { findKeyHolder, type KeyHolderParts } from "./api-key-lookup.ts";
import { readConsoleCookie, refuseCrossSite } from "./console-cookie.ts";
import type { ConsoleSessions } from "./console-sessions.service.ts";
import { createAccessWatch } from "./access-watch.ts";
import { isRoleEnough, leastRoles } from "./least-roles.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The operator who asks. Set in the operators' scope alone. */
    operator: OperatorGrant;
  }
  interface FastifyContextConfig {
    /** The role that an operator needs at least. Every route of the operators' scope has one. */
    leastRole?: OperatorRole;
  }
}

const sessionOver = "The console's session is over: sign in again.";
const howToAuthenticate =
  "Send an operator's key as `Authorization: Bearer kop_…`; `kyc-gateway operator add` makes one.";

/** What operators are known by. */
export interface OperatorCallerParts extends KeyHolderParts {
  readonly consoleSessions: Pick<ConsoleSessions, "find">;
  readonly config: { readonly publicUrl?: string | undefined };
}

/**
 * Operators, by keys of their own: a product's key opens nothing of theirs, and theirs nothing of a product.
 * A session of the console stands for the operator who signed in.
 */
export function createOperatorCallers(parts: OperatorCallerParts): Callers<OperatorGrant> {
  const watch = createAccessWatch();
  return {
    howToAuthenticate,
    refusal: `The key is no operator's, or is revoked. ${howToAuthenticate}`,
    async find(token) {
      const read = await findKeyHolder(parts, { token, holder: "operator" }, ({ operators }) => operators);
      return read();
    },
    async findWithoutToken(request) {
      const cookie = readConsoleCookie(request);
      if (cookie === undefined) return undefined;
      const operator = await parts.consoleSessions.find(cookie);
      if (operator === undefined) throw new ProblemError("unauthenticated", { detail: sessionOver });
      refuseCrossSite(request, parts.config.publicUrl);
      return operator;
    },
    admit(request, operator) {
      const { leastRole = "administrator" } = request.routeOptions.config;
      if (!isRoleEnough(operator.role, leastRole)) throw refuseRole(operator.role, leastRole);
      request.operator = operator;
      request.actor = { operator: operator.name, requestId: request.id };
      request.watchAccess = (onEnd) => watch.add(() => findRevocation(parts, operator), onEnd);
    },
    checkRoute: noteLeastRole,
  };
}

/** Without a query: a revoked key is gone from the configuration within a second. */
function findRevocation({ configuration }: KeyHolderParts, { id }: OperatorGrant): ProblemError | undefined {
  const isKnown = id === null || [...configuration.current.operators.values()].some((one) => one.id === id);
  return isKnown
    ? undefined
    : new ProblemError("unauthenticated", { detail: "The operator's key was revoked." });
}

/** Before the route is there, so that the document shows its least role too. */
function noteLeastRole(route: RouteOptions): void {
  const { operationId = "" } = route.schema ?? {};
  const leastRole = leastRoles[operationId];
  if (leastRole === undefined)
    throw new Error(`Route ${route.url} has no least role: name its operation in least-roles.ts.`);
  route.config = { ...route.config, leastRole };
  route.schema = { ...route.schema, "x-least-role": leastRole } as NonNullable<RouteOptions["schema"]>;
}

function refuseRole(role: OperatorRole, leastRole: OperatorRole): ProblemError {
  return new ProblemError("role_missing", {
    detail: `This needs the role ${leastRole}; yours is ${role}. Ask an administrator: \`kyc-gateway operator set-role <name> --role ${leastRole}\` changes it.`,
  });
}
