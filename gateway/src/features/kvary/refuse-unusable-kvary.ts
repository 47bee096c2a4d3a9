import { ConfigurationError } from "../../platform/config/parse-config.ts";
import type { AdapterHost } from "../providers/adapter-host.ts";
import type { KvaryConfig } from "./kvary.config.ts";
import { kvaryNames } from "./provision-kvary.ts";

/** Throws `ConfigurationError` with everything that the adapter refuses in the account that the variables describe. */
export function refuseUnusableKvary(
  { adapterHost }: { readonly adapterHost: Pick<AdapterHost, "checkSettings"> },
  kvary: KvaryConfig,
): void {
  const mistakes = adapterHost.checkSettings(kvaryNames.adapter, structuredClone(kvary.connectionSettings));
  if (mistakes.length === 0) return;
  throw new ConfigurationError(
    mistakes.map(({ pointer, message }) => `the account of the Kvary variables: ${pointer} ${message}`),
  );
}
