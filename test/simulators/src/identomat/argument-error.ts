/** The codes of `argumentError` that the simulated endpoints use (Identomat API reference). */
export type ArgumentErrorCode =
  | "session-not-found"
  | "wrong-parameters"
  | "invalid-access"
  | "invalid-company-key"
  | "not-found"
  | "face-photo-not-found";

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
