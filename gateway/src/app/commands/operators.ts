import {
  addOperator,
  listOperators,
  revokeOperator,
  type OperatorRecord,
} from "../../features/access/operators.ts";
import type { OperatorScope } from "../../features/access/operator-scopes.ts";
import { withDatabase } from "./with-database.ts";

/** Gives the key, which is shown this once. Throws `SettingsError`. */
export function addOneOperator(name: string, scopes: readonly OperatorScope[]): Promise<string> {
  return withDatabase(({ database, actor }) => addOperator(database, actor, { name, scopes }));
}

export function readOperators(): Promise<readonly OperatorRecord[]> {
  return withDatabase(({ database }) => listOperators(database));
}

/** False: there is no operator of that name. */
export function revokeOneOperator(name: string): Promise<boolean> {
  return withDatabase(({ database, actor }) => revokeOperator(database, actor, name));
}
