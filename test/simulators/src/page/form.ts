import type { ActRequest } from "../control/dialect.ts";
import { ControlError } from "../control/control-error.ts";

/** What a form of the page asks for. */
export interface PageSubmission<Act extends string> {
  readonly sessionId: string;
  readonly request: ActRequest<Act>;
}

export function readSubmission<Act extends string>(body: Buffer, acts: readonly Act[]): PageSubmission<Act> {
  const fields = new URLSearchParams(body.toString());
  const act = acts.find((known) => known === fields.get("act"));
  if (act === undefined) throw new ControlError(400, "the form names no act that this page knows");
  const [reason, comment] = [fields.get("reason"), fields.get("comment")];
  return {
    sessionId: fields.get("session") ?? "",
    request: { act, ...(reason === null ? {} : { reason }), ...(comment === null ? {} : { comment }) },
  };
}
