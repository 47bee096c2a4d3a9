import { join, resolve } from "node:path";
import { type Cluster, initialiseCluster, isInitialised } from "./cluster.ts";
import { prepareDataFolder } from "./data-folder.ts";
import { createDatabaseOnce } from "./database.ts";
import { chooseServerAccount } from "./server-account.ts";
import type { Log } from "./log.ts";
import { locateServerBinaries } from "./server-binaries.ts";
import { shareServer } from "./shared-server.ts";
import { obtainSuperuserPassword } from "./superuser-password.ts";

interface EmbeddedPostgresOptions {
  /** Kept between runs. Several processes may use one folder at a time; they share its server. */
  readonly dataFolder: string;
  /** Any free one when absent. A server that already runs on the folder keeps the port it has. */
  readonly port?: number;
  readonly log: Log;
  /** Further server settings, by PostgreSQL's names. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  readonly url: string;
  readonly dataFolder: string;
  /** Ends our use of the server; its last user stops it. */
  stop(): Promise<void>;
}

const databaseName = "kyc_gateway";

/**
 * A real PostgreSQL of our own on 127.0.0.1, initialised at first use. Throws with what to do when it cannot run here.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataFolder = resolve(options.dataFolder);
  const account = await chooseServerAccount(join(dataFolder, "cluster"));
  await prepareDataFolder(dataFolder, account);
  const binaries = await locateServerBinaries(account, dataFolder);
  const password = await obtainSuperuserPassword(dataFolder);
  const cluster: Cluster = { folder: join(dataFolder, "cluster"), binaries, account };
  if (!(await isInitialised(cluster))) {
    options.log.info(`Creating a PostgreSQL ${binaries.majorVersion} cluster in ${dataFolder}.`);
    await initialiseCluster(cluster, password);
  }
  const server = await shareServer({ ...options, cluster, password });
  const url = await createDatabaseOnce(server.url, databaseName);
  return { url, dataFolder, stop: () => server.stop() };
}
