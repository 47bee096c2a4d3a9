import { runInBackground } from "../../platform/database/sql/work-scope.ts";
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
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  async function loadOnce(): Promise<void> {
    current = await load(current);
    isLoaded = true;
  }

  function start(): Promise<void> {
    running = runInBackground(loadOnce).finally(() => {
      running = undefined;
    });
    return running;
  }

  function reload(): Promise<void> {
    if (running === undefined) return start();
    // What is being read may be older than the change that this call is about.
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  }

  return {
    get current() {
      return current;
    },
    get isLoaded() {
      return isLoaded;
    },
    reload,
  };
}
