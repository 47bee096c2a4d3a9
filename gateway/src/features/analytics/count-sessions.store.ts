import type { Database } from "../../platform/database/database.ts";
import { queryRows, type Queryable } from "../../platform/database/sql/query.ts";
import { runInTransaction } from "../../platform/database/sql/transaction.store.ts";
import type { ApplicantColumns } from "../../platform/encryption/applicant-key.ts";
import { applicantColumns, applicantJoin } from "../../platform/encryption/applicant-key.store.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import { UnsealError } from "../../platform/encryption/sealer.ts";
import { openFacts } from "../sessions/index.ts";
import { everyTenant } from "./dimensions.ts";
import { deleteEmpty, dropDay, listDays, makeDay, storeFacts } from "./roll-up-statements.store.ts";
import {
  describeSession,
  type CountedSession,
  type SessionFact,
  type VerifiedDocument,
} from "./session-fact.ts";

type Parts = Pick<Database, "pool"> & { readonly vault: Vault };

/** What one step of counting came to. */
export interface CountStep {
  readonly sessions: number;
  /** Whether there may be more to count already. */
  readonly hasMore: boolean;
  /** Whether a recount is still under way. */
  readonly isRecounting: boolean;
}

/** Sessions of one step: few enough that an erasure, which waits for it, waits for less than a second. */
const stepSize = 500;
const firstId = "00000000-0000-0000-0000-000000000000";

/**
 * Counts the sessions of the next events, or what a recount has not come to yet. Events are numbered when they are
 * committed, so that none comes later below the last number. A step is one transaction, one at a time: cut off anywhere
 * it has not happened, and a session that is counted again takes the place of what it was counted as before.
 */
export async function countNextSessions({ pool, vault }: Parts): Promise<CountStep> {
  return runInTransaction(pool, "begin", async (on) => {
    const [progress] = await queryRows<Progress>(on, progressText, []);
    if (progress === undefined) throw new Error("The table analytics_progress has lost its row.");
    const events = await queryRows<{ number: string; sessionId: string }>(on, eventsText, [
      progress.lastNumber,
      stepSize,
    ]);
    const recounted = await listRecounted(on, progress.recountAfter);
    const ids = [...new Set([...events.map(({ sessionId }) => sessionId), ...recounted])];
    if (ids.length > 0) await recount(on, vault, ids);
    const recountAfter = recounted.length < stepSize ? null : (recounted.at(-1) ?? null);
    const lastNumber = events.at(-1)?.number ?? progress.lastNumber;
    await queryRows(on, moveText, [lastNumber, recountAfter]);
    const isRecounting = recountAfter !== null;
    return { sessions: ids.length, hasMore: events.length === stepSize || isRecounting, isRecounting };
  });
}

interface Progress {
  readonly lastNumber: string;
  readonly recountAfter: string | null;
}

/**
 * Whoever counts holds the row. Where retention dropped events before they were counted, or this database has never
 * counted, all sessions are looked at again.
 */
const progressText = `
  with locked as (select * from analytics_progress for update),
    gate as materialized (select pg_advisory_xact_lock(hashtextextended('analytics', 0)) from locked)
  select greatest(p.last_number, n.dropped_through)::text as "lastNumber",
    coalesce(p.recount_after, case when n.dropped_through > p.last_number then '${firstId}'::uuid end) as "recountAfter"
  from locked p cross join event_numbering n cross join gate`;

/** By tenant, for which there is an index. */
const eventsText = `
  select e.number::text as number, e.session_id as "sessionId" from tenants t cross join lateral (
    select o.number, o.session_id from outbox o where o.tenant_id = t.id and o.number > $1::bigint
    order by o.number limit $2::integer) e
  order by e.number limit $2::integer`;

const recountedText = "select id from sessions where id > $1::uuid and seq > 0 order by id limit $2";

async function listRecounted(on: Queryable, after: string | null): Promise<readonly string[]> {
  if (after === null) return [];
  return (await queryRows<{ id: string }>(on, recountedText, [after, stepSize])).map(({ id }) => id);
}

