import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Call, OperatorGroups as Groups } from "@kyc-gateway/adapter-spec/v1";
import {
  ChangeOperatorGroup,
  CreatedAtProvider,
  CreateOperatorGroup,
  OperatorGroups,
} from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyRequest } from "fastify";
import { changeProblems, ConnectionPath, operatorRoute } from "../../../platform/http/admin-schemas.ts";
import { ProblemError } from "../../../platform/http/problem-error.ts";
import { problemResponses } from "../../../platform/http/route-schemas.ts";
import type { AccessLog } from "../../audit/index.ts";
import { callFacet, type FacetCall } from "../call-facet.ts";
import type { ConnectionsInUse } from "../choose-connection.ts";
import { operatorsLane, requireFacet } from "../find-connection.ts";
import type { ConnectionRuntime } from "../connection-runtime.ts";
import { accountProblems, listOperators } from "./admin-account-operators.route.ts";

const GroupPath = Type.Object({
  ...ConnectionPath.properties,
  groupId: Type.String({ minLength: 1, maxLength: 128, description: "The provider's id of the group." }),
});

const listSchema = {
  ...operatorRoute,
  operationId: "listOperatorGroups",
  summary: "List the groups of the provider's operators",
  description: "Few providers offer it.",
  params: ConnectionPath,
  response: { 200: Type.Ref(OperatorGroups), ...problemResponses(...accountProblems) },
};
const createSchema = {
  ...operatorRoute,
  operationId: "createOperatorGroup",
  summary: "Create a group of the provider's operators",
  description: "A repetition creates another group: the provider tells none apart.",
  params: ConnectionPath,
  body: Type.Ref(CreateOperatorGroup),
  response: { 201: Type.Ref(CreatedAtProvider), ...changeProblems(...accountProblems) },
};
const changeSchema = {
  ...operatorRoute,
  operationId: "changeOperatorGroup",
  summary: "Rename a group of the provider's operators, or give it other members",
  params: GroupPath,
  body: Type.Ref(ChangeOperatorGroup),
  response: {
    204: Type.Null({ description: "Done." }),
    ...changeProblems(...accountProblems, "operator_group_not_found"),
  },
};
const removeSchema = {
  ...operatorRoute,
  operationId: "removeOperatorGroup",
  summary: "Remove a group of the provider's operators",
  description: "Safe to repeat.",
  params: GroupPath,
  response: { 204: Type.Null({ description: "Gone." }), ...changeProblems(...accountProblems) },
};

interface GroupParts {
  readonly config: { readonly requestDeadlineMs: number };
  readonly configuration: ConnectionsInUse;
  readonly accessLog: AccessLog;
}

/** `/admin/v1/connections/:connection/operator-groups`. */
export const adminOperatorGroupsRoute: FastifyPluginAsyncTypebox<GroupParts> = async (app, parts) => {
  const path = "/admin/v1/connections/:connection/operator-groups";
  app.get(path, { schema: listSchema }, async (request, reply) => {
    const groups = await callGroups(parts, request, {
      operation: "list_operator_groups",
      isRepeatable: true,
      run: (own, call) => own.list(call),
    });
    return reply.send({
      items: groups.map(({ members, ...group }) => ({
        ...group,
        members: members.map((member) => ({ ...member })),
      })),
    });
  });
  app.post(path, { schema: createSchema }, async (request, reply) => {
    const { name, memberIds = [] } = request.body;
    await refuseUnknownMembers(parts, request, memberIds);
    const { id } = await callGroups(parts, request, {
      operation: "create_operator_group",
      isRepeatable: false,
      run: (own, call) => own.create({ name, memberIds }, call),
    });
    return reply.code(201).send({ id });
  });
  app.patch(`${path}/:groupId`, { schema: changeSchema }, async (request, reply) => {
    await refuseUnknownMembers(parts, request, request.body.memberIds ?? []);
    await callGroups(parts, request, {
      operation: "change_operator_group",
      isRepeatable: true,
      run: (own, call) => own.change(request.params.groupId, request.body, call),
    });
    return reply.code(204).send(null);
  });
  app.delete(`${path}/:groupId`, { schema: removeSchema }, async (request, reply) => {
    await callGroups(parts, request, {
      operation: "remove_operator_group",
      isRepeatable: true,
      run: (own, call) => own.remove(request.params.groupId, call),
    });
    return reply.code(204).send(null);
  });
};

/** A provider says of somebody whom it does not know only that the request is wrong. */
async function refuseUnknownMembers(
  { config, configuration }: GroupParts,
  request: Pick<FastifyRequest, "id"> & { readonly params: unknown },
  memberIds: readonly string[],
): Promise<void> {
  if (memberIds.length === 0) return;
  const operators = await listOperators(requireGroups(configuration, request), {
    idempotencyKey: request.id,
    deadlineAt: Date.now() + config.requestDeadlineMs,
  });
  const known = new Set(operators.map(({ id }) => id));
  const issues = memberIds.flatMap((id, index) =>
    known.has(id)
      ? []
      : [{ pointer: `/memberIds/${index}`, code: "unknown_operator", message: unknownMember }],
  );
  if (issues.length > 0) throw new ProblemError("invalid_request", { issues });
}

const unknownMember =
  "must be the id of somebody of the account: GET /admin/v1/connections/{connection}/operators lists them";

function requireGroups(
  configuration: ConnectionsInUse,
  { params }: { readonly params: unknown },
): ConnectionRuntime {
  const { connection } = params as { readonly connection: string };
  return requireFacet(configuration, connection, {
    facet: "operators",
    fits: (runtime) => runtime.connection.operators?.groups !== undefined,
  });
}

interface GroupCall<T> extends Pick<FacetCall<T>, "operation" | "isRepeatable"> {
  readonly run: (groups: Groups, call: Call) => Promise<T>;
}

/** What changes something stands in the audit log before it is done. */
async function callGroups<T>(
  { config, configuration, accessLog }: GroupParts,
  request: Pick<FastifyRequest, "id" | "actor" | "method"> & { readonly params: unknown },
  { run, ...operation }: GroupCall<T>,
): Promise<T> {
  const runtime = requireGroups(configuration, request);
  if (request.method !== "GET")
    await accessLog.record({
      action: `operator_group.${request.method.toLowerCase()}`,
      subject: `connection ${runtime.name}`,
      detail: {},
      actor: request.actor,
      tenantId: runtime.tenantId,
      reason: undefined,
    });
  return callFacet(runtime, {
    ...operation,
    tenantId: operatorsLane,
    deadlineAt: Date.now() + config.requestDeadlineMs,
    idempotencyKey: request.id,
    work: async ({ operators }, call) => {
      if (operators?.groups === undefined) throw new ProblemError("facet_unsupported");
      return run(operators.groups, call);
    },
    problems: { not_found: "operator_group_not_found" },
  });
}
