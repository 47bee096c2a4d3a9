import type { Database } from "../../platform/database/database.ts";
import { ConnectionControlsEntity } from "../providers/index.ts";
import { ConnectionEntity } from "./connection.entity.ts";

/** By whom a connection is held, since when and why. */
interface ConnectionHold {
  readonly by: string;
  readonly since: string;
  readonly reason: string;
}

/** The connections that are held, by name. */
export async function listHolds({
  orm,
}: Pick<Database, "orm">): Promise<ReadonlyMap<string, ConnectionHold>> {
  const em = orm.em.fork();
  const held = await em.find(ConnectionControlsEntity, { heldReason: { $ne: null } });
  const ids = held.map(({ connectionId }) => connectionId);
  const connections = await em.find(
    ConnectionEntity,
    { id: { $in: ids }, removedAt: null },
    { fields: ["id", "name"] },
  );
  const names = new Map(connections.map(({ id, name }) => [id, name]));
  return new Map(
    held.flatMap(({ connectionId, heldBy, heldAt, heldReason }) => {
      const name = names.get(connectionId);
      if (name === undefined || heldAt === null || heldReason === null) return [];
      return [[name, { by: heldBy ?? "unknown", since: heldAt.toISOString(), reason: heldReason }]];
    }),
  );
}

/** What people read of a hold. */
export function describeHold({ by, since, reason }: ConnectionHold): string {
  return `held by ${by} since ${since}: ${reason}`;
}
