import { Migration0001Initial } from "./0001-initial.migration.ts";

/** Every migration, in order. A released one is never changed. */
export const migrations = [{ name: "0001-initial", class: Migration0001Initial }];
