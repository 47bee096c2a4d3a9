import { queryRows, type Queryable } from "./sql/query.ts";
import { StartRefusedError } from "../config/start-refused-error.ts";

const needed = ["masters", "data_keys", "applicant_keys", "rotations"];

interface Found {
  /** Whether the schema of the data is one that goes with keys. */
  readonly isExpected: boolean;
  readonly missing: readonly string[];
}

/**
 * Throws `StartRefusedError` when the data are there and their keys are not: a backup keeps the schema of the keys apart,
 * and a restore may have forgotten it. New keys would open nothing of what is there.
 */
export async function checkKeyTables(on: Queryable): Promise<void> {
  const { isExpected, missing } = await findTables(on);
  if (!isExpected) return;
  if (missing.length > 0) throw new StartRefusedError(describeMissing(missing));
  if (await areKeysLost(on)) throw new StartRefusedError(lost);
}

const advice =
  "Restore the schema kyc_keys from the backup of the keys that belongs to this backup of the data. Without it nothing that is encrypted can be read again; nothing was changed.";

function describeMissing(missing: readonly string[]): string {
  const names = missing.map((name) => `kyc_keys.${name}`).join(", ");
  return `The database holds the gateway's data, and their keys are missing (${names}): it was restored without them. ${advice}`;
}

const lost = `The database holds encrypted data, and the tables of the schema kyc_keys are empty: they were restored without their rows. ${advice}`;

async function findTables(on: Queryable): Promise<Found> {
  const [found] = await queryRows<Found>(
    on,
    `select exists (select from information_schema.columns where table_schema = current_schema()
         and table_name = 'sessions' and column_name = 'applicant_key_id') as "isExpected",
       array(select name from unnest($1::text[]) name where to_regclass('kyc_keys.' || name) is null) as missing`,
    [needed],
  );
  return found ?? { isExpected: false, missing: [] };
}

/** Sessions are looked through only where keys are missing. A session names its applicant's key from the moment it is made: where there is one there were keys. */
async function areKeysLost(on: Queryable): Promise<boolean> {
  const [found] = await queryRows<{ isLost: boolean }>(
    on,
    `select case when exists (select from kyc_keys.masters) and exists (select from kyc_keys.data_keys) then false
       else exists (select from sessions where applicant_key_id is not null) end as "isLost"`,
    [],
  );
  return found?.isLost === true;
}
