import { AdapterError, asRecord, readArray, readMember, readOffsetList } from "@kyc-gateway/adapter-kit";
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

/** A whole list, each record once: those of a list that changes while it is read move from page to page. */
export function listAll({ client, request, choosePage }: ListRequest): Promise<readonly UnknownRecord[]> {
  const { operation } = request;
  return readOffsetList({
    operation,
    keyOf: (record: UnknownRecord) => readMember(record, "id"),
    fetchPage: async (start, limit) => {
      const parameters = { ...request.parameters, ...choosePage(start, limit) };
      const answer = await postForRecord(client, { ...request, parameters });
      const total = readMember(answer, "total");
      if (typeof total !== "number" || !Array.isArray(readMember(answer, "data")))
        throw createShapeError(operation, "a page of a list");
      return { items: readArray(answer, "data").map((record) => asRecord(record) ?? {}), total };
    },
  });
}
