import { PostgreSqlContainer } from "@testcontainers/postgresql";
import { isDockerAnswering } from "./docker.ts";
import { chooseServerFolder } from "./server-folder.ts";
import { startThrowAwayServer } from "./throw-away-server.ts";

/** A PostgreSQL in which tests may create databases. */
export interface DatabaseServer {
  /** For people: where the server comes from. */
  readonly source: string;
  readonly url: string;
  stop(): Promise<void>;
}

const image = "postgres:18-alpine";

/** The server named by `KYC_TEST_DATABASE_URL`; else one in Docker, where a daemon answers; else our own. */
export async function startDatabaseServer(): Promise<DatabaseServer> {
  const url = process.env["KYC_TEST_DATABASE_URL"];
  if (url) return { source: "KYC_TEST_DATABASE_URL", url, stop: async () => undefined };
  if (await isDockerAnswering()) return startContainer();
  return startThrowAwayServer(await chooseServerFolder());
}

async function startContainer(): Promise<DatabaseServer> {
  const container = await new PostgreSqlContainer(image).start();
  const stop = async (): Promise<void> => void (await container.stop());
  return { source: `a container of ${image}`, url: container.getConnectionUri(), stop };
}
