import type { Constructor } from "@mikro-orm/core";
import type { Migration } from "@mikro-orm/migrations";

interface NamedMigration {
  readonly name: string;
  /** A gateway at work knows the names alone. */
  readonly load: () => Promise<Constructor<Migration>>;
}

/** Every migration, in order. A released one is never changed. */
export const migrations: NamedMigration[] = [
  {
    name: "0001-initial",
    load: async () => (await import("./0001-initial.migration.ts")).Migration0001Initial,
  },
];
