import type { CheckKind } from "./check-kind.ts";
import type { DocumentType } from "./claims.ts";
import type { Call } from "./host.ts";

/** A recipe that is kept at the provider, and that a flow may name. */
export interface AccountConfiguration {
  /** The provider's id, as a flow names it. */
  readonly id: string;
  readonly name?: string;
  /** Milliseconds that a session of it lives, where the provider tells. */
  readonly sessionLifetimeMs?: number;
  /** BCP 47, its own language. */
  readonly language?: string;
  /** What it checks, each kind once, of the manifest's checks. Absent: the provider does not tell. */
  readonly checks?: readonly CheckKind[];
  /** Absent: the provider does not tell. */
  readonly documentTypes?: readonly DocumentType[];
  /** Kinds of steps that the adapter does not know: the provider's words, never prose. Never empty when present. */
  readonly unknownSteps?: readonly string[];
}

/** The facet `configurations`: the recipes that are kept at the provider. */
export interface Configurations<Flow = unknown> {
  /** The configuration that a flow names; absent where the flow names none. Synchronous, no I/O. */
  findId(flow: Flow): string | undefined;
  /** Throws `not_found` where the account has none of this id. */
  read(id: string, call: Call): Promise<AccountConfiguration>;
  /** Every configuration. Present if and only if `capabilities.configurations.lists`. */
  list?(call: Call): Promise<readonly AccountConfiguration[]>;
}
