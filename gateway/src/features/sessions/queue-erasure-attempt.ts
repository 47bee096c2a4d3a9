import { connectionFlags } from "../providers/index.ts";

/** Queues an attempt for each row of `s`, a session: a connection that hangs keeps no other one's from its turn. */
export const queueAttempt = `graphile_worker.add_job('erase-session', json_build_object('sessionId', s.id),
  job_key := 'erase:' || s.id,
  flags := case when s.connection_id is not null then ${connectionFlags("s.connection_id")} end)`;
