import {
  listConnections,
  listTenants,
  type ConnectionLine,
  type TenantLine,
} from "../../features/configuration/list-configured.ts";
import { describeHold, listHolds } from "../../features/configuration/connection-holds.ts";
import { withDatabase } from "./with-database.ts";

/** By name. */
export function readTenants(): Promise<readonly TenantLine[]> {
  return withDatabase(({ database }) => listTenants(database));
}

/** By name, without their settings. `hold` is what people read of it; absent: the connection is not held. */
export function readConnections(): Promise<readonly (ConnectionLine & { readonly hold?: string })[]> {
  return withDatabase(async ({ database }) => {
    const holds = await listHolds(database);
    return (await listConnections(database)).map((connection) => {
      const hold = holds.get(connection.name);
      return hold === undefined ? connection : { ...connection, hold: describeHold(hold) };
    });
  });
}
