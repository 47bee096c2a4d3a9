import { queryRows, type Queryable } from "../database/sql/query.ts";

/** `seal`: what the owner's values and its applicants' keys are under. `lookup`: keyed hashes; it is never rotated. */
export type DataKeyPurpose = "seal" | "lookup";

/** A data key at rest. */
export interface DataKeyRow {
  readonly id: string;
  /** Null: the system's own. */
  readonly tenantId: string | null;
  readonly purpose: DataKeyPurpose;
  readonly masterId: string;
  readonly wrappedKey: Buffer;
  readonly replacedAt: Date | null;
}

/** A master key that the database has known. */
export interface MasterRow {
  readonly id: string;
  readonly checkValue: Buffer;
  readonly isActive: boolean;
  readonly retiredAt: Date | null;
}

export async function readMasters(on: Queryable): Promise<readonly MasterRow[]> {
  const text = `select id, check_value as "checkValue", is_active as "isActive", retired_at as "retiredAt"
    from kyc_keys.masters order by created_at`;
  return queryRows<MasterRow>(on, text, []);
}

/** The first master of a database. Whoever else is at it may be first: read what came of it. */
export async function insertFirstMaster(
  on: Queryable,
  { id, checkValue }: Pick<MasterRow, "id" | "checkValue">,
): Promise<void> {
  const text = `insert into kyc_keys.masters (id, check_value, is_active)
    select $1, $2, true where not exists (select from kyc_keys.masters) on conflict do nothing`;
  await on.query(text, [id, checkValue]);
}

export async function readDataKeys(on: Queryable): Promise<readonly DataKeyRow[]> {
  const text = `select id, tenant_id as "tenantId", purpose, master_id as "masterId", wrapped_key as "wrappedKey",
    replaced_at as "replacedAt" from kyc_keys.data_keys`;
  return queryRows<DataKeyRow>(on, text, []);
}

/** Whose keys are still to be made. */
export async function listMissingKeys(
  on: Queryable,
): Promise<readonly Pick<DataKeyRow, "tenantId" | "purpose">[]> {
  const text = `
    select o.tenant_id as "tenantId", p.purpose
    from (select id as tenant_id from tenants union all select null) o
    cross join (values ('seal'), ('lookup')) as p (purpose)
    where not exists (
      select from kyc_keys.data_keys k
      where k.tenant_id is not distinct from o.tenant_id and k.purpose = p.purpose and k.replaced_at is null)`;
  return queryRows<Pick<DataKeyRow, "tenantId" | "purpose">>(on, text, []);
}

/** A data key about to be stored. */
export type NewDataKey = Omit<DataKeyRow, "replacedAt">;

const insertDataKeyText = `insert into kyc_keys.data_keys (id, tenant_id, purpose, master_id, wrapped_key)
  values ($1, $2, $3, $4, $5) on conflict do nothing`;

/** Does nothing where somebody else was first. */
export async function insertDataKey(on: Queryable, key: NewDataKey): Promise<void> {
  await on.query(insertDataKeyText, [key.id, key.tenantId, key.purpose, key.masterId, key.wrappedKey]);
}
