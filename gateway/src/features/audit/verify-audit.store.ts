import type { PoolClient } from "pg";
import type { Database } from "../../platform/database/database.ts";
import { queryRows, type Queryable } from "../../platform/database/sql/query.ts";
import type { AuditAnchor } from "./audit-anchor.ts";
import type { ChainedEntry } from "./audit-hash.ts";
import { createChainCheck, type ChainFault } from "./chain-check.ts";

/** What a look at the whole log came to. */
export interface AuditVerdict {
  readonly head: AuditAnchor;
  readonly entryCount: number;
  readonly faultCount: number;
  /** The first of them. */
  readonly faults: readonly ChainFault[];
}

/** Rows of one page: a verification holds no more of the log at a time. */
const pageSize = 2000;
const maxFaultsTold = 50;

/** Where the chain ends now. */
export async function readAuditHead(on: Queryable): Promise<AuditAnchor> {
  const [row] = await queryRows<{ seq: string; hash: Buffer }>(on, "select seq, hash from audit_head", []);
  if (row === undefined) throw new Error("The audit log has lost its end: the row of audit_head is gone.");
  return { seq: BigInt(row.seq), hash: row.hash };
}

/**
 * Recomputes every hash of the log, without the database's help, over one snapshot. `onProgress` is told after each
 * page how many entries were looked at, and how many there are about.
 */
export async function verifyAudit(
  { pool }: Database,
  options: {
    readonly anchors: readonly AuditAnchor[];
    readonly onProgress?: (seen: number, total: number) => void;
  },
): Promise<AuditVerdict> {
  const client = await pool.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    const verdict = await verifySnapshot(client, options);
    await client.query("commit");
    return verdict;
  } finally {
    // Of no further use when something failed in between; whatever was read is read.
    client.release(true);
  }
}

async function verifySnapshot(
  client: PoolClient,
  { anchors, onProgress }: Parameters<typeof verifyAudit>[1],
): Promise<AuditVerdict> {
  const head = await readAuditHead(client);
  const check = createChainCheck(anchors);
  const faults: ChainFault[] = [];
  let faultCount = 0;
  let entryCount = 0;
  const note = (found: readonly ChainFault[]) => {
    faultCount += found.length;
    faults.push(...found.slice(0, maxFaultsTold - faults.length));
  };
  for await (const page of readPages(client)) {
    for (const entry of page) note(check.look(entry));
    entryCount += page.length;
    onProgress?.(entryCount, Math.max(entryCount, Number(head.seq)));
  }
  note(check.finish(head));
  return { head, entryCount, faultCount, faults };
}

type Row = Omit<ChainedEntry, "seq" | "atMicros"> & { readonly seq: string; readonly atMicros: string };

/** By place and then by id: an entry that took another's place is met too. */
const pageText = `select seq::text, previous_hash as "previousHash", hash, id,
    (extract(epoch from at) * 1000000)::bigint::text as "atMicros", operator, action, subject, detail::text as detail,
    request_id as "requestId", tenant_id as "tenantId", sealed_reason as "sealedReason"
  from audit_log l where (l.seq, l.id) > ($1::bigint, $2::uuid) order by l.seq, l.id limit ${pageSize}`;

async function* readPages(client: PoolClient): AsyncGenerator<readonly ChainedEntry[]> {
  let [seq, id] = ["-9223372036854775808", "00000000-0000-0000-0000-000000000000"];
  for (;;) {
    const rows = await queryRows<Row>(client, pageText, [seq, id]);
    yield rows.map((row) => ({ ...row, seq: BigInt(row.seq), atMicros: BigInt(row.atMicros) }));
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    ({ seq, id } = last);
  }
}
