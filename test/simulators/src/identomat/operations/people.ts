import { answerJson } from "../../server/answer.ts";
import type { Answer } from "../../server/answer.ts";
import type { Operation } from "../../server/exchange.ts";
import type { Admitted } from "../access.ts";
import type { Group } from "../account-records.ts";
import { ArgumentError, InternalError } from "../argument-error.ts";
import { answerResult, createExternalOperation } from "../external-operation.ts";
import { readStructure } from "../parameters.ts";
import type { Parameters } from "../parameters.ts";
import { createObjectId } from "../session.ts";
import type { IdentomatState } from "../state.ts";

const source = "service-module-server-external";
const rights = new Set<unknown>(["call_center_operator", "operator", "administrator"]);
const emailForm = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Groups and users, under "Other methods" of the API reference. */
export function createPersonOperations(state: IdentomatState): Operation[] {
  const operations: Readonly<Record<string, (admitted: Admitted) => Answer>> = {
    "list-groups": ({ company }) => {
      const { users, groups } = state.accountOf(company);
      const nameOf = (id: string) => users.find((user) => user.id === id)?.username;
      return answerResult(
        groups.map(({ id, name, memberIds }) => ({
          id,
          name,
          members: memberIds.map((member) => ({ username: nameOf(member) })),
        })),
      );
    },
    "make-group": (admitted) => {
      const name = requireName(admitted.parameters);
      const group = { id: createObjectId(), name, memberIds: readMembers(state, admitted) ?? [] };
      state.accountOf(admitted.company).groups.push(group);
      return answerResult({ id: group.id });
    },
    "change-group": (admitted) => {
      const group = requireGroup(state, admitted);
      const name = admitted.parameters.read("name");
      if (name !== undefined) group.name = requireName(admitted.parameters);
      group.memberIds = readMembers(state, admitted) ?? group.memberIds;
      return answerJson({});
    },
    "delete-group": (admitted) => {
      const { groups } = state.accountOf(admitted.company);
      groups.splice(groups.indexOf(requireGroup(state, admitted)), 1);
      return answerJson({});
    },
    "list-users": ({ company }) => answerResult(state.accountOf(company).users),
    "create-user": (admitted) => createUser(state, admitted),
  };
  return Object.entries(operations).map(([name, answer]) => createExternalOperation(state, name, answer));
}

function requireName(parameters: Parameters): string {
  const name = parameters.read("name");
  if (typeof name !== "string" || name === "") throw new ArgumentError("wrong-parameters", source);
  return name;
}

function requireGroup(state: IdentomatState, { parameters, company }: Admitted): Group {
  const id = parameters.read("groupId");
  const group = state.accountOf(company).groups.find((candidate) => candidate.id === id);
  if (group === undefined) throw new ArgumentError("wrong-parameters", source);
  return group;
}

function readMembers(
  state: IdentomatState,
  { parameters, company }: Admitted,
): readonly string[] | undefined {
  const ids = readStructure(parameters, "memberIds");
  if (ids === undefined) return undefined;
  const { users } = state.accountOf(company);
  const isKnown = (id: unknown): id is string => users.some((user) => user.id === id);
  if (!Array.isArray(ids) || !ids.every(isKnown)) throw new ArgumentError("wrong-parameters", source);
  return ids;
}

function createUser(state: IdentomatState, { parameters, company }: Admitted): Answer {
  const email = parameters.read("email");
  const password = parameters.read("password");
  const given = readStructure(parameters, "rights") ?? ["call_center_operator"];
  if (typeof email !== "string" || password === undefined) throw new ArgumentError("wrong-parameters");
  if (!emailForm.test(email)) throw new ArgumentError("invalid-email-format");
  if (typeof password !== "string") throw new InternalError("Illegal arguments: number, string");
  if (password.length < 8) throw new ArgumentError("password-too-short");
  if (!Array.isArray(given) || !given.every((right) => rights.has(right)))
    throw new ArgumentError("invalid-rights");
  const { users } = state.accountOf(company);
  if (users.some(({ username }) => username === email)) throw new ArgumentError("user-already-exists");
  const user = { id: createObjectId(), username: email, roles: given as string[] };
  users.push(user);
  return answerResult(user.id);
}
