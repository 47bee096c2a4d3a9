import type { Pool } from "pg";
import { queryRows, type Queryable } from "../database/query.ts";
import { launchContext } from "../../features/sessions/session-row.ts";
import type { Applicant, OfferedKey } from "./applicant-key.ts";
import { inTransaction } from "./rotation/in-transaction.ts";
import type { Vault } from "./vault.ts";

interface PlainRow {
  readonly id: string;
  readonly tenantId: string;
  readonly applicantId: string;
  readonly sealedLaunch: Buffer | null;
}

const batchSize = 200;

/**
 * Gives sessions of before applicants had keys what new ones have: a hash to be found by and a key of the person's own.
 * What else is sealed about them follows with the next rotation. Each batch is one transaction; several may be at it.
 */
export async function sealPlainApplicants({ pool, vault }: { pool: Pool; vault: Vault }): Promise<number> {
  for (let total = 0; ;) {
    const done = await inTransaction(pool, (client) => sealBatch(client, vault));
    if (done === 0) return total;
    total += done;
  }
}

async function sealBatch(on: Queryable, vault: Vault): Promise<number> {
  const rows = await queryRows<PlainRow>(
    on,
    `select id, tenant_id as "tenantId", applicant_id as "applicantId", sealed_launch as "sealedLaunch"
     from sessions where applicant_hash is null and applicant_id is not null
     order by id limit ${batchSize} for update skip locked`,
    [],
  );
  for (const row of rows) {
    const offered = vault.applicants.offer(row.tenantId, row.applicantId);
    const applicant = await takeKey(on, vault, { ...row, offered });
    const context = launchContext(row.id);
    const launch =
      row.sealedLaunch === null
        ? null
        : applicant.sealer.seal(context, applicant.sealer.open(context, row.sealedLaunch));
    await on.query(
      `update sessions set applicant_hash = $2, applicant_key_id = $3, applicant_id = null, sealed_launch = $4
       where id = $1`,
      [row.id, offered.hash, applicant.keyId, launch],
    );
  }
  return rows.length;
}

async function takeKey(
  on: Queryable,
  vault: Vault,
  { tenantId, offered }: { tenantId: string; offered: OfferedKey },
): Promise<Applicant> {
  const [key] = await queryRows<{ id: string; wrapped_key: Buffer; sealed_id: Buffer }>(
    on,
    "select * from kyc_keys.take_applicant_key($1, $2, $3, $4, $5, $6)",
    [offered.id, tenantId, offered.hash, offered.tenantKeyId, offered.wrappedKey, offered.sealedId],
  );
  const applicant = vault.applicants.open({
    tenantId,
    plainApplicantId: null,
    applicantKeyId: key?.id ?? "",
    wrappedKey: key?.wrapped_key ?? null,
    sealedApplicantId: key?.sealed_id ?? null,
  });
  if (applicant === undefined) throw new Error("An applicant's key was taken, and is not there.");
  return applicant;
}
