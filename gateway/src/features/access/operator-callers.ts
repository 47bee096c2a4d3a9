import type { OperatorGrant } from "../configuration/index.ts";
import type { Callers } from "./authentication.plugin.ts";
import { findKeyHolder, type KeyHolderParts } from "./api-key-lookup.ts";
import type { OperatorScope } from "./operator-scopes.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What an operator must be allowed to do beyond the configuration. */
    operatorScope?: OperatorScope;
  }
}

const howToAuthenticate =
  "Send an operator's key as `Authorization: Bearer kop_…`; `kyc-gateway operator add` makes one.";

/** Operators, by keys of their own: a product's key opens nothing of theirs, and theirs nothing of a product. */
export function createOperatorCallers(parts: KeyHolderParts): Callers<OperatorGrant> {
  return {
    howToAuthenticate,
    refusal: `The key is no operator's, or is revoked. ${howToAuthenticate}`,
    async find(token) {
      const read = await findKeyHolder(parts, { token, holder: "operator" }, ({ operators }) => operators);
      return read();
    },
    admit(request, { name, scopes }) {
      const { operatorScope } = request.routeOptions.config;
      if (operatorScope !== undefined && !scopes.has(operatorScope)) throw refuseScope(operatorScope);
      request.actor = { operator: name, requestId: request.id };
    },
  };
}

function refuseScope(scope: OperatorScope): ProblemError {
  return new ProblemError("scope_missing", {
    detail: `This needs the operator scope ${scope}: \`kyc-gateway operator add <name> --scopes ${scope}\` creates an operator that has it.`,
  });
}
