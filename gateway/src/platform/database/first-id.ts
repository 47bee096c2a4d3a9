import { validate as isUuid, version as versionOf } from "uuid";

const zero = "00000000-0000-0000-0000-000000000000";
/** So far two replicas' clocks may be apart. */
const skewMs = 24 * 3_600_000;
/** What is under way is younger, unless everybody who works on it was away. */
const recentMs = 2 * skewMs;

/**
 * No row about a session is older than the session, and ids of both begin with their time: looking from here on spares
 * the partitions before. An id that tells no time, or one of a clock that was ahead, spares none.
 */
export function findFirstIdFor(sessionId: string, nowMs = Date.now()): string {
  const createdMs =
    isUuid(sessionId) && versionOf(sessionId) === 7
      ? Number.parseInt(sessionId.replace("-", "").slice(0, 12), 16)
      : Number.NaN;
  if (!(createdMs <= nowMs + 60_000 && createdMs > skewMs)) return zero;
  return writeFirstId(createdMs - skewMs);
}

/** Where a look at what is under way begins; a thorough one, which is to be taken now and then, begins at the first row. */
export function findFirstRecentId({ isThorough }: { readonly isThorough: boolean }): string {
  return isThorough ? zero : writeFirstId(Date.now() - recentMs);
}

function writeFirstId(ms: number): string {
  const prefix = ms.toString(16).padStart(12, "0");
  return `${prefix.slice(0, 8)}-${prefix.slice(8)}-0000-0000-000000000000`;
}
