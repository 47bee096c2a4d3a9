import { migrate } from "@kyc-gateway/gateway";
import { findFreePort } from "../../support/free-port.ts";
import { startTcpProxy, type TcpProxy } from "../../support/tcp-proxy.ts";
import { startThrowAwayServer, type ThrowAwayServer } from "../../support/throw-away-server.ts";
import { startBalancer, type Balancer } from "../stage/balancer.ts";
import { startHastyGateway, type ProviderName } from "../stage/processes.ts";
import { startProvider, type Provider } from "../stage/provider.ts";
import { startReplica, type Replica } from "../stage/replica.ts";
import { masterKey, openStage, type Stage } from "../stage/stage.ts";
import type { TrafficRoom } from "./traffic.ts";
import { openEventBook, type EventBook } from "./event-book.ts";

export const tenants = ["shop", "bank"] as const;
export type Tenant = (typeof tenants)[number];
export const providerNames = ["identomat", "ondato"] as const satisfies readonly ProviderName[];

/** One account at one provider: `shop-ondato`. */
export type AccountName = `${Tenant}-${ProviderName}`;

/** What a ledger is kept of: a PostgreSQL of its own behind a line that can be cut, two replicas, providers, products. */
export interface MachineRoom {
  readonly stage: Stage;
  /** The schedule of reads without news: minutes of the adapters' own are seconds here. */
  readonly rereadAfterMs: readonly number[];
  readonly postgres: ThrowAwayServer;
  /** The replicas' way to PostgreSQL. */
  readonly line: TcpProxy;
  readonly replicas: readonly Replica[];
  /** What products and providers speak to: one of the replicas that live. */
  readonly front: Balancer;
  readonly providers: ReadonlyMap<AccountName, Provider>;
  readonly apiKeys: Readonly<Record<Tenant, string>>;
  readonly books: Readonly<Record<Tenant, EventBook>>;
  close(): Promise<void>;
}

export async function openMachineRoom(rereadAfterMs: readonly number[]): Promise<MachineRoom> {
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
    await migrate(postgres.url);
    const { stage } = keep(await openStage(postgres.url), (opened) => opened.close());
    const line = keep(await startTcpProxy(postgres.url), (proxy) => proxy.close());
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
    const apiKeys = await provision(stage, providers);
    const env = {
      KYC_EVENT_HOSTS_ALLOWED: tenants.map((tenant) => books[tenant].host).join(),
      KYC_REQUEST_DEADLINE_MS: "5000",
    };
    const startProcess = (port: number) =>
      startHastyGateway({ databaseUrl: line.url, masterKey, env, port }, rereadAfterMs);
    const replicas = await Promise.all(
      tenants.map(async () =>
        keep(await startReplica(await findFreePort(), startProcess), (replica) => replica.end()),
      ),
    );
    const front = keep(await startBalancer(replicas.map(({ port }) => port)), (balancer) => balancer.close());
    const room = { stage, rereadAfterMs, postgres, line, replicas, front, providers, apiKeys, books, close };
    await Promise.all(tenants.map((tenant) => addEndpoint(room, tenant)));
    await switchCallbacks(room, "on");
    return room;
  } catch (error) {
    await close();
    throw error;
  }
}

/** What a flow needs at each provider. */
export const flowSettings = { identomat: {}, ondato: { setupId: "2f2ae2f4-5c07-4d4b-8b3a-3f8d2b8f0e55" } };
export const productScopes = ["sessions:write", "sessions:read", "events:read", "endpoints:write"] as const;

/** A flow for each provider, named like it. */
async function provision(
  { provisioning }: Stage,
  providers: MachineRoom["providers"],
): Promise<Record<Tenant, string>> {
  const keys = { shop: "", bank: "" };
  for (const tenant of tenants) {
    await provisioning.saveTenant(tenant);
    for (const adapter of providerNames) {
      const connection: AccountName = `${tenant}-${adapter}`;
      const { settings = {} } = providers.get(connection) ?? {};
      await provisioning.saveConnection({ name: connection, adapter, tenant, settings });
      const targets = [{ connection, settings: flowSettings[adapter] }];
      await provisioning.saveFlow({ tenant, name: adapter, targets });
    }
    keys[tenant] = (await provisioning.createKey({ tenant, name: "chaos", scopes: productScopes })).key;
  }
  return keys;
}

export async function addEndpoint(
  { front, apiKeys, books }: TrafficRoom & Pick<MachineRoom, "books">,
  tenant: Tenant,
): Promise<void> {
  const answer = await fetch(`${front.url}/v1/event-endpoints`, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKeys[tenant]}`, "content-type": "application/json" },
    body: JSON.stringify({ url: books[tenant].url }),
  });
  if (answer.status !== 201) throw new Error(`No endpoint for ${tenant}: ${await answer.text()}`);
}

export async function switchCallbacks(
  { providers, front }: TrafficRoom,
  position: "on" | "off",
): Promise<void> {
  for (const [account, provider] of providers) {
    const adapter = account.split("-")[1];
    const url = position === "on" ? `${front.url}/webhooks/${adapter}/${account}` : null;
    await provider.control("PUT", "callback-url", { url });
  }
}
