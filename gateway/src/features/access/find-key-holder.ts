import type { ConfigurationSnapshot, CurrentConfiguration } from "../configuration/index.ts";
import type { ApiKeyLookup } from "./api-key-lookup.ts";
import { hashApiKey, isApiKey, type Holder } from "./api-key.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

export interface KeyHolderParts {
  readonly configuration: CurrentConfiguration;
  readonly apiKeyLookup: ApiKeyLookup;
}

/** Whose key it is, to be asked as often as wanted; undefined: nobody's, or nobody's any more. Costs no query. */
export async function findKeyHolder<Found>(
  { configuration, apiKeyLookup }: KeyHolderParts,
  { token, holder }: { readonly token: string; readonly holder: Holder },
  select: (snapshot: ConfigurationSnapshot) => ReadonlyMap<string, Found>,
): Promise<() => Found | undefined> {
  if (!configuration.isLoaded) throw new ProblemError("database_unavailable", { retryAfterMs: 1000 });
  // The checksum keeps guesses from costing a look.
  if (!isApiKey(token, holder)) return () => undefined;
  const hash = hashApiKey(token);
  const read = () => select(configuration.current).get(hash.toString("base64"));
  await apiKeyLookup.find(hash, read);
  return read;
}
