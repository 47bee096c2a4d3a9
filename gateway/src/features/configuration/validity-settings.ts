import { defaultNoticeDays, type ValidityConfiguration } from "@kyc-gateway/http-api";

/** How a tenant is told that approvals end. */
export interface ValiditySettings {
  /** Days before an approval's end at which it is announced; 0: never. */
  readonly noticeDays: number;
}

/** With nothing left out. */
export function completeValidity({
  noticeDays = defaultNoticeDays,
}: ValidityConfiguration = {}): ValiditySettings {
  return { noticeDays };
}
