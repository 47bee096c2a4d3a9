import type {
  Blocklist,
  BlocklistEntry,
  BlocklistKey,
  Call,
  PlacedRecord,
} from "@kyc-gateway/adapter-spec/v1";
import { AdapterError, isAdapterError, keepDefined, parseDate, readString } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { createShapeError, listAll, postForId } from "../client/external-result.ts";
import type { FacetContext } from "./facet-context.ts";

const members = {
  givenName: "firstName",
  familyName: "lastName",
  personalNumber: "personalNumber",
  documentNumber: "documentNumber",
  dateOfBirth: "birthday",
} as const satisfies Record<BlocklistKey, string>;

export const blocklistKeys = Object.keys(members) as readonly BlocklistKey[];

interface ListedRecord extends Partial<BlocklistEntry> {
  readonly recordId: string;
}

/** A calendar date as the moment that the examples send. */
function writeQuery(entry: BlocklistEntry): Readonly<Record<string, string>> {
  const keys = blocklistKeys.flatMap((key) => {
    const value = entry[key];
    if (value === undefined) return [];
    return [[members[key], key === "dateOfBirth" ? `${value}T00:00:00.000Z` : value] as const];
  });
  return { ...Object.fromEntries(keys), reason: entry.reason };
}

function readDate(text: string | undefined): string | undefined {
  // Midnight in UTC is how a date is sent; a record of the dashboard's making may have another clock.
  return text === undefined ? undefined : parseDate(/^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? text).value;
}

function readRecordOf(record: UnknownRecord): ListedRecord {
  const recordId = readString(record, "id");
  if (recordId === undefined) throw createShapeError("list-blacklist-records", "a list of records");
  return keepDefined({
    recordId,
    givenName: readString(record, "firstName"),
    familyName: readString(record, "lastName"),
    personalNumber: readString(record, "personalNumber"),
    documentNumber: readString(record, "documentNumber"),
    dateOfBirth: readDate(readString(record, "birthday")),
    reason: readString(record, "reason"),
  });
}

/** The three methods of blacklist management. */
export function createBlocklist({ client }: FacetContext): Blocklist {
  const list = async (call: Call): Promise<readonly ListedRecord[]> => {
    const records = await listAll({
      client,
      request: { operation: "list-blacklist-records", call },
      // By the description inside `query`, by the manner of the other lists beside it.
      choosePage: (offset, limit) => ({ query: { offset, limit }, offset, limit }),
    });
    return records.map(readRecordOf);
  };
  return {
    list,
    add: async (entry, call) => {
      try {
        const request = {
          operation: "add-blacklist-record",
          parameters: { query: writeQuery(entry) },
          call,
        } as const;
        return { recordId: await postForId(client, request), isExisting: false };
      } catch (error) {
        if (!isAdapterError(error) || error.code !== "conflict") throw error;
        return findExisting(entry, await list(call), error);
      }
    },
    remove: async (recordId, call) => {
      try {
        const { body } = await client.post({
          operation: "remove-blacklist-record",
          parameters: { id: recordId },
          call,
        });
        requireRemoved(body);
      } catch (error) {
        if (!isAdapterError(error) || error.code !== "not_found") throw error;
      }
    },
  };
}

function requireRemoved(body: unknown): void {
  const isDone =
    body === true || (typeof body === "object" && body !== null && Object.values(body).includes(true));
  if (isDone) return;
  throw new AdapterError({
    code: "response_unrecognised",
    message: "remove-blacklist-record was answered with something else than true",
  });
}

/** `already-exists` does not say which: it is the one record with the same members. */
function findExisting(
  entry: BlocklistEntry,
  records: readonly ListedRecord[],
  conflict: Error,
): PlacedRecord {
  const [only, ...others] = records.filter((record) =>
    blocklistKeys.every((key) => record[key] === entry[key]),
  );
  if (only === undefined || others.length > 0) throw conflict;
  return { recordId: only.recordId, isExisting: true };
}
