import type { Flow, RoutingRule, Target } from "@kyc-gateway/core";
import type { Vault } from "../../platform/encryption/vault.ts";
import {
  type ConnectionFactory,
  type ConnectionRuntime,
  AccountConfigurationEntity,
  ConnectionControlsEntity,
  applyControls,
} from "../providers/index.ts";
import { IsolationLevel } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Database } from "../../platform/database/database.ts";
import { ConnectionEntity } from "./connection.entity.ts";
import { FlowEntity, type StoredTarget } from "./flow.entity.ts";
import { RoutingRuleEntity } from "./routing-rule.entity.ts";
import { TenantEntity } from "./tenant.entity.ts";
import type { ConfigurationSnapshot } from "./configuration-snapshot.ts";
import { completePrivacy } from "./privacy-settings.ts";
import { openSettings } from "./connection-secrets.ts";
import type { LaunchPageModel } from "./configuration-model.ts";

/** Keys of products and operators, as requests are checked against them. */
export type Credentials = Pick<ConfigurationSnapshot, "keys" | "operators">;

interface LoadOptions {
  readonly database: Database;
  readonly vault: Vault;
  readonly factory: ConnectionFactory;
  /** The configuration in force: connections that did not change live on, with their tokens and breakers. */
  readonly previous: ConfigurationSnapshot;
  /** Told of a stored connection that cannot be used. */
  readonly onBroken: (name: string, why: string) => void;
  /** Reads within the transaction that reads the rest. */
  readonly readCredentials: (em: EntityManager) => Promise<Credentials>;
}

/** Reads everything that is configured in one repeatable-read transaction, and makes it ready for use. */
export async function loadSnapshot(options: LoadOptions): Promise<ConfigurationSnapshot> {
  const rows = await readAll(options);
  // After the tenants, so that none of them is without its keys.
  await options.vault.keys.load();
  const { connections, broken } = buildConnections(rows.connections, options);
  applyControls(connections, rows.controls);
  discardReplaced(options, connections);
  const nameOf = new Map(rows.connections.map(({ id, name }) => [id, name]));
  for (const { name, why } of broken) options.onBroken(name, why);
  return {
    tenants: new Map(rows.tenants.map(({ name, id }) => [name, id])),
    privacy: new Map(rows.tenants.map(({ id, privacy }) => [id, completePrivacy(privacy)])),
    appSchemes: new Map(rows.tenants.map(({ id, appSchemes }) => [id, appSchemes])),
    ...rows.credentials,
    flows: groupFlows(rows.flows, nameOf),
    rules: groupRules(rows.rules, nameOf),
    launchPages: groupLaunchPages(rows.flows),
    sessionLifetimes: groupLifetimes(rows.lifetimes),
    connections,
    connectionsByName: new Map([...connections.values()].map((connection) => [connection.name, connection])),
    removedConnections: new Map(rows.removed.map(({ name, adapter }) => [name, adapter])),
    broken,
  };
}

async function readAll({ database, readCredentials }: Pick<LoadOptions, "database" | "readCredentials">) {
  const em = database.orm.em.fork();
  return em.transactional(
    async (transaction) => ({
      tenants: await transaction.findAll(TenantEntity),
      credentials: await readCredentials(transaction),
      connections: await transaction.find(ConnectionEntity, { removedAt: null }),
      removed: await transaction.find(
        ConnectionEntity,
        { removedAt: { $ne: null } },
        { fields: ["name", "adapter"], orderBy: { removedAt: "asc" } },
      ),
      lifetimes: await transaction.findAll(AccountConfigurationEntity),
      controls: await transaction.findAll(ConnectionControlsEntity),
      flows: await transaction.find(FlowEntity, {}),
      rules: await transaction.find(RoutingRuleEntity, {}, { orderBy: { tenantId: "asc", position: "asc" } }),
    }),
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  );
}

function discardReplaced(
  { previous, factory }: { previous: ConfigurationSnapshot; factory: ConnectionFactory },
  connections: ReadonlyMap<string, ConnectionRuntime>,
): void {
  for (const [id, runtime] of previous.connections)
    if (connections.get(id) !== runtime) factory.discard(runtime);
}

type Rows = Awaited<ReturnType<typeof readAll>>;

function buildConnections(
  rows: Rows["connections"],
  { vault, factory, previous }: { vault: Vault; factory: ConnectionFactory; previous: ConfigurationSnapshot },
): { connections: Map<string, ConnectionRuntime>; broken: { name: string; why: string }[] } {
  const connections = new Map<string, ConnectionRuntime>();
  const broken: { name: string; why: string }[] = [];
  for (const row of rows) {
    const version = row.updatedAt.getTime();
    const known = previous.connections.get(row.id);
    if (known?.version === version) {
      connections.set(row.id, known);
      continue;
    }
    const { id, tenantId, name, adapter, retiredAt } = row;
    try {
      const settings = openSettings(vault.system, row);
      connections.set(
        id,
        factory.create({ id, tenantId, name, adapter, version, isRetired: retiredAt !== null, settings }),
      );
    } catch (error) {
      broken.push({ name, why: error instanceof Error ? error.message : "unknown" });
    }
  }
  return { connections, broken };
}

/** Names of connections, those that cannot be used among them: a trace must be able to name what it skipped. */
type Names = ReadonlyMap<string, string>;

function groupFlows(rows: Rows["flows"], nameOf: Names): Map<string, Map<string, Flow>> {
  const flows = new Map<string, Map<string, Flow>>();
  for (const row of rows) {
    const ofTenant = flows.get(row.tenantId) ?? new Map<string, Flow>();
    ofTenant.set(row.name, {
      name: row.name,
      requiredChecks: row.requiredChecks,
      targets: row.targets.map((target) => toTarget(target, nameOf)),
    });
    flows.set(row.tenantId, ofTenant);
  }
  return flows;
}

function groupLaunchPages(rows: Rows["flows"]): Map<string, Map<string, LaunchPageModel>> {
  const pages = new Map<string, Map<string, LaunchPageModel>>();
  for (const { tenantId, name, launchPage } of rows) {
    if (launchPage === null) continue;
    const ofTenant = pages.get(tenantId) ?? new Map<string, LaunchPageModel>();
    pages.set(tenantId, ofTenant.set(name, launchPage));
  }
  return pages;
}

function groupLifetimes(rows: Rows["lifetimes"]): Map<string, Map<string, number>> {
  const lifetimes = new Map<string, Map<string, number>>();
  for (const { connectionId, configurationId, sessionLifetimeMs } of rows) {
    if (sessionLifetimeMs === null) continue;
    const ofConnection = lifetimes.get(connectionId) ?? new Map<string, number>();
    lifetimes.set(connectionId, ofConnection.set(configurationId, sessionLifetimeMs));
  }
  return lifetimes;
}

function toTarget({ connectionId, settings }: StoredTarget, nameOf: Names): Target {
  return { connectionId, connectionName: nameOf.get(connectionId) ?? connectionId, flowSettings: settings };
}

function groupRules(rows: Rows["rules"], nameOf: Names): Map<string, RoutingRule[]> {
  const named = <T extends { connectionId: string }>({ connectionId, ...rest }: T) => ({
    connectionName: nameOf.get(connectionId) ?? connectionId,
    ...rest,
  });
  return Map.groupBy(
    rows.map(({ tenantId, name, conditions, targets, canary }) => ({
      tenantId,
      name,
      when: conditions,
      targets: targets.map(named),
      ...(canary === null ? {} : { canary: named(canary) }),
    })),
    ({ tenantId }) => tenantId,
  );
}
