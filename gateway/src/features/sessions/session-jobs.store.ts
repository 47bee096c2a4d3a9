import type { Cause } from "@kyc-gateway/core";
import { connectionFlags } from "../providers/index.ts";

interface QueuedRead {
  readonly cause: Extract<Cause, "webhook" | "schedule">;
  /** The columns, of the statement that it stands in, that name the session and its connection. */
  readonly sessionId: string;
  readonly connectionId: string;
  /** Column of the job's priority. Absent: 0, and a job of the session that waits already begins now. */
  readonly priority?: string;
  /** The parameter with the `traceparent` of whoever asks. Absent: a sweep, of which nobody wants to know. */
  readonly trace?: string;
}

/**
 * The expression that queues a read for each row of a statement: the only way to queue one. The key keeps it single for
 * its session, and the flag keeps a connection's reads to the connection's share of the workers.
 */
export function queueRead({ cause, sessionId, connectionId, priority, trace = "null" }: QueuedRead): string {
  const schedule =
    priority === undefined ? "" : `, job_key_mode := 'preserve_run_at', priority := ${priority}`;
  return `graphile_worker.add_job('refresh-session',
    json_strip_nulls(json_build_object('sessionId', ${sessionId}, 'cause', '${cause}', 'trace', ${trace})),
    job_key := 'refresh:' || ${sessionId}, flags := ${connectionFlags(connectionId)}${schedule})`;
}

/** The expression that queues an attempt for each row of `s`, a session: a connection that hangs keeps no other one's from its turn. */
export const queueErasure = (
  trace = "null",
): string => `graphile_worker.add_job('erase-session', json_strip_nulls(json_build_object('sessionId', s.id, 'trace', ${trace})),
  job_key := 'erase:' || s.id,
  flags := case when s.connection_id is not null then ${connectionFlags("s.connection_id")} end)`;
