import { randomBytes } from "node:crypto";
import { Confidential, type RouteRecord, type Transition } from "@kyc-gateway/core";
import type { DocumentType } from "@kyc-gateway/adapter-spec/v1";
import { v7 as newUuid } from "uuid";
import { sealFacts } from "../../gateway/src/features/sessions/report-row.ts";
import type { Services } from "../../gateway/src/app/services.ts";

/** A session that is written without a provider: by transactions of the same form as the gateway's. */
export interface StoredStory {
  readonly id: string;
  readonly tenant: string;
  readonly flow: string;
  /** Null: its start failed. */
  readonly connection: string | null;
  readonly route: RouteRecord | null;
  readonly document: { readonly issuingCountry: string; readonly type: DocumentType } | undefined;
  readonly createdAt: Date;
  /** From `NOT_STARTED` on. */
  readonly transitions: readonly Transition[];
}

type Parts = Pick<Services, "database" | "vault">;

export interface Story extends Omit<StoredStory, "id"> {}

/** The intent: a session without an event. */
export async function writeIntent({ database, vault }: Parts, story: Story): Promise<StoredStory> {
  const id = newUuid({ msecs: story.createdAt.getTime() });
  const { pool } = database;
  const {
    rows: [tenant],
  } = await pool.query<{ id: string }>("select id from tenants where name = $1", [story.tenant]);
  const tenantId = tenant?.id ?? "";
  const offered = await vault.opening(() =>
    vault.applicants.offer(tenantId, `user-${randomBytes(4).toString("hex")}`),
  );
  const {
    rows: [key],
  } = await pool.query<{ id: string }>("select id from kyc_keys.take_applicant_key($1, $2, $3, $4, $5)", [
    offered.id,
    tenantId,
    offered.hash,
    offered.tenantKeyId,
    offered.wrappedKey,
  ]);
  vault.applicants.keep(offered);
  const trace =
    story.route === null ? [] : [{ at: story.createdAt, connection: "", step: "routed", route: story.route }];
  await pool.query(
    `insert into sessions (id, tenant_id, flow, applicant_hash, applicant_key_id, status, trace, created_at, updated_at)
     values ($1, $2, $3, $4, $5, 'NOT_STARTED', $6, $7, $7)`,
    [id, tenantId, story.flow, offered.hash, key?.id, JSON.stringify(trace), story.createdAt],
  );
  return { ...story, id };
}

/** One transition with its timeline entry, event and, of a decision, the claims. The caller commits. */
export async function writeTransition(
  on: Pick<Services["database"]["pool"], "query">,
  { vault }: Pick<Parts, "vault">,
  { story, index }: { readonly story: StoredStory; readonly index: number },
): Promise<void> {
  const transition = story.transitions[index];
  if (transition === undefined) throw new Error(`Session ${story.id} has no transition ${index}.`);
  const { seq, from, to, at, attempt, origin, cause, isReversal, reasons, eventType } = transition;
  const { rows } = await on.query<{ tenant_id: string; applicant_key_id: string | null }>(
    `update sessions set status = $2::text, seq = $3, attempt = $4, reasons = $5, updated_at = $6,
       decided_at = case when $2::text in ('APPROVED', 'REJECTED') then $6 else decided_at end,
       connection_id = (select id from connections where name = $7)
     where id = $1 returning tenant_id, applicant_key_id`,
    [story.id, to, seq, attempt, JSON.stringify(reasons), at, story.connection],
  );
  const tenantId = rows[0]?.tenant_id ?? "";
  await on.query(
    `insert into timeline (session_id, seq, tenant_id, attempt, at, from_status, to_status, origin, cause, is_reversal, reasons)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [story.id, seq, tenantId, attempt, at, from, to, origin, cause, isReversal, JSON.stringify(reasons)],
  );
  await on.query(
    `insert into outbox (id, tenant_id, session_id, seq, type, data, occurred_at) values ($1, $2, $3, $4, $5, '{}', $6)`,
    [newUuid(), tenantId, story.id, seq, eventType, at],
  );
  if (to !== "APPROVED" && to !== "REJECTED") return;
  const applicant = await vault.findApplicant({
    tenantId,
    applicantKeyId: rows[0]?.applicant_key_id ?? null,
  });
  if (applicant === undefined || story.document === undefined) return;
  const facts = { checks: [], claims: { document: story.document } };
  const kept = new Confidential({ facts, isRedacted: false, isDifferent: false, earlier: [] });
  await on.query(
    `insert into session_reports (session_id, tenant_id, sealed_result, sealed_raw, read_at) values ($1, $2, $3, '', now())
     on conflict do nothing`,
    [story.id, tenantId, sealFacts(applicant.sealer, story.id, kept)],
  );
}
