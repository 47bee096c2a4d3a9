import { ConfigurationError } from "../config/parse-config.ts";
import type { Queryable } from "../database/sql/query.ts";
import { insertFirstMaster, readMasters, type MasterRow } from "./data-key.store.ts";
import type { MasterKeys } from "./master-keys.ts";

/** Wrapped by each master: whoever unwraps it has the right one. */
const checkText = Buffer.from("kyc-gateway");
const checkLabel = "masters.check_value";

/** The master key does not fit the database: nothing may be opened, and above all nothing sealed, with it. */
export class WrongMasterKeyError extends ConfigurationError {
  constructor(issue: string) {
    super([issue]);
    this.name = "WrongMasterKeyError";
  }
}

/**
 * Makes sure that the master key is the one of this database, and gives the id of the active one. A database without
 * one takes the current key for good. Throws `WrongMasterKeyError`.
 */
export async function checkMaster(on: Queryable, masters: MasterKeys): Promise<string> {
  const active = (await findActive(on)) ?? (await adoptMaster(on, masters));
  await verifyMaster(active, masters);
  return active.id;
}

/** The same without leaving anything behind: a database without a master key stays without. */
export async function refuseWrongMaster(on: Queryable, masters: MasterKeys): Promise<void> {
  const active = await findActive(on);
  if (active !== undefined) await verifyMaster(active, masters);
}

export async function isMasterKnown(on: Queryable): Promise<boolean> {
  return (await findActive(on)) !== undefined;
}

async function verifyMaster(active: MasterRow, masters: MasterKeys): Promise<void> {
  if (!masters.ids.includes(active.id))
    throw new WrongMasterKeyError(
      `KYC_MASTER_KEY is ${masters.currentId}, and the database's keys are wrapped by ${active.id}. Give that key; to go over to another one give it as KYC_MASTER_KEY_PREVIOUS beside the new one, and run: kyc-gateway encryption-key rotate --master`,
    );
  const opened = await masters.unwrap(active.id, checkLabel, active.checkValue).catch(() => undefined);
  if (opened === undefined || !opened.equals(checkText))
    throw new WrongMasterKeyError(
      `The master key ${active.id} does not open the database's check value. Give the key that the database was made with`,
    );
}

/** What tells the master of that id from any other key. */
export function wrapCheckValue(masters: MasterKeys, id: string): Promise<Buffer> {
  return masters.wrap(id, checkLabel, checkText);
}

async function adoptMaster(on: Queryable, masters: MasterKeys): Promise<MasterRow> {
  const id = masters.currentId;
  await insertFirstMaster(on, { id, checkValue: await wrapCheckValue(masters, id) });
  const active = await findActive(on);
  if (active === undefined) throw new WrongMasterKeyError("The database has master keys, and none is active");
  return active;
}

async function findActive(on: Queryable): Promise<MasterRow | undefined> {
  return (await readMasters(on)).find(({ isActive }) => isActive);
}
