import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import { findFreePort } from "../../support/free-port.ts";
import { startThrowAwayServer } from "../../support/throw-away-server.ts";
import { openEventBook } from "../ledger/event-book.ts";
import {
  addEndpoint,
  flowSettings,
  productScopes,
  providerNames,
  switchCallbacks,
  tenants,
  type AccountName,
  type MachineRoom,
  type Tenant,
} from "../ledger/machine-room.ts";
import type { TrafficRoom } from "../ledger/traffic.ts";
import {
  runGatewayCommand,
  startGatewayProcess,
  type HarnessOptions,
  type Server,
} from "../stage/processes.ts";
import { startProvider, type Provider } from "../stage/provider.ts";
import { masterKey } from "../stage/stage.ts";
import { startReadyBalancer, type ReadyBalancer } from "./ready-balancer.ts";
import type { Versions } from "./versions.ts";

/** An installation of an old version, at work, and the place for a new one beside it. */
export interface Deployment extends TrafficRoom, Pick<MachineRoom, "books"> {
  readonly pool: Pool;
  readonly front: ReadyBalancer;
  readonly oldReplica: Server;
  /** Milliseconds that the new version's `migrate` took. */
  migrate(): Promise<number>;
  startNewReplica(): Promise<Server>;
  close(): Promise<void>;
}

/** How long a replica that ends still serves, so that the balancer sees it in time. */
const shutdownGraceMs = 2000;

type Folders = Pick<Versions, "oldFolder" | "newFolder">;

/** Everything that an operator did with the old version, done with the old version's own command line. */
export async function openDeployment(folders: Folders): Promise<Deployment> {
  const closers: (() => Promise<unknown>)[] = [];
  const keep = <T>(thing: T, close: (thing: T) => Promise<unknown>): T => {
    closers.unshift(() => close(thing));
    return thing;
  };
  const close = async (): Promise<void> => {
    for (const one of closers) await one().catch(() => undefined);
  };
  try {
    const postgres = keep(await startThrowAwayServer(), (server) => server.stop());
    const books = {
      shop: keep(await openEventBook(), (book) => book.close()),
      bank: keep(await openEventBook(), (book) => book.close()),
    };
    const providers = new Map<AccountName, Provider>();
    for (const tenant of tenants)
      for (const name of providerNames)
        providers.set(
          `${tenant}-${name}`,
          keep(await startProvider(name), ({ process }) => process.kill()),
        );
    const ports = [await findFreePort(), await findFreePort()] as const;
    const common = { databaseUrl: postgres.url, masterKey, env: describeEnvironment(books) };
    const newRequest: HarnessOptions = { ...common, folder: folders.newFolder, port: ports[1] };
    const oldRequest: HarnessOptions = { ...common, folder: folders.oldFolder, port: ports[0] };
    await runGatewayCommand(oldRequest, ["migrate"]);
    const apiKeys = await provision(oldRequest, providers);
    const oldReplica = keep(await startGatewayProcess(oldRequest), ({ process }) => process.kill());
    const front = keep(
      await startReadyBalancer(ports.map((port) => `http://127.0.0.1:${port}`)),
      (balancer) => balancer.close(),
    );
    const pool = keep(new Pool({ connectionString: postgres.url, max: 2 }), (opened) => opened.end());
    pool.on("error", () => undefined);
    const room = { apiKeys, books, front, providers };
    await Promise.all(tenants.map((tenant) => addEndpoint(room, tenant)));
    await switchCallbacks(room, "on");
    return {
      ...room,
      pool,
      oldReplica,
      async migrate() {
        const startedAt = performance.now();
        await runGatewayCommand(newRequest, ["migrate"]);
        return performance.now() - startedAt;
      },
      startNewReplica: async () =>
        keep(await startGatewayProcess(newRequest), ({ process }) => process.kill()),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function describeEnvironment(books: Deployment["books"]): Record<string, string> {
  return {
    KYC_EVENT_HOSTS_ALLOWED: tenants.map((tenant) => books[tenant].host).join(),
    KYC_SHUTDOWN_GRACE_MS: String(shutdownGraceMs),
  };
}

async function provision(
  request: HarnessOptions,
  providers: ReadonlyMap<AccountName, Provider>,
): Promise<Record<Tenant, string>> {
  const folder = await mkdtemp(join(tmpdir(), "kyc-gateway-rolling-"));
  const write = async (name: string, content: object): Promise<string> => {
    await writeFile(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const keys = { shop: "", bank: "" };
  try {
    for (const tenant of tenants) {
      await runGatewayCommand(request, ["tenant", "add", tenant]);
      for (const adapter of providerNames) {
        const name: AccountName = `${tenant}-${adapter}`;
        const settings = await write(name, providers.get(name)?.settings ?? {});
        const account = ["--adapter", adapter, "--tenant", tenant, "--settings", settings];
        await runGatewayCommand(request, ["connection", "add", name, ...account]);
        const target = `${name}=${await write(`${name}-flow`, flowSettings[adapter])}`;
        await runGatewayCommand(request, ["flow", "add", tenant, adapter, "--target", target]);
      }
      const made = await runGatewayCommand(request, [
        "api-key",
        "add",
        tenant,
        "--scopes",
        productScopes.join(),
      ]);
      keys[tenant] = /^kyc_\S+$/m.exec(made)?.[0] ?? "";
    }
    return keys;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
