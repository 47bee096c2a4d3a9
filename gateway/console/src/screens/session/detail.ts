import type { Schemas } from "../../api/client.ts";

/** Everything about a session but for claims and evidence. */
export type Detail = Schemas["OperatorSessionDetail"];

export type Entry = Detail["timeline"][number];
export type TraceStep = Detail["decisionTrace"][number];
export type SessionEvent = Detail["events"][number];
