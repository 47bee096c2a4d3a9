import type { Call } from "./host.ts";
import type { ProviderReference } from "./provider-reference.ts";

/** The facet `calls`: the conversation between an applicant and an operator of the provider. */
export interface Calls {
  /** Ends a session's call; resolves also when there is none. Throws `session_unknown`. Safe to repeat. */
  end(reference: ProviderReference, call: Call): Promise<void>;
}
