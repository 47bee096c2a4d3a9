import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { AccountOperator } from "@kyc-gateway/adapter-spec/v1";
import { AccountOperators, CreateAccountOperator, CreatedAtProvider } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import { changeProblems, ConnectionPath, operatorRoute } from "../../../platform/http/admin-schemas.ts";
import { ProblemError } from "../../../platform/http/problem-error.ts";
import { problemResponses } from "../../../platform/http/route-schemas.ts";
import type { AccessLog } from "../../audit/index.ts";
import { callFacet, facetProblems, type FacetCall } from "../call-facet.ts";
import type { ConnectionRuntime } from "../connection-runtime.ts";
import type { ConnectionsInUse } from "../choose-connection.ts";
import { operatorsLane, requireFacet } from "../find-connection.ts";

/** What a call of an account's operators can end in. */
export const accountProblems = ["connection_not_found", ...facetProblems] as const;

const listSchema = {
  ...operatorRoute,
  operationId: "listAccountOperators",
  summary: "List the people of the account in the provider's console",
  description: "Few providers offer it.",
  params: ConnectionPath,
  response: { 200: Type.Ref(AccountOperators), ...problemResponses(...accountProblems) },
};

const createSchema = {
  ...operatorRoute,
  operationId: "createAccountOperator",
  summary: "Create somebody in the provider's console",
  description: "The address tells a repetition: 409 when the account has it. Few providers offer it.",
  params: ConnectionPath,
  body: Type.Ref(CreateAccountOperator),
  response: {
    201: Type.Ref(CreatedAtProvider),
    ...changeProblems(...accountProblems, "already_at_provider"),
  },
};

/** `GET` and `POST /admin/v1/connections/:connection/operators`. */
export const adminAccountOperatorsRoute: FastifyPluginAsyncTypebox<{
  readonly config: { readonly requestDeadlineMs: number };
  readonly configuration: ConnectionsInUse;
  readonly accessLog: AccessLog;
}> = async (app, { config, configuration, accessLog }) => {
  const path = "/admin/v1/connections/:connection/operators";
  app.get(path, { schema: listSchema }, async (request, reply) => {
    const runtime = requireFacet(configuration, request.params.connection, { facet: "operators" });
    const items = await listOperators(runtime, {
      idempotencyKey: request.id,
      deadlineAt: Date.now() + config.requestDeadlineMs,
    });
    return reply.send({ items: items.map((item) => ({ ...item, roles: [...item.roles] })) });
  });
  app.post(path, { schema: createSchema }, async (request, reply) => {
    const { body } = request;
    const runtime = requireFacet(configuration, request.params.connection, {
      facet: "operators",
      fits: ({ connection }) => connection.operators?.create !== undefined,
    });
    refuseRoles(body.roles, runtime.manifest.capabilities.operators?.roles ?? []);
    await accessLog.record({
      action: "account_operator.create",
      subject: `connection ${runtime.name}`,
      detail: { roles: body.roles.join(",") },
      actor: request.actor,
      tenantId: runtime.tenantId,
      reason: undefined,
    });
    const created = await callFacet(runtime, {
      operation: "create_operator",
      tenantId: operatorsLane,
      deadlineAt: Date.now() + config.requestDeadlineMs,
      idempotencyKey: request.id,
      // A second try of what had its effect is told apart by the address.
      isRepeatable: false,
      work: async ({ operators }, call) => operators?.create?.(body, call),
      problems: { conflict: "already_at_provider" },
    });
    if (created === undefined) throw new ProblemError("facet_unsupported");
    return reply.code(201).send({ id: created.id });
  });
};

/** The people of the account, by its provider. Throws the problem that a failure is. */
export async function listOperators(
  runtime: ConnectionRuntime,
  call: Pick<FacetCall<unknown>, "idempotencyKey" | "deadlineAt">,
): Promise<readonly AccountOperator[]> {
  const operators = await callFacet(runtime, {
    ...call,
    operation: "list_operators",
    tenantId: operatorsLane,
    isRepeatable: true,
    work: async (connection, own) => connection.operators?.list(own),
  });
  return operators ?? [];
}

function refuseRoles(roles: readonly string[], allowed: readonly string[]): void {
  const at = roles.findIndex((role) => !allowed.includes(role));
  if (at < 0) return;
  const message = `must be one of ${allowed.join(", ")}`;
  throw new ProblemError("invalid_request", { issues: [{ pointer: `/roles/${at}`, code: "enum", message }] });
}
