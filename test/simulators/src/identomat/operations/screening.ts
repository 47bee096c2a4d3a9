import { answerJson } from "../../server/answer.ts";
import type { Answer } from "../../server/answer.ts";
import type { Operation } from "../../server/exchange.ts";
import type { Admitted } from "../access.ts";
import { cutPage } from "../account.ts";
import { ArgumentError } from "../argument-error.ts";
import { answerResult, createExternalOperation, readCount, requireQuery } from "../external-operation.ts";
import { requireText } from "../parameters.ts";
import { describeListed, listed, scoreName } from "../screening-list.ts";
import { createObjectId } from "../session.ts";
import type { IdentomatState } from "../state.ts";

/** "AML Screening" of the API reference: five methods. */
export function createScreening(state: IdentomatState): Operation[] {
  const operations: Readonly<Record<string, (admitted: Admitted) => Answer>> = {
    "search-screening-person": search,
    "get-screening-person-details": ({ parameters }) => {
      const person = listed.find(({ personId }) => personId === requireText(parameters, "personId"));
      if (person === undefined) throw new ArgumentError("not-found");
      return answerResult(describeListed(person));
    },
    "monitor-screening-query": (admitted) => monitor(state, admitted),
    "remove-screening-query-from-monitoring": (admitted) => {
      const id = requireText(admitted.parameters, "id");
      const { monitored } = state.accountOf(admitted.company);
      const at = monitored.findIndex((query) => query.id === id);
      if (at < 0) throw new ArgumentError("not-found");
      monitored.splice(at, 1);
      return answerJson({});
    },
    "list-screening-monitoring-records": (admitted) => listMonitored(state, admitted),
  };
  return Object.entries(operations).map(([name, answer]) =>
    createExternalOperation(state, name, (admitted) => {
      if (admitted.company.lacksScreening === true) throw new ArgumentError("access-denied");
      return answer(admitted);
    }),
  );
}

function readName(query: Readonly<Record<string, unknown>>): string {
  const name = query["fullName"];
  if (typeof name !== "string" || name.trim() === "") throw new ArgumentError("wrong-parameters");
  return name;
}

function readBirthday(query: Readonly<Record<string, unknown>>): string | undefined {
  const from = query["birthdayTimeFrom"];
  if (from === undefined) return undefined;
  if (typeof from !== "string" || Number.isNaN(Date.parse(from))) throw new ArgumentError("wrong-parameters");
  return from;
}

function search({ parameters }: Admitted): Answer {
  const query = requireQuery(parameters);
  const name = readName(query);
  const from = readBirthday(query);
  const threshold = query["scoreThreshold"];
  if (typeof threshold !== "number" || !Number.isInteger(threshold))
    throw new ArgumentError("wrong-parameters");
  const hits = listed
    .filter(({ birthday }) => from === undefined || Date.parse(birthday) >= Date.parse(from))
    .map((person) => ({ person, score: scoreName(person, name) }))
    .filter(({ score }) => score >= threshold)
    .toSorted((one, other) => other.score - one.score);
  const offset = readCount(parameters.read("offset"), 0);
  const limit = readCount(parameters.read("limit"), 100);
  const { data } = cutPage(hits, offset, limit);
  return answerResult(
    data.map(({ person: { personId, name: listedName, topics }, score }) => ({
      score,
      name: listedName,
      personId,
      entityType: "person",
      topics,
    })),
  );
}

function monitor(state: IdentomatState, { parameters, company }: Admitted): Answer {
  const query = requireQuery(parameters);
  const { monitored } = state.accountOf(company);
  const [fullName, birthdayTimeFrom] = [readName(query), readBirthday(query)];
  const isKnown = monitored.some(
    (known) => known.fullName === fullName && known.birthdayTimeFrom === birthdayTimeFrom,
  );
  if (isKnown) throw new ArgumentError("already-exists");
  const id = createObjectId();
  monitored.push({ id, fullName, birthdayTimeFrom, lastUpdatedDate: undefined });
  return answerResult(id);
}

function listMonitored(state: IdentomatState, { parameters, company }: Admitted): Answer {
  const account = state.accountOf(company);
  const date = parameters.read("date");
  if (date !== undefined && (typeof date !== "string" || Number.isNaN(Date.parse(date))))
    throw new ArgumentError("wrong-parameters");
  const records = account.monitored.filter(
    ({ lastUpdatedDate: at }) =>
      date === undefined || (at !== undefined && Date.parse(at) > Date.parse(date)),
  );
  const start = readCount(parameters.read("start"), 0);
  const limit = Math.min(readCount(parameters.read("limit"), 50), state.settings.pageLimit);
  const { data, total } = cutPage(records, start, limit);
  if (state.settings.listsShrink) account.monitored.shift();
  return answerResult({
    start,
    limit,
    total,
    data: data.map(({ id, fullName, lastUpdatedDate }) => ({
      fullName,
      id,
      ...(lastUpdatedDate === undefined ? {} : { lastUpdatedDate }),
    })),
  });
}
