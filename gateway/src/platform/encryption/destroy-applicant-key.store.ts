import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { queryWithin } from "../database/sql/query-within.ts";

/** Processes that hold unwrapped keys forget the applicant's when they hear of it. */
export const keyChannel = "kyc_keys";

/**
 * Destroys an applicant's key within a transaction: after its commit nothing that is sealed about the person opens
 * again, here or in a restored backup without this key. Waits for a start of this applicant that is being committed;
 * a start after it gets a new key. Call it first, then look for the applicant's sessions: those found are all that the
 * key was for. Gives the key's id; undefined: there was none.
 */
export async function destroyApplicantKey(
  tenantId: string,
  applicantHash: Uint8Array,
  em: SqlEntityManager,
): Promise<string | undefined> {
  const [destroyed] = await queryWithin<{ id: string }>(
    em,
    `with gone as (
       delete from kyc_keys.applicant_keys where tenant_id = $1 and applicant_hash = $2 returning id
     )
     select id, pg_notify('${keyChannel}', id::text) from gone`,
    [tenantId, Buffer.from(applicantHash)],
  );
  return destroyed?.id;
}
