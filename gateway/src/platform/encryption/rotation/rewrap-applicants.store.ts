import { queryRows } from "../../database/sql/query.ts";
import { wrappedKeyContext } from "../applicant-key.ts";
import type { RotationParts } from "./rotation-parts.ts";

/** Applicants' keys stay what they are: only their wrapping changes. */
export async function rewrapApplicants(
  { pool, vault, onProgress }: RotationParts,
  tenantId: string,
  staleKeys: readonly string[],
): Promise<number> {
  const sealer = vault.of(tenantId);
  const currentId = vault.keys.current(tenantId, wrappedKeyContext("")).id;
  for (let done = 0; ;) {
    const rows = await queryRows<{ id: string; wrapped_key: Buffer }>(
      pool,
      `select id, wrapped_key from kyc_keys.applicant_keys where tenant_key_id = any($1::uuid[]) limit 500`,
      [staleKeys],
    );
    if (rows.length === 0) return done;
    const fresh = rows.map(({ id, wrapped_key: wrapped }) => {
      const plain = sealer.open(wrappedKeyContext(id), wrapped);
      const rewrapped = sealer.seal(wrappedKeyContext(id), plain).toString("base64");
      plain.fill(0);
      return { id, rewrapped };
    });
    await pool.query(
      `update kyc_keys.applicant_keys k set tenant_key_id = $1, wrapped_key = decode(r.rewrapped, 'base64')
       from jsonb_to_recordset($2::jsonb) as r (id uuid, rewrapped text) where k.id = r.id`,
      [currentId, JSON.stringify(fresh)],
    );
    done += rows.length;
    onProgress({ step: "applicants' keys", done });
  }
}
