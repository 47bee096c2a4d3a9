import { UnsealError } from "../sealer.ts";
import { queryRows, type Queryable } from "../../database/sql/query.ts";
import type { ApplicantColumns } from "../applicant-key.ts";
import type { Vault } from "../vault.ts";
import type { SealedPlace } from "./sealed-places.store.ts";

/** What a page of a place came to. */
interface ResealedPage {
  /** The last row looked at; undefined: there was none left. */
  readonly cursor: string | undefined;
  readonly resealed: number;
  /** Values that do not open, and stay as they are. */
  readonly unreadable: number;
}

interface StaleRow extends Omit<ApplicantColumns, "tenantId"> {
  readonly id: string;
  readonly tenantId: string | null;
  readonly sealed: Buffer | null;
}

/** Rows that one statement looks at. */
const pageSize = 2000;

/**
 * Seals what is under one of `staleKeys` anew: under the key that it belongs under today. A value
 * that somebody else wrote meanwhile wins.
 */
export async function resealPage(
  parts: { readonly pool: Queryable; readonly vault: Vault; readonly staleKeys: readonly string[] },
  place: SealedPlace,
  after: string,
): Promise<ResealedPage> {
  const rows = await readStale(parts, place, after);
  const fresh = rows.flatMap((row) => {
    const sealed = row.sealed === null ? undefined : reseal(parts.vault, place, row);
    return sealed === undefined ? [] : [{ id: row.id, old: row.sealed?.toString("base64"), fresh: sealed }];
  });
  if (fresh.length > 0) await store(parts.pool, place, fresh);
  const stale = rows.filter(({ sealed }) => sealed !== null);
  return { cursor: rows.at(-1)?.id, resealed: fresh.length, unreadable: stale.length - fresh.length };
}

/** The page's stale rows, and its last row in any case: `sealed` is null where there is nothing to do. */
async function readStale(
  { pool, staleKeys }: { pool: Queryable; staleKeys: readonly string[] },
  { table, column, idColumn, idType, ownerColumns, ownerJoin }: SealedPlace,
  after: string,
): Promise<readonly StaleRow[]> {
  const text = `
    with page as (
      select ${idColumn} as id, ${column} as sealed from ${table} where ${idColumn} > $1::${idType} order by 1 limit ${pageSize}
    ), looked as (
      select id, case when substring(sealed from 2 for 16) = any($2::bytea[]) then sealed end as sealed from page
    )
    select l.id, l.sealed, ${ownerColumns} from looked l join ${table} t on t.${idColumn} = l.id ${ownerJoin}
    where l.sealed is not null or l.id = (select id from page order by id desc limit 1)
    order by l.id`;
  const keys = staleKeys.map((id) => Buffer.from(id.replaceAll("-", ""), "hex"));
  return queryRows<StaleRow>(pool, text, [after, keys]);
}

function reseal(vault: Vault, { table, column }: SealedPlace, row: StaleRow): string | undefined {
  const { id, tenantId, sealed } = row;
  const context = { table, column, rowId: id };
  const applicant =
    tenantId === null || row.applicantKeyId === null
      ? undefined
      : vault.applicants.open({ ...row, tenantId });
  // The applicant's key was destroyed: nothing may bring the value back.
  if (sealed === null || (row.applicantKeyId !== null && applicant === undefined)) return undefined;
  try {
    const plain = (applicant?.sealer ?? vault.system).open(context, sealed);
    return (applicant?.sealer ?? vault.of(tenantId)).seal(context, plain).toString("base64");
  } catch (error) {
    if (error instanceof UnsealError) return undefined;
    throw error;
  }
}

async function store(
  pool: Queryable,
  { table, column, idColumn, idType }: SealedPlace,
  rows: readonly unknown[],
): Promise<void> {
  const text = `update ${table} t set ${column} = decode(r.fresh, 'base64')
    from jsonb_to_recordset($1::jsonb) as r (id ${idType}, old text, fresh text)
    where t.${idColumn} = r.id and t.${column} = decode(r.old, 'base64')`;
  await pool.query(text, [JSON.stringify(rows)]);
}
