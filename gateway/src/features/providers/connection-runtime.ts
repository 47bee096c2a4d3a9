import type { Adapter, Connection, Manifest } from "@kyc-gateway/adapter-spec/v1";
import type { ProviderCaller } from "./calling/provider-call.ts";
import type { RecentCalls } from "./calling/recent-calls.ts";

/** A connection as it is configured. */
export interface ConnectionRecord {
  readonly id: string;
  readonly tenantId: string | null;
  readonly name: string;
  readonly adapter: string;
  /** Changes with every change of the record. */
  readonly version: number;
  readonly isRetired: boolean;
  readonly settings: unknown;
}

/** A connection ready for use. */
export interface ConnectionRuntime extends Omit<ConnectionRecord, "settings" | "adapter"> {
  readonly manifest: Manifest;
  readonly adapter: Adapter;
  readonly connection: Connection;
  readonly caller: ProviderCaller;
  /** Of this process. */
  readonly recentCalls: Pick<RecentCalls, "list">;
}

/** Makes connections ready for use. */
export interface ConnectionFactory {
  /** Throws `SettingsError` when the adapter is not loaded or refuses the settings. */
  create(record: ConnectionRecord): ConnectionRuntime;
  /** Lets go of a connection that another one has taken the place of. */
  discard(runtime: ConnectionRuntime): void;
}
