import type { OperatorRole } from "@kyc-gateway/http-api";
import {
  addOperator,
  listOperators,
  revokeOperator,
  setOperatorRole,
  type OperatorRecord,
} from "../../features/access/operators.ts";
import { withDatabase } from "./with-database.ts";

/** Gives the key, which is shown this once. Throws `SettingsError`. */
export function addOneOperator(name: string, role: OperatorRole): Promise<string> {
  return withDatabase(({ database, actor }) => addOperator(database, actor, { name, role }));
}

/** False: there is no operator of that name. */
export function setRole(name: string, role: OperatorRole): Promise<boolean> {
  return withDatabase(({ database, actor }) => setOperatorRole(database, actor, { name, role }));
}

export function readOperators(): Promise<readonly OperatorRecord[]> {
  return withDatabase(({ database }) => listOperators(database));
}

/** False: there is no operator of that name. */
export function revokeOneOperator(name: string): Promise<boolean> {
  return withDatabase(({ database, actor }) => revokeOperator(database, actor, name));
}
