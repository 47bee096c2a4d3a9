import type { Database } from "../../../platform/database/database.ts";
import { queryRows } from "../../../platform/database/sql/query.ts";
import type { ExaminedConfiguration } from "./examine-configurations.ts";

type Pool = Pick<Database, "pool">;

/** Every process loads its configuration anew where the lifetime is another one than before. */
const saveText = `
  with own as (select id from connections where name = $1 and removed_at is null),
    before as (select a.session_lifetime_ms from account_configurations a join own on own.id = a.connection_id
      where a.configuration_id = $2),
    saved as (
      insert into account_configurations (connection_id, configuration_id, session_lifetime_ms, read_at)
      select own.id, $2, $3::float8, now() from own
      on conflict (connection_id, configuration_id) do update
        set session_lifetime_ms = excluded.session_lifetime_ms, read_at = excluded.read_at
      returning 1)
  select pg_notify('kyc_configuration', '') from saved
  where (select session_lifetime_ms from before) is distinct from $3::float8`;

/** Keeps how long sessions of these configurations live. */
export async function saveLifetimes(
  { pool }: Pool,
  connectionName: string,
  examined: readonly Pick<ExaminedConfiguration, "id" | "found">[],
): Promise<void> {
  for (const { id, found } of examined)
    await queryRows(pool, saveText, [connectionName, id, found?.sessionLifetimeMs ?? null]);
}

const freshText = `select connection_id as "connectionId", configuration_id as "configurationId"
  from account_configurations where read_at > now() - interval '1 hour'`;

/** Configurations that need not be read again yet. */
export function listFresh({
  pool,
}: Pool): Promise<readonly { readonly connectionId: string; readonly configurationId: string }[]> {
  return queryRows(pool, freshText, []);
}

const dropText = `delete from account_configurations
  where (connection_id, configuration_id) not in (select * from unnest($1::uuid[], $2::text[]))`;

/** Forgets configurations that no flow names any more. */
export async function keepOnly(
  { pool }: Pool,
  named: readonly { readonly connectionId: string; readonly configurationId: string }[],
): Promise<void> {
  await queryRows(pool, dropText, [
    named.map(({ connectionId }) => connectionId),
    named.map(({ configurationId }) => configurationId),
  ]);
}
