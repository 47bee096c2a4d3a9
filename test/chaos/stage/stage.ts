import {
  applyFile,
  createConnectionControls,
  createLog,
  createProvisioning,
  createLocalMasterKeys,
  createServices,
  loadAdapters,
  migrate,
  parseConfig,
  type ConnectionControls,
  type Provisioning,
} from "@kyc-gateway/gateway";
import { Pool } from "pg";
import { startDatabaseServer } from "../../support/database-server.ts";
import type { Load } from "../load/open-loop.ts";
import type { Answer } from "../load/product.ts";
import { copyTemplate, createTemplate, dropAllOfRun } from "../../support/template-database.ts";
import {
  describeGatewayEnvironment,
  startCrashingGateway,
  startFloodProcess,
  startGatewayProcess,
  type Server,
} from "./processes.ts";
import { startProvider, type Provider } from "./provider.ts";

/** The machine room of one proof: a database of its own, providers, gateways. Everything ends with it. */
export interface Stage {
  readonly provisioning: Provisioning;
  readonly orders: ConnectionControls;
  readonly pool: Pool;
  /** A provider with a shared connection of this name to it. */
  addProvider(connection: string): Promise<Provider>;
  /** A tenant with a flow `standard` over these connections, in this order. Gives its API key. */
  addTenant(name: string, connections: readonly string[]): Promise<string>;
  saveFlow(tenant: string, connections: readonly string[]): Promise<void>;
  /** One rule for the tenant: so many percent of its applicants go to the canary first. */
  saveCanary(
    tenant: string,
    rule: { readonly stable: string; readonly canary: string; readonly percent: number },
  ): Promise<void>;
  /** Replaces the connection by one with other settings: a session of so many minutes. */
  changeConnection(connection: string, provider: Provider, sessionLifetimeMinutes: number): Promise<void>;
  startGateway(env?: Readonly<Record<string, string>>): Promise<Server>;
  /** A product with this key that sends when told to, from a process of its own. */
  startFlood(gateway: Server, apiKey: string): Promise<(load: Load) => Promise<readonly Answer[]>>;
  startCrashingGateway(
    crash: { readonly point: string; readonly sessions: number },
    env?: Readonly<Record<string, string>>,
  ): Promise<Server>;
}

/** Gives each proof a stage. */
export interface Theatre {
  withStage<T>(act: (stage: Stage) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Of every gateway of a proof. */
export const masterKey = Buffer.alloc(32, 9).toString("base64");

export async function openTheatre(): Promise<Theatre> {
  const server = await startDatabaseServer();
  const source = await createTemplate(server.url, migrate);
  return {
    async withStage(act) {
      const { stage, close } = await openStage(await copyTemplate(source));
      try {
        return await act(stage);
      } finally {
        await close();
      }
    },
    async close() {
      await dropAllOfRun(source);
      await server.stop();
    },
  };
}

/** A stage on a migrated database that is there already. */
export async function openStage(databaseUrl: string): Promise<{ stage: Stage; close: () => Promise<void> }> {
  const { provisioning, orders, apply, close: closeServices } = await openProvisioning(databaseUrl);
  const pool = new Pool({ connectionString: databaseUrl, max: 4 });
  pool.on("error", () => undefined);
  const servers: Server[] = [];
  const keep = <T extends Server>(server: T): T => {
    servers.push(server);
    return server;
  };
  const saveFlow: Stage["saveFlow"] = async (tenant, connections) => {
    const targets = connections.map((connection) => ({ connection, settings: {} }));
    await provisioning.saveFlow({ tenant, name: "standard", targets });
  };
  const stage: Stage = {
    provisioning,
    orders,
    pool,
    saveFlow,
    async addProvider(connection) {
      const provider = keep(await startProvider("identomat"));
      await provisioning.saveConnection({
        name: connection,
        adapter: "identomat",
        settings: provider.settings,
      });
      return provider;
    },
    async changeConnection(name, { settings }, sessionLifetimeMinutes) {
      const changed = { ...settings, sessionLifetimeMinutes };
      await provisioning.saveConnection({ name, adapter: "identomat", settings: changed });
    },
    async saveCanary(tenant, { stable, canary, percent }) {
      const flow = { name: "standard", targets: [{ connection: stable }, { connection: canary }] };
      const rule = {
        name: "shift",
        targets: [{ connection: stable }],
        canary: { connection: canary, percent },
      };
      await apply({ tenants: [{ name: tenant, flows: [flow], routing: [rule] }] });
    },
    async addTenant(name, connections) {
      await provisioning.saveTenant(name);
      await saveFlow(name, connections);
      const scopes = ["sessions:write", "sessions:read"] as const;
      return (await provisioning.createKey({ tenant: name, name: "chaos", scopes })).key;
    },
    startGateway: async (env = {}) => keep(await startGatewayProcess({ databaseUrl, masterKey, env })),
    startFlood: async (gateway, apiKey) => sendTo(keep(await startFloodProcess(gateway, apiKey))),
    startCrashingGateway: async (crash, env = {}) =>
      keep(await startCrashingGateway({ databaseUrl, masterKey, env }, crash)),
  };
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(({ process }) => process.kill()));
    await closeServices();
    await pool.end();
  };
  return { stage, close };
}

function sendTo({ url }: Server): (load: Load) => Promise<readonly Answer[]> {
  return async (load) => {
    const answer = await fetch(url, { method: "POST", body: JSON.stringify(load) });
    return (await answer.json()) as readonly Answer[];
  };
}

const actor = { operator: "chaos", requestId: null };

/** Configures as the command line does, without a process for each step. */
async function openProvisioning(databaseUrl: string): Promise<{
  provisioning: Provisioning;
  orders: ConnectionControls;
  apply: (document: object) => Promise<void>;
  close: () => Promise<void>;
}> {
  const config = parseConfig(describeGatewayEnvironment({ databaseUrl, masterKey }), process.cwd());
  const services = await createServices({
    config,
    databaseUrl,
    masterKeys: createLocalMasterKeys(Buffer.from(masterKey, "base64")),
    adapters: await loadAdapters(config.adapters, (name) => import(name) as Promise<{ default?: unknown }>),
    log: createLog({ level: "error" }),
  });
  return {
    provisioning: createProvisioning(services),
    orders: createConnectionControls(services.database, actor),
    async apply(document) {
      const text = JSON.stringify(document);
      const source = { readVariable: () => undefined, readFile: () => undefined };
      await applyFile(services, { file: "chaos", text, source, actor, isDryRun: false, isPruning: false });
    },
    close: () => services.close(),
  };
}
