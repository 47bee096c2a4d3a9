import type { CheckKind } from "@kyc-gateway/adapter-spec/v1";

/** A connection that a flow may use, with the flow's part for it. */
export interface Target {
  readonly connectionId: string;
  /** The connection's name, for traces: names are unique, and the same in every environment. */
  readonly connectionName: string;
  readonly flowSettings: unknown;
}

/** A tenant's named recipe. */
export interface Flow {
  readonly name: string;
  /** Checks that the flow cannot do without. */
  readonly requiredChecks: readonly CheckKind[];
  /** In the order of preference, which counts where no rule does. */
  readonly targets: readonly Target[];
}
