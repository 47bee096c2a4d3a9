import type { Host } from "@kyc-gateway/adapter-spec/v1";
import type { Client } from "../client/client.ts";

/** What a facet of the account needs. */
export interface FacetContext {
  readonly client: Client;
  readonly host: Pick<Host, "now">;
}
