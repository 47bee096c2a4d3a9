import { runInBackground } from "../../platform/database/sql/work-scope.ts";
import { shareLoads } from "../../platform/database/share-loads.ts";
import { emptySnapshot, type ConfigurationSnapshot } from "./configuration-snapshot.ts";

/** Keeps the configuration in force up to date. */
export interface CurrentConfiguration {
  /** The configuration in force. */
  readonly current: ConfigurationSnapshot;
  /** Whether a configuration has been loaded at all. */
  readonly isLoaded: boolean;
  /** Loads anew; calls that come while a load is under way share the one after it. */
  reload(): Promise<void>;
}

/** `load` reads the configuration; it gets the configuration in force. */
export function createCurrentConfiguration(
  load: (previous: ConfigurationSnapshot) => Promise<ConfigurationSnapshot>,
): CurrentConfiguration {
  let current = emptySnapshot;
  let isLoaded = false;

  async function loadOnce(): Promise<void> {
    current = await load(current);
    isLoaded = true;
  }

  return {
    get current() {
      return current;
    },
    get isLoaded() {
      return isLoaded;
    },
    reload: shareLoads(() => runInBackground(loadOnce)),
  };
}
