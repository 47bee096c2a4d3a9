import { queryRows, type Queryable } from "../database/sql/query.ts";
import type { ApplicantColumns } from "./applicant-key.ts";

/** The columns of `ApplicantColumns` but the tenant; `s` is the session's alias, `k` the key's. */
export const applicantColumns = `s.applicant_key_id as "applicantKeyId",
  k.wrapped_key as "wrappedKey"`;

/** Brings `k` to `s`: key by key, since a plan that was made for few keys would go on reading all of them. */
export const applicantJoin = `left join lateral (
    select wrapped_key from kyc_keys.applicant_keys where id = s.applicant_key_id offset 0) k on true`;

type KeyColumns = Pick<ApplicantColumns, "wrappedKey">;

/** Nulls where the key was destroyed. */
export async function readApplicantKey(pool: Queryable, keyId: string | null): Promise<KeyColumns> {
  const gone = { wrappedKey: null };
  if (keyId === null) return gone;
  const text = `select wrapped_key as "wrappedKey" from kyc_keys.applicant_keys where id = $1`;
  const [row] = await queryRows<KeyColumns>(pool, text, [keyId]);
  return row ?? gone;
}
