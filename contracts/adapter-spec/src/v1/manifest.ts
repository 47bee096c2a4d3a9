import type { BlocklistKey } from "./blocklist.ts";
import type { CheckKind } from "./check-kind.ts";
import type { PictureType, ReadableDocument } from "./document-extract.ts";
import type { ReportSection } from "./printed-report.ts";

/** A JSON Schema (draft 2020-12 vocabulary that Ajv's default draft-07 mode understands too). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The optional facets of a connection. Declared ⇔ implemented: the gateway refuses to start otherwise. */
export type Facet =
  | "webhooks"
  | "evidence"
  | "reports"
  | "activity"
  | "screening"
  | "blocklist"
  | "documents"
  | "faces"
  | "configurations"
  | "calls"
  | "operators";

/** How a provider proves that a webhook is its own. */
export type WebhookScheme = "body_key" | "hmac" | "hmac_timestamped" | "basic" | "bearer" | "source_address";

export interface Capabilities {
  readonly facets: readonly Facet[];
  /** What the provider can check; a flow that needs more is not routed here. */
  readonly checks: readonly CheckKind[];
  /** How an applicant can be handed over. */
  readonly launches: readonly ("url" | "token")[];
  readonly webhookSchemes: readonly WebhookScheme[];
  /** Whether `sessions.erase` exists. */
  readonly erasesSessions: boolean;
  /** Whether `sessions.relaunch` exists. */
  readonly relaunches: boolean;
  // How far a facet goes: each of the following is there if and only if `facets` names it.
  readonly reports?: { readonly sections: readonly ReportSection[] };
  readonly activity?: { readonly summarises: boolean };
  /** `subject`: people are watched without a session. `session`: only those of a session. */
  readonly screening?: { readonly watches: "subject" | "session" | false };
  readonly blocklist?: { readonly by: readonly BlocklistKey[]; readonly lists: boolean };
  readonly documents?: {
    readonly accepts: readonly ReadableDocument[];
    readonly pictureTypes: readonly PictureType[];
  };
  readonly faces?: { readonly pictureTypes: readonly PictureType[] };
  readonly configurations?: { readonly lists: boolean };
  readonly operators?: {
    readonly creates: boolean;
    readonly groups: boolean;
    /** The provider's words for roles that an operator can be created with. */
    readonly roles: readonly string[];
  };
}

export interface Policies {
  /**
   * `repeatable`: a repeated start makes at worst a second session that nobody uses and that lapses.
   * `once`: a repeated start does harm; after an unknown outcome nothing is started again.
   */
  readonly start: "repeatable" | "once";
  /** Whether `start` is told the applicant's latest earlier session (`StartRequest.previous`). Absent: it is not. */
  readonly wantsPrevious?: boolean;
  /** Milliseconds until a session lapses of itself when the provider does not tell. */
  readonly sessionLifetimeMs: number;
  /** Milliseconds between reads of a session without news: the first, the second, …; the last one repeats. */
  readonly rereadAfterMs: readonly number[];
}

/**
 * An adapter described as data. `settingsSchema` is the schema of a connection's settings; members that are secrets
 * carry `"x-secret": true` and are stored encrypted; a boolean that is only fit for trying out carries
 * `"x-development-only": true`, and a production gateway refuses it when it is true. `flowSchema` is the schema of a flow's part for this provider.
 */
export interface Manifest {
  readonly specVersion: "v1";
  /** Lower case letters, digits and `-`; unique in a gateway; the `:adapter` of webhook URLs. */
  readonly id: string;
  /** For people. */
  readonly displayName: string;
  readonly packageVersion: string;
  readonly settingsSchema: JsonSchema;
  readonly flowSchema: JsonSchema;
  readonly capabilities: Capabilities;
  readonly policies: Policies;
}
