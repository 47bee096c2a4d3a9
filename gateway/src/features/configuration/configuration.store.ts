import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { openSettings } from "./connection-secrets.ts";
import type { Sealer } from "../../platform/encryption/sealer.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import {
  type EndpointModel,
  EventEndpointEntity,
  type EventEndpointRecord,
  openKeys,
  readEndpointModel,
} from "../events/index.ts";
import { ConnectionEntity } from "./connection.entity.ts";
import { FlowEntity } from "./flow.entity.ts";
import { RoutingRuleEntity } from "./routing-rule.entity.ts";
import { TenantEntity } from "./tenant.entity.ts";
import { completePrivacy } from "./privacy-settings.ts";
import type { ConfigurationModel, ConnectionModel, TenantModel } from "./configuration-model.ts";
import type { Settings } from "../../platform/validation/json-pointer.ts";
import { queryWithin } from "../../platform/database/sql/query-within.ts";

/** A number of our own: whoever changes the configuration waits for whoever is changing it. */
const configurationLock = 7_411_902_654;

/** What is configured, and the ids behind the names. */
export interface StoredConfiguration {
  readonly model: ConfigurationModel;
  readonly tenantIds: Map<string, string>;
  readonly connectionIds: Map<string, string>;
}

/** Until the transaction's end nobody else changes the configuration: what is checked is what is changed. */
export async function lockConfiguration(em: SqlEntityManager): Promise<void> {
  await queryWithin(em, "select pg_advisory_xact_lock($1)", [configurationLock]);
}

/** Reads everything that is configured. Throws `UnsealError`. */
export async function readConfiguration(em: SqlEntityManager, vault: Vault): Promise<StoredConfiguration> {
  const tenants = await em.findAll(TenantEntity, { orderBy: { name: "asc" } });
  const connections = await em.find(ConnectionEntity, { removedAt: null }, { orderBy: { name: "asc" } });
  const flows = await em.findAll(FlowEntity, { orderBy: { name: "asc" } });
  const rules = await em.findAll(RoutingRuleEntity, { orderBy: { tenantId: "asc", position: "asc" } });
  const endpoints = await em.findAll(EventEndpointEntity, { orderBy: { createdAt: "asc", id: "asc" } });
  const tenantNames = new Map(tenants.map(({ id, name }) => [id, name]));
  const connectionNames = new Map(connections.map(({ id, name }) => [id, name]));
  const endpointsOf = Map.groupBy(endpoints, ({ tenantId }) => tenantId);
  const [flowsOf, rulesOf] = [
    Map.groupBy(flows, ({ tenantId }) => tenantId),
    Map.groupBy(rules, ({ tenantId }) => tenantId),
  ];
  return {
    tenantIds: new Map(tenants.map(({ id, name }) => [name, id])),
    connectionIds: new Map(connections.map(({ id, name }) => [name, id])),
    model: {
      connections: await vault.opening(() =>
        connections.map((row) => toConnection(row, tenantNames, vault.system)),
      ),
      tenants: await vault.opening(() =>
        tenants.map(({ id, name, privacy, noticeDays, appSchemes }) => ({
          eventEndpoints: (endpointsOf.get(id) ?? []).map((row) => toEndpoint(row, vault)),
          name,
          privacy: completePrivacy(privacy),
          validity: { noticeDays },
          returnUrls: { appSchemes },
          flows: (flowsOf.get(id) ?? []).map((flow) => ({
            name: flow.name,
            requiredChecks: flow.requiredChecks,
            validFor: flow.validFor,
            launchPage: flow.launchPage,
            targets: flow.targets.map(({ connectionId, settings }) => ({
              connection: connectionNames.get(connectionId) ?? connectionId,
              settings: structuredClone(settings) as Settings,
            })),
          })),
          routing: (rulesOf.get(id) ?? []).map((rule) => toRule(rule, connectionNames)),
        })),
      ),
    },
  };
}

function toEndpoint(row: EventEndpointRecord, vault: Vault): EndpointModel {
  const { id, tenantId, url, description, types } = row;
  const keys = openKeys(vault.of(tenantId), id, row.sealedKeys);
  return readEndpointModel({ url, description, types: types as EndpointModel["types"] }, keys);
}

type ConnectionRow = Parameters<typeof openSettings>[1] & {
  readonly name: string;
  readonly adapter: string;
  readonly tenantId: string | null;
  readonly sharedWith: readonly string[] | null;
  readonly retiredAt: Date | null;
  readonly prices: ConnectionModel["prices"];
  readonly secretReferences: ConnectionModel["references"];
};

function toConnection(
  row: ConnectionRow,
  tenantNames: ReadonlyMap<string, string>,
  sealer: Sealer,
): ConnectionModel {
  return {
    name: row.name,
    adapter: row.adapter,
    tenant: row.tenantId === null ? null : (tenantNames.get(row.tenantId) ?? null),
    tenants: row.sharedWith?.flatMap((id) => tenantNames.get(id) ?? []) ?? null,
    isRetired: row.retiredAt !== null,
    prices: row.prices,
    settings: structuredClone(openSettings(sealer, row)),
    references: row.secretReferences,
  };
}

type RuleRow = {
  readonly name: string;
  readonly conditions: TenantModel["routing"][number]["when"];
  readonly targets: readonly { connectionId: string; priority: number; weight: number }[];
  readonly canary: { connectionId: string; percent: number } | null;
};

function toRule(row: RuleRow, connectionNames: ReadonlyMap<string, string>): TenantModel["routing"][number] {
  const nameOf = (id: string) => connectionNames.get(id) ?? id;
  return {
    name: row.name,
    when: row.conditions,
    targets: row.targets.map(({ connectionId, priority, weight }) => ({
      connection: nameOf(connectionId),
      priority,
      weight,
    })),
    canary:
      row.canary === null
        ? null
        : { connection: nameOf(row.canary.connectionId), percent: row.canary.percent },
  };
}
