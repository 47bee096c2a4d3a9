import type {
  AccountOperator,
  Call,
  OperatorGroup,
  OperatorGroups,
  Operators,
} from "@kyc-gateway/adapter-spec/v1";
import {
  AdapterError,
  isAdapterError,
  keepDefined,
  normaliseText,
  readArray,
  readMember,
  readRecords,
  readString,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { createShapeError, postForId, postForRecords } from "../client/external-result.ts";
import type { ExternalOperation } from "../client/operation.ts";
import type { FacetContext } from "./facet-context.ts";

/** The `rights` that a user can be created with. */
export const operatorRights = ["call_center_operator", "operator", "administrator"] as const;

function requireId(record: UnknownRecord, operation: string): string {
  const id = readString(record, "id");
  if (id === undefined) throw createShapeError(operation, "a list with ids");
  return id;
}

/** `roles` when listed, `rights` when created: either is taken. */
function readOperator(record: UnknownRecord): AccountOperator {
  const roles = [...readArray(record, "roles"), ...readArray(record, "rights")];
  return keepDefined({
    id: requireId(record, "list-users"),
    username: normaliseText(readMember(record, "username")) ?? normaliseText(readMember(record, "email")),
    roles: [...new Set(roles.map((role) => normaliseText(role)).filter((role) => role !== undefined))],
  });
}

/** Members are listed by `username` and written by id: the ids come from the list of users. */
function readGroup(record: UnknownRecord, operators: readonly AccountOperator[]): OperatorGroup {
  const members = readRecords(record, "members").map((member) => {
    const username = normaliseText(readMember(member, "username"));
    const known = operators.find((operator) => operator.username === username);
    return keepDefined({ id: readString(member, "id") ?? known?.id, username });
  });
  const name = normaliseText(readMember(record, "name"));
  return keepDefined({ id: requireId(record, "list-groups"), name, members });
}

/** The people of the account and their groups: six methods. */
export function createOperators({ client }: FacetContext): Operators {
  const list = async (call: Call): Promise<readonly AccountOperator[]> =>
    (await postForRecords(client, { operation: "list-users", call })).map(readOperator);
  return {
    list,
    create: async (operator, call) => {
      const { email, password, givenName, familyName, roles, isEmailVerified } = operator;
      const parameters = keepDefined({
        email,
        emailVerified: isEmailVerified ?? false,
        password,
        firstName: givenName,
        lastName: familyName,
        rights: roles,
      });
      return { id: await postForId(client, { operation: "create-user", parameters, call }) };
    },
    groups: createGroups({ client }, list),
  };
}

function createGroups(
  { client }: Pick<FacetContext, "client">,
  listOperators: (call: Call) => Promise<readonly AccountOperator[]>,
): OperatorGroups {
  const act = async (
    operation: ExternalOperation,
    parameters: Readonly<Record<string, unknown>>,
    call: Call,
  ): Promise<void> => void (await client.post({ operation, parameters, call }));
  const list: OperatorGroups["list"] = async (call) => {
    const records = await listGroups({ client }, call);
    const operators = records.length === 0 ? [] : await listOperators(call);
    return records.map((record) => readGroup(record, operators));
  };
  const isKnown = async (id: string, call: Call): Promise<boolean> =>
    (await listGroups({ client }, call)).some((record) => readString(record, "id") === id);
  return {
    list,
    create: async ({ name, memberIds }, call) => {
      const parameters = { name, memberIds };
      return { id: await postForId(client, { operation: "make-group", parameters, call }) };
    },
    // Not make-group, which the URL of its description names.
    change: async (id, change, call) => {
      try {
        await act("change-group", { groupId: id, ...change }, call);
      } catch (error) {
        if (!isRefused(error) || (await isKnown(id, call))) throw error;
        throw new AdapterError({ code: "not_found", message: "change-group: the account has no such group" });
      }
    },
    remove: async (id, call) => {
      try {
        await act("delete-group", { groupId: id }, call);
      } catch (error) {
        if (!isRefused(error) || (await isKnown(id, call))) throw error;
      }
    },
  };
}

/** `wrong-parameters` stands for an unknown group too. */
function isRefused(error: unknown): boolean {
  return isAdapterError(error) && error.code === "request_rejected";
}

/** `not-found` is another way to say that there are none. */
async function listGroups(
  { client }: Pick<FacetContext, "client">,
  call: Call,
): Promise<readonly UnknownRecord[]> {
  try {
    return await postForRecords(client, { operation: "list-groups", call });
  } catch (error) {
    if (isAdapterError(error) && error.code === "not_found") return [];
    throw error;
  }
}
