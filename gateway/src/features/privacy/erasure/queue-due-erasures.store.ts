import type { Database } from "../../../platform/database/database.ts";
import { queueErasure } from "../../sessions/index.ts";

/** How many erasures one sweep queues. */
const sweepLimit = 100;

/** Queues the attempts whose time has come; a queued one that has not begun by then is queued again. */
export async function queueDueErasures({ pool }: Database): Promise<void> {
  await pool.query(
    `with due as (
       select session_id from provider_erasures where state = 'pending' and next_attempt_at <= now()
       order by next_attempt_at limit $1 for update skip locked
     ), planned as (
       update provider_erasures p set next_attempt_at = now() + interval '1 minute' from due
       where p.session_id = due.session_id returning p.session_id
     )
     select ${queueErasure()} from planned p join sessions s on s.id = p.session_id`,
    [sweepLimit],
  );
}
