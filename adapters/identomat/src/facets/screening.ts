import type {
  Call,
  PlacedWatch,
  Screening,
  ScreeningHit,
  ScreeningQuery,
  ScreeningTopic,
  WatchChange,
} from "@kyc-gateway/adapter-spec/v1";
import {
  AdapterError,
  defineOpenVocabulary,
  isAdapterError,
  keepDefined,
  normaliseText,
  parseIdentifier,
  parseScore,
  readArray,
  readMember,
  readString,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { ClientRequest } from "../client/client.ts";
import {
  createShapeError,
  listAll,
  postForId,
  postForRecord,
  postForRecords,
} from "../client/external-result.ts";
import { readEntityType } from "./entity-type.ts";
import type { FacetContext } from "./facet-context.ts";
import { readSubject } from "./screening-subject.ts";

/** The entities glossary of the API reference, and two words of its example. */
const topics = defineOpenVocabulary<ScreeningTopic>(
  {
    "Sanctioned entity": "sanctioned",
    "Sanction-linked entity": "sanction_linked",
    "Counter-sanctioned entity": "counter_sanctioned",
    "Debarred entity": "debarred",
    Politician: "politically_exposed",
    "Politically exposed person": "politically_exposed",
    "Close associate": "close_associate",
    "Person of interest": "person_of_interest",
    "Wanted person": "wanted",
    "Regulator action": "regulator_action",
    "Regulator warning": "regulator_warning",
    Crime: "crime",
  },
  "other",
);

/** The word beside the code only where it has no code of its own. */
function readTopic(word: string): ScreeningHit["topics"][number] {
  const topic = topics.translate(word);
  return topic.code === "other" ? topic : { code: topic.code };
}

function readHit(record: UnknownRecord): readonly ScreeningHit[] {
  const subjectId = parseIdentifier(readMember(record, "personId")).value;
  if (subjectId === undefined) return [];
  const words = readArray(record, "topics").filter((word) => typeof word === "string");
  return [
    keepDefined({
      subjectId,
      name: normaliseText(readMember(record, "name")),
      score: parseScore(readMember(record, "score"), 100),
      entityType: readEntityType(record),
      topics: words.map(readTopic),
    }),
  ];
}

/**
 * `birthdayTimeFrom` is the beginning of a range without an end. A list that knows a year alone writes its first day, and lists differ by a
 * year: nobody is to be missed, so the range begins with the year before.
 */
function writeBirthday(dateOfBirth: string): string {
  return `${String(Number(dateOfBirth.slice(0, 4)) - 1).padStart(4, "0")}-01-01T00:00:00.000Z`;
}

function writeQuery({ fullName, dateOfBirth }: ScreeningQuery): Readonly<Record<string, string>> {
  return keepDefined({
    fullName,
    birthdayTimeFrom: dateOfBirth === undefined ? undefined : writeBirthday(dateOfBirth),
  });
}

const cursorForm = /^\d{1,9}$/;

function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (cursorForm.test(cursor)) return Number(cursor);
  throw new AdapterError({ code: "request_rejected", message: "the cursor is not one of this search" });
}

/** The five methods of AML screening. */
export function createScreening({ client }: FacetContext): Screening {
  return {
    search: async ({ minimumScore, limit, cursor, ...query }, call) => {
      const offset = readCursor(cursor);
      const scoreThreshold = Math.ceil(minimumScore * 100);
      const parameters = { query: { ...writeQuery(query), scoreThreshold }, offset, limit };
      const records = await postForRecords(client, {
        operation: "search-screening-person",
        parameters,
        call,
      });
      // There is no total: a full page may have a successor.
      const next = records.length < limit ? {} : { nextCursor: String(offset + records.length) };
      return { hits: records.flatMap(readHit), ...next };
    },
    describe: async (subjectId, call) => {
      const parameters = { personId: subjectId };
      const record = await postForRecord(client, {
        operation: "get-screening-person-details",
        parameters,
        call,
        maxResponseBytes: maxSubjectBytes,
      });
      return readSubject(subjectId, record);
    },
    watch: async (query, call) => {
      const operation = "monitor-screening-query";
      try {
        const id = await postForId(client, { operation, parameters: { query: writeQuery(query) }, call });
        return { watchId: id, isExisting: false };
      } catch (error) {
        if (!isAdapterError(error) || error.code !== "conflict") throw error;
        return findExisting({ client, query, call }, error);
      }
    },
    unwatch: async (watchId, call) => {
      const operation = "remove-screening-query-from-monitoring";
      try {
        await client.post({ operation, parameters: { id: watchId }, call });
      } catch (error) {
        if (!isAdapterError(error) || error.code !== "not_found") throw error;
      }
    },
    listChanges: async (since, call) => {
      const records = await listMonitored({ client, call }, since);
      return records.flatMap(readChange).filter(({ changedAt }) => since === undefined || changedAt > since);
    },
  };
}

const maxSubjectBytes = 8_388_608;

function listMonitored(
  { client, call }: Pick<FacetContext, "client"> & { readonly call: Call },
  since?: string,
): Promise<readonly UnknownRecord[]> {
  const request: ClientRequest = {
    operation: "list-screening-monitoring-records",
    parameters: since === undefined ? {} : { date: since },
    call,
  };
  return listAll({ client, request, choosePage: (start, limit) => ({ start, limit }) });
}

/** `already-exists` does not say which: it is known where one record alone has the name. */
async function findExisting(
  context: Pick<FacetContext, "client"> & { readonly query: ScreeningQuery; readonly call: Call },
  conflict: Error,
): Promise<PlacedWatch> {
  const records = await listMonitored(context);
  const [only, ...others] = records.filter(
    (record) => readString(record, "fullName")?.trim() === context.query.fullName.trim(),
  );
  const watchId = readString(only, "id");
  if (watchId === undefined || others.length > 0) throw conflict;
  return { watchId, isExisting: true };
}

function readChange(record: UnknownRecord): readonly WatchChange[] {
  const watchId = readString(record, "id");
  if (watchId === undefined) throw createShapeError("list-screening-monitoring-records", "a list of records");
  const changedMs = Date.parse(readString(record, "lastUpdatedDate") ?? "");
  return Number.isNaN(changedMs) ? [] : [{ watchId, changedAt: new Date(changedMs).toISOString() }];
}
