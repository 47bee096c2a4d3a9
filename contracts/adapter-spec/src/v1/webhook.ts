/** One incoming webhook, as it arrived. Header names are lower case; a repeated header is a list. */
export interface Delivery {
  readonly rawBody: Uint8Array;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly remoteAddress: string;
}

/** Progress that a delivery tells. */
export interface WebhookProgress {
  readonly status: "IN_PROGRESS" | "PENDING_REVIEW";
  /** The attempt that it is about, as in `Report.attempt`. Of another attempt than the one that is read it says nothing. */
  readonly attempt?: number;
}

/**
 * What the provider asks its customer to send to the applicant: a one-time code, or a link into the session. Handed to the
 * tenant's endpoint at once; never stored, never logged. Every member but `purpose` and `channel` is personal data or a secret.
 */
export interface ApplicantMessage {
  readonly purpose: "one_time_code" | "session_link";
  readonly channel: "sms" | "email";
  /** A telephone number or an e-mail address, as the provider gave it; absent: the applicant's own. */
  readonly recipient?: string;
  /** The code, or the URL. */
  readonly content: string;
  /** BCP 47, where the provider says which language the applicant reads. */
  readonly language?: string;
}

/**
 * What an authenticated delivery says. A hint, never a verdict: the gateway fetches before anything moves.
 * `session`: fetch this session. `message`: hand it to the tenant, who sends it to the applicant. `ignored`: authentic and of no interest; nothing of it is stored.
 * `unrecognised`: authentic and not understood; it is parked for an operator.
 * `isStale`: its signature binds the body and holds, and its time is outside the window, as when a relay sends again what is
 * a day old. It is taken as a hint all the same, is counted apart, and proves nothing about its sender.
 */
export type ParsedWebhook =
  | {
      readonly kind: "session";
      /** The `id` of the session's ProviderReference. */
      readonly sessionReference: string;
      /** The provider's id of this delivery, where it has one: deliveries with an id seen before are dropped. */
      readonly eventId?: string;
      /** The provider's name of the event, a closed or bounded vocabulary: it becomes a metric label only through the manifest. */
      readonly eventType: string;
      /** The body with every secret cut out. This, and nothing else, is stored. */
      readonly storedBody: Uint8Array;
      /** Progress that no read tells, never a decision. It counts beside a read that leaves the session undecided. */
      readonly progress?: WebhookProgress;
      readonly isStale?: true;
    }
  | {
      readonly kind: "message";
      /** The `id` of the session's ProviderReference. */
      readonly sessionReference: string;
      readonly eventType: string;
      readonly message: ApplicantMessage;
      readonly isStale?: true;
    }
  | { readonly kind: "ignored"; readonly eventType: string; readonly isStale?: true }
  | {
      readonly kind: "unrecognised";
      readonly eventType: string;
      readonly eventId?: string;
      readonly storedBody: Uint8Array;
      readonly isStale?: true;
    };

/**
 * Why a delivery is not proven to be the provider's. `malformed`: its proof is missing or cannot be read. `wrong`: the proof
 * is readable and does not hold. `stale`: it held once, and its time is over. `source`: it comes from an address that is
 * not the provider's.
 */
export type WebhookFault = "malformed" | "wrong" | "stale" | "source";

/** An OAuth2 token answer (RFC 6749, section 5.1) for providers that fetch a bearer token before they post. */
export interface IssuedToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

export interface Webhooks {
  /**
   * Authenticates and reads a delivery. Synchronous, no I/O. Throws `webhook_unauthentic` with a
   * `webhookFault` for anything not proven to be the provider's.
   */
  receive(delivery: Delivery): ParsedWebhook;
  /**
   * Reads the stored body of an `unrecognised` delivery once more, after an upgrade: it was authenticated when it came
   * in. Synchronous, no I/O, never throws. Absent: such a delivery can only be looked at.
   */
  reread?(storedBody: Uint8Array): ParsedWebhook;
  /** Answers the provider's client-credentials request; throws `webhook_unauthentic`. Only where the provider authenticates by bearer. */
  issueToken?(delivery: Delivery): IssuedToken;
}
