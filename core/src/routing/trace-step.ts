import type { RouteRecord } from "./route-record.ts";

/**
 * One line of a session's decision trace. `routed` begins each attempt to start the session and holds what the choice
 * came from; `why` is a stable code. `outcome_unknown`: the provider may have made a session that nobody can name.
 */
export interface TraceStep {
  readonly at: Date;
  readonly connection: string;
  readonly step: "routed" | "skipped" | "attempted" | "chosen" | "failed" | "outcome_unknown";
  readonly why?: string;
  readonly route?: RouteRecord;
}
