import { Migrator } from "@mikro-orm/migrations";
import type { Options } from "@mikro-orm/postgresql";
import { migrations } from "./migrations/index.ts";

/** What the ORM needs to migrate. Apart from the rest: a gateway at work never loads it. */
export async function describeMigrator(schema: string): Promise<Pick<Options, "extensions" | "migrations">> {
  return {
    extensions: [Migrator],
    // Each commits by itself: gateways at work wait for one, and what one has locked the next does not hold.
    migrations: {
      migrationsList: await Promise.all(
        migrations.map(async ({ name, load }) => ({ name, class: await load() })),
      ),
      tableName: "migrations",
      schema,
      snapshot: false,
      allOrNothing: false,
    },
  };
}
