import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

const idBytes = 16;

/**
 * Gives UUIDs of version 7 for hot paths: it asks for the randomness of many at once, since each look at the system's
 * source costs as much as everything else about an id. Ids of one millisecond have no order.
 */
export function createIdSource(): () => string {
  const pool = new Uint8Array(idBytes * 256);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += idBytes;
    return v7({ random: pool.subarray(used - idBytes, used) });
  };
}
