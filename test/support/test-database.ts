import { inject } from "vitest";
import { openTestDatabase, type TestDatabase } from "./open-test-database.ts";

export type { TestDatabase } from "./open-test-database.ts";

/** To be dropped by the test file; whatever a crashed one leaves goes with the run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const source = inject("databaseSource");
  if (!source) throw new Error("This ring has no database: name the file *.integration.test.ts.");
  return openTestDatabase(source);
}
