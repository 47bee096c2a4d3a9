/** The codes of `argumentError` that the simulated endpoints use (Identomat API reference). */
export type ArgumentErrorCode =
  | "session-not-found"
  | "wrong-parameters"
  | "invalid-access"
  | "invalid-company-key"
  | "not-found"
  | "face-photo-not-found"
  | "access-denied"
  | "already-exists"
  | "invalid-email-format"
  | "password-too-short"
  | "invalid-rights"
  | "user-already-exists";

/** Answered as `{"argumentError": code}`. */
export class ArgumentError extends Error {
  readonly code: ArgumentErrorCode;
  readonly sourceGroup: string | undefined;

  constructor(code: ArgumentErrorCode, sourceGroup?: string) {
    super(code);
    this.name = "ArgumentError";
    this.code = code;
    this.sourceGroup = sourceGroup;
  }
}

/** Answered as `{"internalError": message}`. */
export class InternalError extends Error {}
