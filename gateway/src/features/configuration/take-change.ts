import type { JsonSchema } from "@kyc-gateway/adapter-spec/v1";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { v7 as newUuid } from "uuid";
import { sealSettings } from "./connection-secrets.ts";
import { DataKeyEntity } from "../../platform/encryption/key.entity.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import { ConnectionEntity } from "./connection.entity.ts";
import { FlowEntity } from "./flow.entity.ts";
import { RoutingRuleEntity } from "./routing-rule.entity.ts";
import { TenantEntity } from "./tenant.entity.ts";
import { completeReturnUrls } from "./return-url-settings.ts";
import { completeValidity } from "./validity-settings.ts";
import type { ConnectionModel, FlowModel, TenantModel } from "./configuration-model.ts";
import type { StoredConfiguration } from "./configuration.store.ts";
import type { Change } from "./find-changes.ts";
import { takeEndpointChange } from "./take-endpoint-change.ts";

/** What taking a change needs: the running transaction, and the ids so far. */
interface ChangeParts extends Pick<StoredConfiguration, "tenantIds" | "connectionIds"> {
  readonly em: SqlEntityManager;
  readonly vault: Vault;
  /** Tenants whose keys are in memory before they are committed. */
  readonly madeTenantIds: string[];
  readonly settingsSchemaOf: (adapter: string) => JsonSchema;
}

/** Writes one change into the running transaction, and the ids that it gives. */
export async function takeChange(parts: ChangeParts, change: Change): Promise<void> {
  switch (change.kind) {
    case "tenant": {
      const id = newUuid();
      await parts.em.insert(TenantEntity, {
        id,
        name: change.tenant,
        createdAt: new Date(),
        privacy: {},
        ...completeValidity(),
        ...completeReturnUrls(),
      });
      parts.madeTenantIds.push(id);
      await parts.vault.keys.addTenant(id, (key) =>
        parts.em.insert(DataKeyEntity, { ...key, createdAt: new Date(), replacedAt: null }),
      );
      parts.tenantIds.set(change.tenant, id);
      return;
    }
    case "connection":
      return change.desired === undefined
        ? removeConnection(parts, change.connection)
        : saveConnection(parts, change.desired);
    case "flow":
      return change.desired === undefined
        ? removeFlow(parts, change.tenant, change.flow)
        : saveFlow(parts, change.tenant, change.desired);
    case "routing":
      return saveRules(parts, change.tenant, change.desired);
    case "endpoint": {
      const { em, vault } = parts;
      const tenantId = readId(parts.tenantIds, change.tenant);
      return takeEndpointChange({ em, vault, tenantId, url: change.url }, change.desired);
    }
    case "privacy": {
      const id = readId(parts.tenantIds, change.tenant);
      await parts.em.nativeUpdate(TenantEntity, { id }, { privacy: change.desired });
      return;
    }
    case "return-urls":
    case "validity": {
      const id = readId(parts.tenantIds, change.tenant);
      await parts.em.nativeUpdate(TenantEntity, { id }, change.desired);
      return;
    }
  }
}

async function saveConnection(parts: ChangeParts, desired: ConnectionModel): Promise<void> {
  const { em, vault, tenantIds, connectionIds } = parts;
  const known = connectionIds.get(desired.name);
  const id = known ?? newUuid();
  const existing = known === undefined ? null : await em.findOneOrFail(ConnectionEntity, { id });
  const now = new Date();
  const schema = parts.settingsSchemaOf(desired.adapter);
  const tenantId = desired.tenant === null ? null : readId(tenantIds, desired.tenant);
  const sealed = await vault.opening(() =>
    sealSettings(vault.of(tenantId), id, { schema, settings: desired.settings }),
  );
  const row = {
    tenantId,
    sharedWith: desired.tenants?.map((name) => readId(tenantIds, name)) ?? null,
    secretReferences: desired.references,
    prices: [...desired.prices],
    ...sealed,
    updatedAt: now,
    retiredAt: desired.isRetired ? (existing?.retiredAt ?? now) : null,
  };
  if (existing === null) {
    const { name, adapter } = desired;
    await em.insert(ConnectionEntity, { id, name, adapter, createdAt: now, removedAt: null, ...row });
  } else await em.nativeUpdate(ConnectionEntity, { id }, row);
  connectionIds.set(desired.name, id);
}

/** The row stays for the sessions that were decided there; its secrets do not. */
async function removeConnection({ em, vault, connectionIds }: ChangeParts, name: string): Promise<void> {
  const id = readId(connectionIds, name);
  const { sealedSecrets } = await vault.opening(() =>
    sealSettings(vault.system, id, { schema: {}, settings: {} }),
  );
  const now = new Date();
  await em.nativeUpdate(
    ConnectionEntity,
    { id },
    { sealedSecrets, secretReferences: {}, updatedAt: now, retiredAt: now, removedAt: now },
  );
  connectionIds.delete(name);
}

async function saveFlow(parts: ChangeParts, tenant: string, desired: FlowModel): Promise<void> {
  const { em, tenantIds, connectionIds } = parts;
  const now = new Date();
  await em.upsert(
    FlowEntity,
    {
      id: newUuid(),
      tenantId: readId(tenantIds, tenant),
      name: desired.name,
      requiredChecks: [...desired.requiredChecks],
      validFor: desired.validFor,
      launchPage: desired.launchPage,
      targets: desired.targets.map(({ connection, settings }) => ({
        connectionId: readId(connectionIds, connection),
        settings,
      })),
      createdAt: now,
      updatedAt: now,
    },
    { onConflictFields: ["tenantId", "name"], onConflictExcludeFields: ["id", "createdAt"] },
  );
}

async function removeFlow({ em, tenantIds }: ChangeParts, tenant: string, name: string): Promise<void> {
  await em.nativeDelete(FlowEntity, { tenantId: readId(tenantIds, tenant), name });
}

/** The order is part of the rules: they are replaced as a whole. */
async function saveRules(
  { em, tenantIds, connectionIds }: ChangeParts,
  tenant: string,
  rules: TenantModel["routing"],
): Promise<void> {
  const tenantId = readId(tenantIds, tenant);
  const withId = <T extends { connection: string }>({ connection, ...rest }: T) => ({
    connectionId: readId(connectionIds, connection),
    ...rest,
  });
  await em.nativeDelete(RoutingRuleEntity, { tenantId });
  const rows = rules.map(({ name, when, targets, canary }, position) => ({
    tenantId,
    position,
    name,
    conditions: when,
    targets: targets.map(withId),
    canary: canary === null ? null : withId(canary),
  }));
  if (rows.length > 0) await em.insertMany(RoutingRuleEntity, rows);
}

/** Checked before: a name without an id is a fault of ours. */
function readId(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`The configuration was checked, and still names an unknown ${name}.`);
  return id;
}
