import type { Transition } from "@kyc-gateway/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { v7 as newUuid } from "uuid";
import type { Database } from "../../platform/database/database.ts";
import { queryWithin } from "../../platform/database/sql/query-within.ts";
import { buildEventData, OutboxEventEntity } from "../events/index.ts";
import { TimelineEntryEntity } from "./timeline-entry.entity.ts";

interface WatchChangeNote {
  readonly sessionId: string;
  readonly watchId: string;
  /** Takes the change for this call alone, in its transaction; false: it was told before. */
  readonly claim: (em: SqlEntityManager) => Promise<boolean>;
}

type Standing = Pick<Transition, "origin" | "attempt"> & {
  readonly tenantId: string;
  readonly flow: string;
  readonly status: Transition["to"];
  readonly seq: number;
  readonly at: string;
};

const lockText = `select s.tenant_id as "tenantId", s.flow, s.status, s.attempt, s.seq, s.origin, now()::text as at
  from sessions s where s.id = $1 and s.erasure = 'none' for update`;

/** Tells that the lists say something new about a session's person. Its status stays: people decide about hits. */
export function tellWatchChange(
  { orm }: Pick<Database, "orm">,
  { sessionId, watchId, claim }: WatchChangeNote,
): Promise<boolean> {
  return orm.em.fork().transactional(async (em) => {
    const [row] = await queryWithin<Standing>(em, lockText, [sessionId]);
    if (row === undefined || !(await claim(em))) return false;
    const { tenantId, flow, status, attempt, origin } = row;
    const at = new Date(row.at);
    const seq = row.seq + 1;
    await queryWithin(em, "update sessions set seq = $2 where id = $1 returning 1", [sessionId, seq]);
    const change = { attempt, at, origin, reasons: [], cause: "watch", isReversal: false } as const;
    const transition: Transition = { ...change, seq, from: status, to: status, eventType: "watch.changed" };
    em.create(TimelineEntryEntity, {
      ...change,
      sessionId,
      tenantId,
      seq,
      fromStatus: status,
      toStatus: status,
      reasons: [],
    });
    const data = { ...buildEventData({ flow }, transition), watchId };
    em.create(OutboxEventEntity, {
      sessionId,
      tenantId,
      seq,
      id: newUuid(),
      type: "watch.changed",
      occurredAt: at,
      data,
    });
    return true;
  });
}
