import type { TestProject } from "vitest/node";
import { type DatabaseServer, startDatabaseServer } from "./database-server.ts";
import { createTemplate, type DatabaseSource, dropAllOfRun } from "./template-database.ts";
import { migrate } from "../../gateway/src/platform/database/migrate.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly databaseSource: DatabaseSource;
  }
}

/** Rings that run together share one server: vitest loads this file once for each of them, in one process. */
const shared = globalThis as { kycTestDatabase?: { users: number; started: Promise<Started> } };

interface Started {
  readonly server: DatabaseServer;
  readonly source: DatabaseSource;
}

export default async function setUpDatabase(project: TestProject): Promise<() => Promise<void>> {
  const database = (shared.kycTestDatabase ??= { users: 0, started: start() });
  database.users += 1;
  const { server, source } = await database.started;
  project.provide("databaseSource", source);
  return async () => {
    database.users -= 1;
    if (database.users > 0) return;
    delete shared.kycTestDatabase;
    await dropAllOfRun(source);
    await server.stop();
  };
}

async function start(): Promise<Started> {
  const startedAt = performance.now();
  const server = await startDatabaseServer();
  const source = await createTemplate(server.url, migrate);
  const tookMs = Math.round(performance.now() - startedAt);
  process.stdout.write(`PostgreSQL for tests: ${server.source} (ready after ${tookMs} ms)\n`);
  return { server, source };
}
