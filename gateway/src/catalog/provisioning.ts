import type { CheckKind, Mistake } from "@kyc-gateway/adapter-spec/v1";
import { v7 as newUuid } from "uuid";
import { createApiKey, hashApiKey } from "../crypto/api-key.ts";
import type { Sealer } from "../crypto/sealer.ts";
import type { AdapterHost } from "../host/adapter-host.ts";
import { SettingsError } from "../host/settings-error.ts";
import type { Database } from "../persistence/database.ts";
import { ApiKeyEntity } from "../persistence/entities/api-key.entity.ts";
import { ConnectionEntity } from "../persistence/entities/connection.entity.ts";
import { FlowEntity } from "../persistence/entities/flow.entity.ts";
import { TenantEntity } from "../persistence/entities/tenant.entity.ts";
import type { Scope } from "./catalog.ts";
import { sealSettings } from "./connection-secrets.ts";

/** A connection as an operator describes it. */
export interface ConnectionDescription {
  readonly name: string;
  readonly adapter: string;
  readonly settings: Record<string, unknown>;
  /** The tenant's name; absent: shared. */
  readonly tenant?: string;
}

/** A flow as an operator describes it. Targets stand in order of preference. */
export interface FlowDescription {
  readonly tenant: string;
  readonly name: string;
  readonly requiredChecks?: readonly CheckKind[];
  readonly targets: readonly { readonly connection: string; readonly settings: Record<string, unknown> }[];
}

/** Thrown when what an operator names is not there. */
export class NotConfiguredError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotConfiguredError";
  }
}

/** How tenants, keys, connections and flows come to be: checked first, then stored, in force within moments. */
export interface Provisioning {
  /** Repeating it changes nothing. Gives the id. */
  saveTenant(name: string): Promise<string>;
  /** The key is shown this once. */
  createKey(key: {
    tenant: string;
    name: string;
    scopes: readonly Scope[];
    expiresAt?: Date;
  }): Promise<{ id: string; key: string }>;
  /** Whether there was such a key that was not revoked yet. */
  revokeKey(id: string): Promise<boolean>;
  listKeys(
    tenant: string,
  ): Promise<
    readonly { id: string; name: string; scopes: string[]; createdAt: Date; revokedAt: Date | null }[]
  >;
  /** Makes or replaces the connection of that name. Throws `SettingsError` with every mistake. */
  saveConnection(connection: ConnectionDescription): Promise<string>;
  /** No new sessions; those that are there live on. */
  retireConnection(name: string): Promise<boolean>;
  /** Makes or replaces the tenant's flow of that name. Throws `SettingsError` with every mistake. */
  saveFlow(flow: FlowDescription): Promise<string>;
  hasFlow(tenant: string, name: string): Promise<boolean>;
  listTenants(): Promise<readonly { id: string; name: string; createdAt: Date }[]>;
  listConnections(): Promise<
    readonly { id: string; name: string; adapter: string; retiredAt: Date | null }[]
  >;
}

interface Parts {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly adapterHost: AdapterHost;
}

export function createProvisioning(parts: Parts): Provisioning {
  const fork = () => parts.database.orm.em.fork();
  return {
    saveTenant: (name) => saveTenant(parts.database, name),
    async createKey({ tenant, name, scopes, expiresAt }) {
      const [tenantId, key, id] = [await findTenant(parts.database, tenant), createApiKey(), newUuid()];
      const row = {
        id,
        tenantId,
        name,
        secretHash: hashApiKey(key),
        scopes: [...scopes],
        createdAt: new Date(),
        expiresAt: expiresAt ?? null,
        revokedAt: null,
      };
      await fork().insert(ApiKeyEntity, row);
      return { id, key };
    },
    revokeKey: async (id) =>
      (await fork().nativeUpdate(ApiKeyEntity, { id, revokedAt: null }, { revokedAt: new Date() })) > 0,
    listKeys: async (tenant) =>
      fork().find(
        ApiKeyEntity,
        { tenantId: await findTenant(parts.database, tenant) },
        { orderBy: { createdAt: "asc" } },
      ),
    saveConnection: (connection) => saveConnection(parts, connection),
    retireConnection: async (name) => {
      const change = { retiredAt: new Date(), updatedAt: new Date() };
      return (await fork().nativeUpdate(ConnectionEntity, { name, retiredAt: null }, change)) > 0;
    },
    saveFlow: (flow) => saveFlow(parts, flow),
    hasFlow: async (tenant, name) =>
      (await fork().count(FlowEntity, { tenantId: await findTenant(parts.database, tenant), name })) > 0,
    listTenants: () => fork().findAll(TenantEntity, { orderBy: { name: "asc" } }),
    listConnections: () => fork().findAll(ConnectionEntity, { orderBy: { name: "asc" } }),
  };
}