const moveText =
  "update analytics_progress set last_number = $1::bigint, recount_after = $2::uuid where (last_number, recount_after) is distinct from ($1::bigint, $2::uuid)";

async function recount(on: Queryable, vault: Vault, ids: readonly string[]): Promise<void> {
  const rows = await queryRows<StoredSession>(on, sessionsText, [ids]);
  const facts = await vault.opening(() => rows.map((row) => describeRow(vault, row)));
  await queryRows(on, storeFacts, [JSON.stringify(facts), ids]);
  for (const text of deleteEmpty) await queryRows(on, text, []);
}

type StoredSession = CountedSession & ApplicantColumns & { readonly sealedResult: Buffer | null };

/** Decisions of before there was a gateway are not its work. */
const sessionsText = `
  select s.id, s.tenant_id as "tenantId", s.flow, s.connection_id as "connectionId", s.status, s.reasons, s.attempt,
    s.created_at as "createdAt", ${applicantColumns}, r.sealed_result as "sealedResult", t.*,
    (select x.step -> 'route' from jsonb_array_elements(s.trace) with ordinality as x (step, place)
      where x.step -> 'route' is not null order by x.place desc limit 1) as route
  from sessions s ${applicantJoin} left join session_reports r on r.session_id = s.id
  cross join lateral (
    select min(l.at) filter (where l.to_status in ('APPROVED', 'REJECTED')) as "firstDecidedAt",
      coalesce(bool_or(l.is_reversal), false) as "isReversed",
      coalesce(bool_or(l.to_status in ('IN_PROGRESS', 'PENDING_REVIEW', 'APPROVED', 'REJECTED')), false) as "isSeen",
      coalesce(bool_or(l.cause = 'import'), false) as "isImported"
    from timeline l where l.session_id = s.id and l.at >= s.created_at - interval '1 day'
  ) t
  where s.id = any ($1::uuid[]) and s.seq > 0 and not t."isImported"`;

function describeRow(vault: Vault, row: StoredSession): SessionFact {
  const { id, sealedResult } = row;
  const applicant = sealedResult === null ? undefined : vault.applicants.open(row);
  if (sealedResult === null || applicant === undefined) return describeSession(row, undefined);
  return describeSession(
    row,
    openDocument(() => openFacts(applicant.sealer, id, sealedResult).reveal()),
  );
}

/** What does not open is counted as not known. */
function openDocument(
  open: () => { readonly facts: { readonly claims?: { readonly document?: VerifiedDocument } } },
): VerifiedDocument | undefined {
  try {
    return open().facts.claims?.document;
  } catch (error) {
    if (error instanceof UnsealError) return undefined;
    throw error;
  }
}

/** Looks at all sessions again, in the steps that follow. */
export async function beginRecount({ pool }: Pick<Database, "pool">): Promise<void> {
  await pool.query("update analytics_progress set recount_after = $1::uuid", [firstId]);
}

/**
 * Makes the roll-ups anew from what sessions were counted as, tenant by tenant, then those of all tenants, day by day.
 * Nobody counts while a day is made.
 */
export async function rebuildRollUps({ pool }: Pick<Database, "pool">): Promise<void> {
  const tenants = await queryRows<{ id: string }>(pool, "select id from tenants order by id", []);
  const ids = tenants.map(({ id }) => id);
  for (const id of ids) await rebuildOwned(pool, id, [id]);
  await rebuildOwned(pool, everyTenant, ids);
}

async function rebuildOwned(
  pool: Database["pool"],
  owner: string,
  tenantIds: readonly string[],
): Promise<void> {
  for (const { day } of await queryRows<{ day: Date }>(pool, listDays, [owner, tenantIds]))
    await runInTransaction(pool, "begin", async (on) => {
      await queryRows(on, "select 1 from analytics_progress for update", []);
      for (const text of dropDay) await queryRows(on, text, [owner, day]);
      for (const text of makeDay) await queryRows(on, text, [owner, tenantIds, day]);
    });
}
