import { ConfigurationError } from "../../platform/config/parse-config.ts";
import type { AdapterHost } from "../providers/index.ts";
import type { KvaryConfig } from "./kvary.config.ts";
import { kvaryNames } from "./provision-kvary.ts";

/** Throws `ConfigurationError` with everything that the adapter refuses in the account that the variables describe. */
export function refuseUnusableKvary(
  { adapterHost }: { readonly adapterHost: Pick<AdapterHost, "checkSettings"> },
  kvary: KvaryConfig,
): void {
  const issues = adapterHost.checkSettings(kvaryNames.adapter, structuredClone(kvary.connectionSettings));
  if (issues.length === 0) return;
  throw new ConfigurationError(
    issues.map(({ pointer, message }) => `the account of the Kvary variables: ${pointer} ${message}`),
  );
}
