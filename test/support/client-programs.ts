import { execFileSync } from "node:child_process";
import type { DatabaseServer } from "./database-server.ts";
import { findProgram } from "./examples/example-shell.ts";
import { startOldestServer } from "./oldest-server.ts";
import { startThrowAwayServer } from "./throw-away-server.ts";

/**
 * A server that this machine's `pg_dump` can dump and `pg_restore` can fill: from version 17 on these set what an old
 * server does not know, and none of them takes a server that is newer than itself. Throws where there is no `pg_dump`.
 */
export function startServerForClientPrograms(): Promise<DatabaseServer> {
  const text = execFileSync(findProgram("pg_dump"), ["--version"], { encoding: "utf8" });
  const version = Number(/(\d+)\./.exec(text)?.[1]);
  return version < 17 ? startOldestServer() : startThrowAwayServer();
}
