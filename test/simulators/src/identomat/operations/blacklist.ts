import type { Answer } from "../../server/answer.ts";
import type { Operation } from "../../server/exchange.ts";
import type { Admitted } from "../access.ts";
import { cutPage } from "../account.ts";
import { ArgumentError } from "../argument-error.ts";
import { answerResult, createExternalOperation, readCount, requireQuery } from "../external-operation.ts";
import { readStructure, requireText } from "../parameters.ts";
import { createObjectId } from "../session.ts";
import type { IdentomatState } from "../state.ts";

const keys = ["firstName", "lastName", "personalNumber", "documentNumber", "birthday"];

const known = new Set([...keys, "reason"]);

/** "Blacklist management" of the API reference: three methods. */
export function createBlacklist(state: IdentomatState): Operation[] {
  return [
    createExternalOperation(state, "add-blacklist-record", (admitted) => add(state, admitted)),
    createExternalOperation(state, "remove-blacklist-record", ({ parameters, company }) => {
      const id = requireText(parameters, "id");
      const { blacklist } = state.accountOf(company);
      const at = blacklist.findIndex((record) => record.id === id);
      if (at < 0) throw new ArgumentError("not-found");
      blacklist.splice(at, 1);
      return answerResult(true);
    }),
    createExternalOperation(state, "list-blacklist-records", (admitted) => list(state, admitted)),
  ];
}

function add(state: IdentomatState, { parameters, company }: Admitted): Answer {
  const query = requireQuery(parameters);
  const isWrong =
    Object.entries(query).some(([name, value]) => !known.has(name) || typeof value !== "string") ||
    typeof query["reason"] !== "string" ||
    !keys.some((name) => query[name] !== undefined);
  if (isWrong) throw new ArgumentError("wrong-parameters");
  const { blacklist } = state.accountOf(company);
  const own = Object.fromEntries(keys.map((name) => [name, (query[name] as string | undefined) ?? null]));
  if (blacklist.some((record) => keys.every((name) => record[name] === own[name])))
    throw new ArgumentError("already-exists");
  const id = createObjectId();
  blacklist.push({ ...own, notes: null, reason: query["reason"] as string, id });
  return answerResult(id);
}

/** `offset` and `limit` stand inside `query` by its description, and beside it by the manner of the other lists. */
function list(state: IdentomatState, { parameters, company }: Admitted): Answer {
  const query = (readStructure(parameters, "query") ?? {}) as Readonly<Record<string, unknown>>;
  const account = state.accountOf(company);
  const offset = readCount(query["offset"] ?? parameters.read("offset"), 0);
  const limit = Math.min(
    readCount(query["limit"] ?? parameters.read("limit"), 100),
    state.settings.pageLimit,
  );
  const { data, total } = cutPage(account.blacklist, offset, limit);
  const page = structuredClone(data);
  if (state.settings.listsShrink) account.blacklist.shift();
  return answerResult({ offset, limit, total, data: page });
}
