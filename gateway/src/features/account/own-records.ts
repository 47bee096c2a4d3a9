import type { ProblemCode } from "@kyc-gateway/http-api";
import { validate as isUuid } from "uuid";
import { ProblemError } from "../../platform/http/problem-error.ts";
import type { AccountRecord, RecordKind } from "./account-record.ts";
import { findRecord, listRecords } from "./account-records.store.ts";

type Stored = Parameters<typeof findRecord>[0];

interface RecordKey<Kind extends RecordKind> {
  readonly tenantId: string;
  readonly kind: Kind;
  readonly id: string;
}

/** A record of the tenant's own. Throws the problem `missing`; an id that is no UUID is as unknown as any other. */
export async function requireRecord<Kind extends RecordKind>(
  stored: Stored,
  key: RecordKey<Kind>,
  missing: ProblemCode,
): Promise<AccountRecord<Kind>> {
  const record = isUuid(key.id) ? await findRecord(stored, key) : undefined;
  if (record === undefined) throw new ProblemError(missing);
  return record;
}

/** A page of the tenant's own records, in the words of the API. */
export async function readPage<Kind extends RecordKind, Item>(
  stored: Stored,
  {
    tenantId,
    kind,
    query: { cursor: after, limit = 50 },
  }: {
    readonly tenantId: string;
    readonly kind: Kind;
    readonly query: { readonly cursor?: string; readonly limit?: number };
  },
  present: (record: AccountRecord<Kind>) => Item,
): Promise<{ items: Item[]; nextCursor?: string }> {
  const records = await listRecords(stored, { tenantId, kind, after, limit });
  const last = records.length < limit ? undefined : records.at(-1)?.id;
  return { items: records.map(present), ...(last === undefined ? {} : { nextCursor: last }) };
}
