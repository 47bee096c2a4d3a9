import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";

/** Settings or a flow that an adapter refuses. Names every issue, no value. */
export class SettingsError extends Error {
  readonly issues: readonly ValidationIssue[];

  constructor(subject: string, issues: readonly ValidationIssue[]) {
    super(`${subject}: ${issues.map(({ pointer, message }) => `${pointer} ${message}`.trim()).join("; ")}`);
    this.name = "SettingsError";
    this.issues = issues;
  }
}
