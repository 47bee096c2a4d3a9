import type { ReportedStatus } from "@kyc-gateway/adapter-spec/v1";

/** What goes wrong with the answers of a simulator. */
export type SimulatorFault =
  | { readonly kind: "hang" }
  | {
      readonly kind: "rate_limited";
      readonly retryAfter?: { readonly seconds: number; readonly as?: "seconds" | "date" };
    }
  | { readonly kind: "server_error"; readonly status?: number }
  | { readonly kind: "reset"; readonly at: "before_headers" | "mid_body" }
  | { readonly kind: "garbage"; readonly shape: "html" | "truncated_json" | "huge_body" | "unknown_status" };

/** A running simulator, as far as the suite uses it. Those of `@kyc-gateway/simulators` are such. */
export interface RunningSimulator {
  /** Its origin, without a slash at its end. */
  readonly url: string;
  readonly control: {
    addFault(rule: { readonly fault: SimulatorFault; readonly operation?: string }): unknown;
    clearFaults(): void;
    // The acts are the simulator's own words.
    act(sessionId: string, request: { readonly act: never }): unknown;
  };
  close(): Promise<void>;
}

/** How the suite plays a whole session over HTTP. */
export interface SimulatorSample {
  start(): Promise<RunningSimulator>;
  /** JSON merge patch on the sample settings that leads the adapter to the simulator. */
  settings(url: string): Readonly<Record<string, unknown>>;
  /** The simulator's names of the operations that `start` and `read` ask first, tokens not counted. */
  readonly operations: { readonly start: string; readonly read: string };
  /** What a person does in the simulator, and the status that a read then reports. */
  readonly acts: Readonly<Record<string, ReportedStatus>>;
}
