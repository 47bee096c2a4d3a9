import { AdapterError, asRecord, readArray, readMember } from "@kyc-gateway/adapter-kit";
import type { JsonAnswer, UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { Client, ClientRequest } from "./client.ts";

/** What every method of the other host has in its `result`; a bare value is taken as well. */
export async function postExternal(client: Client, request: ClientRequest): Promise<unknown> {
  return readResultOf(await client.post(request));
}

export function readResultOf({ body }: JsonAnswer): unknown {
  const record = asRecord(body);
  return record !== undefined && Object.hasOwn(record, "result") ? record["result"] : body;
}

/** A shape that the documents do not have. */
export function createShapeError(operation: string, expected: string): AdapterError {
  return new AdapterError({
    code: "response_unrecognised",
    message: `${operation} was answered with something that is not ${expected}`,
  });
}

/** The result as an object. */
export async function postForRecord(client: Client, request: ClientRequest): Promise<UnknownRecord> {
  const record = asRecord(await postExternal(client, request));
  if (record === undefined) throw createShapeError(request.operation, "an object");
  return record;
}

/** The objects of a result that is a list. */
export async function postForRecords(
  client: Client,
  request: ClientRequest,
): Promise<readonly UnknownRecord[]> {
  const result = await postExternal(client, request);
  if (!Array.isArray(result)) throw createShapeError(request.operation, "a list");
  return result.map(asRecord).filter((item) => item !== undefined);
}

const idForm = /^[\w.:-]{1,128}$/;

/** The id of what was created: the result itself, or its member `id`. */
export async function postForId(client: Client, request: ClientRequest): Promise<string> {
  const result = await postExternal(client, request);
  const id = asRecord(result)?.["id"] ?? result;
  // A bare word of an error never gets here; anything else that is no id is not believed.
  if (typeof id === "string" && idForm.test(id)) return id;
  throw createShapeError(request.operation, "an id");
}

interface ListRequest {
  readonly client: Client;
  readonly request: ClientRequest;
  /** The members that choose a page: `start` and `limit` of one list, `offset` and `limit` of another. */
  readonly choosePage: (start: number, limit: number) => Readonly<Record<string, unknown>>;
}

const pageLength = 100;
const mostPages = 1000;
const mostTries = 3;

/**
 * A whole list, each record once. A list that changes while it is read moves its records from page to page: then it is read
 * again, and given up with `unavailable` after the third time.
 */
export async function listAll(list: ListRequest): Promise<readonly UnknownRecord[]> {
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const records = await readSteadyList(list);
    if (records !== undefined) return records;
  }
  throw new AdapterError({
    code: "unavailable",
    message: `${list.request.operation}: the list changed while it was read, ${mostTries} times`,
  });
}

/** Pages overlap by one record, which shows whether the list has moved. Undefined: it has. */
async function readSteadyList(list: ListRequest): Promise<readonly UnknownRecord[] | undefined> {
  const records: UnknownRecord[] = [];
  let total: number | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await readPage(list, Math.max(0, records.length - 1));
    const data = page === 0 ? answer.data : answer.data.slice(1);
    const hasMoved = page > 0 && readId(answer.data[0]) !== readId(records.at(-1));
    if (hasMoved || (total !== undefined && answer.total !== total)) return undefined;
    total = answer.total;
    records.push(...data);
    if (records.length >= total) return hasDuplicates(records) ? undefined : records;
    // Nothing more comes although the list says that there is more.
    if (data.length === 0) return undefined;
  }
  throw createShapeError(list.request.operation, "a list that ends");
}

async function readPage(
  { client, request, choosePage }: ListRequest,
  start: number,
): Promise<{ readonly data: readonly UnknownRecord[]; readonly total: number }> {
  const parameters = { ...request.parameters, ...choosePage(start, pageLength) };
  const answer = await postForRecord(client, { ...request, parameters });
  const total = readMember(answer, "total");
  if (typeof total !== "number" || !Array.isArray(readMember(answer, "data")))
    throw createShapeError(request.operation, "a page of a list");
  return { data: readArray(answer, "data").map((record) => asRecord(record) ?? {}), total };
}

const readId = (record: UnknownRecord | undefined): unknown => readMember(record, "id");

function hasDuplicates(records: readonly UnknownRecord[]): boolean {
  return new Set(records.map(readId)).size < records.length;
}
