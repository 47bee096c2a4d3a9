/** The reasons that Ondato's APIs give, with the status of each. */
const statuses = {
  ValidationFailed: 400,
  AuthenticationFailed: 401,
  AuthorizationFailed: 403,
  NotFound: 404,
} as const;
export type ProblemReason = keyof typeof statuses;

export type ProblemParams = Readonly<Record<string, readonly { reason: string; message: string }[]>>;

/** Answered as `{reason, message, params?}`. */
export class Problem extends Error {
  readonly reason: ProblemReason;
  readonly params: ProblemParams | undefined;

  constructor(reason: ProblemReason, message: string, params?: ProblemParams) {
    super(message);
    this.name = "Problem";
    this.reason = reason;
    this.params = params;
  }

  get status(): number {
    return statuses[this.reason];
  }
}
