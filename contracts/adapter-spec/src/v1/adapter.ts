import type { CheckKind } from "./check-kind.ts";
import type { Configurations } from "./account-configuration.ts";
import type { Operators } from "./account-operator.ts";
import type { Activities } from "./activity.ts";
import type { Blocklist } from "./blocklist.ts";
import type { Documents } from "./document-extract.ts";
import type { Evidence } from "./evidence.ts";
import type { Faces } from "./face-comparison.ts";
import type { Call, Host } from "./host.ts";
import type { Manifest } from "./manifest.ts";
import type { PrintedReports } from "./printed-report.ts";
import type { Screening } from "./screening.ts";
import type { Sessions, StartRequest } from "./session.ts";
import type { Calls } from "./video-call.ts";
import type { Webhooks } from "./webhook.ts";

/** An issue in settings or in a flow: where (an RFC 6901 JSON pointer), what (stable), and for people. */
export interface ValidationIssue {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** One configured account at a provider, ready to use. Facets that the manifest does not declare are absent. */
export interface Connection<Flow = unknown> {
  readonly sessions: Sessions<Flow>;
  readonly webhooks?: Webhooks;
  readonly evidence?: Evidence;
  readonly reports?: PrintedReports;
  readonly activity?: Activities;
  readonly screening?: Screening;
  readonly blocklist?: Blocklist;
  readonly documents?: Documents;
  readonly faces?: Faces;
  readonly configurations?: Configurations<Flow>;
  readonly calls?: Calls;
  readonly operators?: Operators;
  /** Proves that the account answers and accepts the credentials, without creating anything. Throws an adapter error. */
  checkHealth?(call: Call): Promise<void>;
}

/**
 * The default export of an adapter package. Importing it has no side effect; `connect` does no I/O.
 * `Settings` and `Flow` are what the manifest's schemas accept.
 */
export interface Adapter<Settings = unknown, Flow = unknown> {
  readonly manifest: Manifest;
  /** Rules of settings that a JSON Schema cannot say; called after the schema has passed. */
  checkSettings?(settings: Settings): readonly ValidationIssue[];
  /** Rules of a flow that a JSON Schema cannot say (a key used twice); called after the schema has passed. Pointers are into the flow. */
  checkFlow?(flow: Flow): readonly ValidationIssue[];
  /** Rules of one request together with its flow; called before `start`. Pointers begin with `/flow` or the request's member. */
  checkStart?(request: StartRequest<Flow>): readonly ValidationIssue[];
  /**
   * What this flow checks, of the manifest's kinds: routing and required checks go by it. Synchronous, no I/O. Absent, or
   * `undefined` for a flow whose checks only the provider knows: the manifest's kinds count.
   */
  listChecks?(flow: Flow): readonly CheckKind[] | undefined;
  /** The origins (`https://host[:port]`) that this connection calls; the host's `fetch` refuses every other. */
  origins(settings: Settings): readonly string[];
  connect(settings: Settings, host: Host): Connection<Flow>;
}
