/** Of one call. */
export interface CallOptions {
  /** Ends it: the call then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Of a call that reads or erases people's data. */
export interface AccessOptions extends CallOptions {
  /** Why, for the audit log, such as a ticket number. No personal data. */
  readonly accessReason?: string;
}

export function readSignal({ signal }: CallOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

export function readReason({ accessReason }: AccessOptions): { "x-access-reason"?: string } {
  return accessReason === undefined ? {} : { "x-access-reason": accessReason };
}
