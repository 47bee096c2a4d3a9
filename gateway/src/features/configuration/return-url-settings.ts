import { findAppSchemeFlaw } from "@kyc-gateway/core";
import type { ReturnUrlConfiguration } from "@kyc-gateway/http-api";
import type { IssueList } from "../../platform/validation/issue-list.ts";

/** Where a tenant's applicants may return to, beside https and http. */
export interface ReturnUrlSettings {
  readonly appSchemes: readonly string[];
}

/** With nothing left out. */
export function completeReturnUrls({ appSchemes = [] }: ReturnUrlConfiguration = {}): ReturnUrlSettings {
  return { appSchemes };
}

/** Schemes that no tenant can allow. `at`: the tenant's place in the document. */
export function checkReturnUrls(issues: IssueList, { appSchemes }: ReturnUrlSettings, at: string): void {
  for (const [index, scheme] of appSchemes.entries()) {
    const flaw = findAppSchemeFlaw(scheme);
    if (flaw !== undefined) issues.add(`${at}/returnUrls/appSchemes/${index}`, "scheme_not_allowed", flaw);
  }
}
