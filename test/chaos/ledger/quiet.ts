import type { Pool } from "pg";
import { tenants, type MachineRoom } from "./machine-room.ts";

/** Whether every delivery is settled and every event has come to its product. */
export async function isAtRest(pool: Pool, { books }: Pick<MachineRoom, "books">): Promise<boolean> {
  const { rows } = await pool.query<{ waiting: number; events: number }>(
    `select (select count(*)::int from deliveries where state in ('waiting', 'processing', 'unmatched')) as waiting,
       (select count(*)::int from outbox) as events`,
  );
  const received = tenants.reduce((sum, tenant) => sum + books[tenant].events.size, 0);
  return rows[0]?.waiting === 0 && rows[0].events <= received;
}
