import type {
  AdapterErrorCode,
  ApplicantMessage,
  Delivery,
  ParsedWebhook,
  ProviderReference,
  Report,
  ReportedStatus,
  StartRequest,
  WebhookProgress,
  WebhookScheme,
} from "@kyc-gateway/adapter-spec/v1";

/** The time by the suite's clock, milliseconds since the epoch: 2026-05-04T10:00:00Z. Sign sample deliveries for it. */
export const conformanceNowMs = Date.parse("2026-05-04T10:00:00.000Z");

/** How the provider answers one request. Status 200 when absent; at most one of `json`, `text` and `media`. */
export interface SampleAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly text?: string;
  /** A file of the media type, of so many bytes. */
  readonly media?: { readonly type: string; readonly bytes: number };
}

/** What a request must hold. Everything that is named is compared; what is not named may be anything. */
export interface ExpectedRequest {
  /** By name in lower case: what authorises the request, and what signs it. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Query parameters, each with its value before it is encoded. */
  readonly query?: Readonly<Record<string, string>>;
  /** The whole body, as JSON. */
  readonly json?: unknown;
  /** The whole body, as text: a form, for example. */
  readonly text?: string;
}

/** One kind of request to the provider and its answer when all goes well. */
export interface SampleRoute {
  /** `METHOD /path`, with `*` for one segment that varies. The query does not count. */
  readonly request: string;
  /** Whether it fetches an access token: faults of an operation are then put behind it. */
  readonly isAuthorization?: boolean;
  /** What the request holds that `start` or `read` makes with the sample settings, as the documentation has it. */
  readonly expects?: ExpectedRequest;
  readonly answer: SampleAnswer;
}

/** A session at the provider and the report that it must give. Answers replace those of the routes, by name. */
export interface SampleReport {
  readonly name: string;
  readonly answers: Readonly<Record<string, SampleAnswer>>;
  /** Compared as a whole; `raw` may be left out. */
  readonly expected: Omit<Report, "raw"> & { readonly raw?: unknown };
}

/** Every word of a provider's member that decides a status. */
export interface SampleVocabulary {
  /** The name of the route whose JSON answer holds the word. */
  readonly route: string;
  /** RFC 6901 pointer to the word. */
  readonly pointer: string;
  /** The word as documented, and the status that the report below has with it. */
  readonly words: Readonly<Record<string, ReportedStatus>>;
  /** The name of the sample report that the words are laid into. Absent: the routes' own answers. */
  readonly report?: string;
  /** Whether an absent word and a null mean "nothing yet". They may then give any status but a decision. */
  readonly isOptional?: boolean;
}

/** An error in the provider's own dialect, where its HTTP status alone does not tell. */
export interface SampleRefusal {
  readonly name: string;
  readonly route: string;
  readonly operation: OperationName;
  readonly answer: SampleAnswer;
  readonly code: AdapterErrorCode;
}

/** What the suite can call. */
export type OperationName = "start" | "read" | "erase" | "evidence.list" | "evidence.open" | "checkHealth";

/** A call of a facet of the account, and what it must come to. */
export interface SampleFacetCall {
  readonly name: string;
  /** `<facet>.<method>`: `blocklist.add`, `operators.groups.list`. */
  readonly method: string;
  /**
   * What it is given, without the call. `{"$picture": "image/jpeg"}` stands for a picture of that type, `{"$reference": true}` for the
   * session of `start`.
   */
  readonly arguments: readonly unknown[];
  /** Answers in the place of the routes' own, by name. */
  readonly answers?: Readonly<Record<string, SampleAnswer>>;
  /** Compared as a whole; null where it gives nothing, `{mediaType, bytes}` where it gives a stream. Or the error that it throws. */
  readonly expected: { readonly value: unknown } | { readonly code: AdapterErrorCode };
}

/** A delivery as the provider sends it, captured or signed for `conformanceNowMs` with the sample settings' secrets. */
export interface SampleDelivery {
  readonly name: string;
  /** Which of the declared schemes prove it. */
  readonly schemes: readonly WebhookScheme[];
  /** JSON merge patch (RFC 7396) on the sample settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Names in lower case. Of a bearer token the suite fetches one by `tokenRequest`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Default 203.0.113.7. */
  readonly remoteAddress?: string;
  /** For signatures with a time: how old one may be, and how far ahead of our clock. */
  readonly window?: { readonly maxAgeMs: number; readonly maxAheadMs: number };
  /** For `bearer`: the provider's client-credentials request. */
  readonly tokenRequest?: Pick<Delivery, "headers"> & { readonly body: string };
  /** What it says. `storedBody` is not compared. */
  readonly reading: {
    readonly kind: ParsedWebhook["kind"];
    readonly sessionReference?: string;
    readonly eventId?: string;
    readonly eventType?: string;
    readonly progress?: WebhookProgress;
    readonly message?: ApplicantMessage;
  };
}

/** Settings or a flow with one issue in them: a merge patch on the good one, and where the issue must be told. */
export interface SampleIssue {
  readonly name: string;
  readonly change: Readonly<Record<string, unknown>>;
  /** RFC 6901. */
  readonly pointer: string;
}

/** Something that this provider cannot do or this adapter does otherwise. It is shown in the capability matrix. */
export interface Deviation {
  /** The group's id and the check's name as the suite prints them: `errors: start: 404`. */
  readonly check: string;
  readonly reason: string;
}

/** All that the suite must know of a provider. Everything in it is invented or comes from the provider's documentation. */
export interface Samples {
  /** Good settings, with secrets of at least eight characters. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly invalidSettings?: readonly SampleIssue[];
  readonly invalidFlows?: readonly SampleIssue[];
  readonly start: {
    readonly request: Pick<StartRequest, "flow" | "applicant"> & Partial<StartRequest>;
    readonly expected: {
      readonly reference: ProviderReference;
      readonly launch: { readonly url?: string; readonly token?: string };
    };
  };
  readonly routes: Readonly<Record<string, SampleRoute>>;
  readonly reports: readonly SampleReport[];
  readonly vocabularies: readonly SampleVocabulary[];
  readonly refusals?: readonly SampleRefusal[];
  /** At least one call of each method of the account's facets. */
  readonly facetCalls?: readonly SampleFacetCall[];
  readonly deliveries?: readonly SampleDelivery[];
  readonly deviations?: readonly Deviation[];
}
