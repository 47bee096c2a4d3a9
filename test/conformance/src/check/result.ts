import type { Manifest } from "@kyc-gateway/adapter-spec/v1";
import type { Deviation } from "../subject/samples.ts";
import type { GroupId } from "./check.ts";

/** `deviates`: it fails as the samples say it does, and why. */
export type CheckOutcome = "passed" | "failed" | "deviates";

export interface CheckResult {
  readonly group: GroupId;
  readonly name: string;
  readonly outcome: CheckOutcome;
  /** What is wrong; present unless passed. */
  readonly problem?: string;
  /** Present when it deviates. */
  readonly reason?: string;
}

export interface GroupResult {
  readonly id: GroupId;
  readonly title: string;
  readonly advice: string;
  readonly checks: readonly CheckResult[];
  /** Why the group has no checks for this adapter. */
  readonly notApplicable?: string;
}

/** What came of a run. */
export interface ConformanceResult {
  readonly manifest: Manifest;
  readonly groups: readonly GroupResult[];
  readonly deviations: readonly Deviation[];
  /** Whether no check failed. */
  readonly isConforming: boolean;
}
