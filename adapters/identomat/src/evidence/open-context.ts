import type { Call, Host } from "@kyc-gateway/adapter-spec/v1";
import type { Client } from "../client/client.ts";

/** What opening evidence needs. */
export interface OpenContext {
  readonly client: Client;
  readonly host: Pick<Host, "now">;
  readonly call: Call;
}
