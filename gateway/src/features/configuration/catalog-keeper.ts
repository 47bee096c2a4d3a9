import { runInBackground } from "../../platform/database/work-scope.ts";
import { emptyCatalog, type Catalog } from "./catalog.ts";

/** Keeps the catalog in force up to date. */
export interface CatalogKeeper {
  /** The catalog in force. */
  readonly current: Catalog;
  /** Whether a catalog has been loaded at all. */
  readonly isLoaded: boolean;
  /** Loads anew; calls that come while a load is under way share the one after it. */
  reload(): Promise<void>;
}

/** `load` reads the configuration; it gets the catalog in force. */
export function createCatalogKeeper(load: (previous: Catalog) => Promise<Catalog>): CatalogKeeper {
  let current = emptyCatalog;
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
