import { LRUCache } from "lru-cache";
import { createRateLimiter } from "../../platform/rate-limit/rate-limiter.ts";
import type { ConfigurationSnapshot, CurrentConfiguration } from "../configuration/index.ts";
import { hashApiKey, isApiKey, type Holder } from "./api-key.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

/** Keys that were made a moment ago, and of which this replica has not heard. */
export interface ApiKeyLookup {
  /** What `read` finds, after a look into the database when it finds nothing. */
  find<Key>(hash: Buffer, read: () => Key | undefined): Promise<Key | undefined>;
}

interface ApiKeyLookupOptions {
  /** Whether such a key is stored and valid. */
  readonly isStored: (hash: Buffer) => Promise<boolean>;
  readonly reload: () => Promise<void>;
  readonly now: () => number;
}

/** Looks, however many unknown keys come in: a deployment may make some keys and use them at once. */
const looksPerSecond = 20;
const looksAtOnce = 20;
const maxRefused = 10_000;

/**
 * A key that is not here is looked for once. A key cannot be presented before it is made, so that one that was not
 * there never will be; and as noise can be made of ever new keys, looks have a rateLimiter.
 */
export function createApiKeyLookup({ isStored, reload, now }: ApiKeyLookupOptions): ApiKeyLookup {
  const refused = new LRUCache<string, true>({ max: maxRefused });
  const rateLimiter = createRateLimiter(looksPerSecond, now, looksAtOnce);
  return {
    async find(hash, read) {
      const known = read();
      const name = hash.toString("base64");
      if (known !== undefined || refused.has(name) || rateLimiter.waitMs() > 0) return known;
      rateLimiter.take();
      if (await isStored(hash)) await reload();
      else refused.set(name, true);
      return read();
    },
  };
}

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
