import type { Forgery } from "../faults/fault.ts";
import type { SessionTruth } from "../ledger/snapshot.ts";

/** What a person does on the page, or the provider's operator behind it. */
export interface ActRequest<Act extends string = string> {
  readonly act: Act;
  /** The provider's own code of a rejection. */
  readonly reason?: string;
  /** What an operator wrote. */
  readonly comment?: string;
}

/** A callback sent without any change of a session's truth. */
export interface EmitRequest {
  readonly sessionId: string;
  /** Absent: the provider's word for a change of status. */
  readonly type?: string;
  readonly forgery?: Forgery;
  /** Members laid over the body or the payload. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** What the shared control asks of a provider's dialect. */
export interface Dialect<Act extends string, Settings extends object> {
  readonly acts: readonly Act[];
  readonly settings: Settings;
  /** Throws a `ControlError` when the session is unknown or the act does not fit its state. */
  act(sessionId: string, request: ActRequest<Act>): SessionTruth;
  findSession(sessionId: string): SessionTruth | undefined;
  listSessions(): SessionTruth[];
  countForgotten(): number;
  /** Absent owner: all of them. `null` turns callbacks off. */
  setCallbackUrl(url: string | null, owner?: string): void;
  emit(request: EmitRequest): void;
  reset(): void;
}