const namePattern = /^[a-z0-9][a-z0-9_-]{0,62}$/;

function checkName(subject: string, name: string): void {
  if (namePattern.test(name)) return;
  const message = "must be 1–63 lower case letters, digits, - or _, and begin with a letter or digit";
  throw new SettingsError(subject, [{ pointer: "/name", code: "wrong_format", message }]);
}

async function saveTenant({ orm }: Database, name: string): Promise<string> {
  checkName(`tenant ${name}`, name);
  const em = orm.em.fork();
  await em.upsert(
    TenantEntity,
    { id: newUuid(), name, createdAt: new Date() },
    { onConflictFields: ["name"], onConflictAction: "ignore" },
  );
  return (await em.findOneOrFail(TenantEntity, { name })).id;
}

async function findTenant({ orm }: Database, name: string): Promise<string> {
  const tenant = await orm.em.fork().findOne(TenantEntity, { name });
  if (tenant === null)
    throw new NotConfiguredError(
      `There is no tenant "${name}". Make it with: kyc-gateway tenant add ${name}`,
    );
  return tenant.id;
}

async function saveConnection(
  { database, sealer, adapterHost }: Parts,
  description: ConnectionDescription,
): Promise<string> {
  const { name, adapter, settings, tenant } = description;
  checkName(`connection ${name}`, name);
  const mistakes = adapterHost.checkSettings(adapter, settings);
  if (mistakes.length > 0) throw new SettingsError(`connection ${name}`, mistakes);
  const tenantId = tenant === undefined ? null : await findTenant(database, tenant);
  const schema = adapterHost.adapters.get(adapter)?.manifest.settingsSchema ?? {};
  return database.orm.em.fork().transactional(async (em) => {
    const existing = await em.findOne(ConnectionEntity, { name });
    if (existing !== null && (existing.adapter !== adapter || existing.tenantId !== tenantId)) {
      const message =
        "cannot change its adapter or its tenant: its sessions live there. Make another connection and retire this one";
      throw new SettingsError(`connection ${name}`, [{ pointer: "/adapter", code: "immutable", message }]);
    }
    const id = existing?.id ?? newUuid();
    const change = {
      ...sealSettings(sealer, id, { schema, settings }),
      updatedAt: new Date(),
      retiredAt: null,
    };
    if (existing === null)
      em.create(ConnectionEntity, { id, name, adapter, tenantId, createdAt: new Date(), ...change });
    else em.assign(existing, change);
    return id;
  });
}

async function saveFlow({ database, adapterHost }: Parts, description: FlowDescription): Promise<string> {
  const subject = `flow ${description.name}`;
  checkName(subject, description.name);
  const tenantId = await findTenant(database, description.tenant);
  const em = database.orm.em.fork();
  const names = description.targets.map(({ connection }) => connection);
  const connections = new Map(
    (await em.find(ConnectionEntity, { name: { $in: names } })).map((connection) => [
      connection.name,
      connection,
    ]),
  );
  const mistakes: Mistake[] =
    names.length === 0
      ? [{ pointer: "/targets", code: "too_few", message: "must name at least one connection" }]
      : [];
  for (const [index, target] of description.targets.entries()) {
    const pointer = `/targets/${index}`;
    const connection = connections.get(target.connection);
    if (connection === undefined || (connection.tenantId !== null && connection.tenantId !== tenantId)) {
      mistakes.push({
        pointer: `${pointer}/connection`,
        code: "unknown_connection",
        message: `names no connection of this tenant: ${target.connection}`,
      });
      continue;
    }
    const found = adapterHost.checkFlow(connection.adapter, target.settings);
    mistakes.push(
      ...found.map((mistake) => ({ ...mistake, pointer: `${pointer}/settings${mistake.pointer}` })),
    );
  }
  if (mistakes.length > 0) throw new SettingsError(subject, mistakes);
  const targets = description.targets.map(({ connection, settings }) => ({
    connectionId: connections.get(connection)?.id ?? "",
    settings,
  }));
  const now = new Date();
  const row = {
    id: newUuid(),
    tenantId,
    name: description.name,
    requiredChecks: [...(description.requiredChecks ?? [])],
    targets,
    createdAt: now,
    updatedAt: now,
  };
  const saved = await em.upsert(FlowEntity, row, {
    onConflictFields: ["tenantId", "name"],
    onConflictExcludeFields: ["id", "createdAt"],
  });
  return saved.id;
}
