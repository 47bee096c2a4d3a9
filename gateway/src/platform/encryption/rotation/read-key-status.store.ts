import { queryRows, type Queryable } from "../../database/sql/query.ts";
import { readOpenRotations, type RotationRow } from "./rotation.store.ts";

/** How the keys stand. Ids are no secrets. */
export interface KeyStatus {
  readonly masters: readonly {
    readonly id: string;
    readonly isActive: boolean;
    readonly dataKeys: number;
    readonly since: Date;
    readonly retiredAt: Date | null;
  }[];
  readonly owners: readonly {
    /** The tenant's name; null: the system. */
    readonly tenant: string | null;
    readonly keyId: string;
    readonly since: Date;
    /** Old keys that still open. */
    readonly replaced: number;
    readonly applicants: number;
    /** Applicants' keys that are still wrapped by an old one. */
    readonly toRewrap: number;
  }[];
  readonly rotations: readonly RotationRow[];
}

export async function readKeyStatus(on: Queryable): Promise<KeyStatus> {
  const masters = await queryRows<KeyStatus["masters"][number]>(
    on,
    `select m.id, m.is_active as "isActive", count(k.id)::int as "dataKeys", m.created_at as since,
       m.retired_at as "retiredAt"
     from kyc_keys.masters m left join kyc_keys.data_keys k on k.master_id = m.id
     group by m.id order by m.created_at`,
    [],
  );
  const owners = await queryRows<KeyStatus["owners"][number]>(
    on,
    `select t.name as tenant, k.id as "keyId", k.created_at as since,
       (select count(*)::int from kyc_keys.data_keys o where o.tenant_id is not distinct from k.tenant_id
          and o.purpose = 'seal' and o.replaced_at is not null) as replaced,
       (select count(*)::int from kyc_keys.applicant_keys a where a.tenant_id = k.tenant_id) as applicants,
       (select count(*)::int from kyc_keys.applicant_keys a where a.tenant_id = k.tenant_id
          and a.tenant_key_id <> k.id) as "toRewrap"
     from kyc_keys.data_keys k left join tenants t on t.id = k.tenant_id
     where k.purpose = 'seal' and k.replaced_at is null order by t.name nulls first`,
    [],
  );
  return { masters, owners, rotations: await readOpenRotations(on) };
}
