import { findFirstIdFor } from "../../../platform/database/first-id.ts";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { stopped } from "../../account/index.ts";
import { queryWithin } from "../../../platform/database/sql/query-within.ts";

/**
 * Removes everything personal of sessions whose rows the transaction holds, and gives how many rows went or were
 * emptied, by table. Id, flow, status and times stay, and the provider's reference: it is how a late callback is
 * known for what it is, and dropped. A fetch under way loses its lease with the token, and cannot store its answer.
 */
export async function wipeSessions(
  em: SqlEntityManager,
  sessionIds: readonly string[],
): Promise<Record<string, number>> {
  // Ids begin with their time: what is older than the oldest session need not be looked at.
  const firstId = findFirstIdFor([...sessionIds].sort()[0] ?? "");
  const removed: Record<string, number> = {};
  const wipe = async (name: string, text: string, ...values: string[]) => {
    removed[name] = (await queryWithin(em, text, [sessionIds, ...values])).length;
  };
  await wipe("deliveries", deleteDeliveries, firstId);
  for (const [name, text] of Object.entries(statements)) await wipe(name, text);
  // They stay counted, and nothing leads from a count to them any more. The last: it waits for whoever counts.
  await queryWithin(em, "select freeze_analytics($1::uuid[])", [sessionIds]);
  return removed;
}

/** Those that nobody could match, or understand, speak of the session by its reference. */
const deleteDeliveries = `
  with s as (select id, connection_id, provider_reference from sessions where id = any ($1::uuid[])), found as (
    select d.id from deliveries d join s on d.session_id = s.id where d.id >= $2::uuid
    union all
    select d.id from deliveries d join s on d.connection_id = s.connection_id
      and d.session_reference = s.provider_reference and d.state = 'unmatched'
      where d.id >= $2::uuid
    union all
    select d.id from deliveries d join s on d.connection_id = s.connection_id
      and d.session_reference = s.provider_reference and d.state = 'parked' and d.session_id is null
      where d.id >= $2::uuid
  )
  delete from deliveries where id in (select id from found) returning 1`;

const statements = {
  reports: "delete from session_reports where session_id = any ($1::uuid[]) returning 1",
  timeline: `
    update timeline set reasons = '[]' where session_id = any ($1::uuid[]) and reasons <> '[]' returning 1`,
  events: `
    update outbox set data = data - 'validUntil' || '{"reasons": []}' where session_id = any ($1::uuid[]) returning 1`,
  // They end at the provider as soon as it answers; entries of blocklists stay, and are told in the receipt.
  watches: `
    update account_records set ${stopped}
    where kind = 'watch' and session_id = any ($1::uuid[]) returning 1`,
  sessions: `
    update sessions set erasure = 'pending', applicant_hash = null, applicant_key_id = null,
      sealed_launch = null, metadata = '{}',
      document_expires_on = null, approved_until = null, expiring_told_for = null, expired_at = null,
      notices = '[]', reasons = '[]', trace = '[]', next_read_at = null, read_lease_until = null, read_lease_token = null
    where id = any ($1::uuid[]) returning 1`,
} as const;
