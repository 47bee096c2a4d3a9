import type { CheckKind } from "@kyc-gateway/adapter-spec/v1";
import { FlowConfiguration } from "@kyc-gateway/http-api";
import { compileSchema } from "../../platform/validation/validate-json.ts";
import type { Actor } from "../audit/index.ts";
import { findTenantId } from "./find-tenant-id.ts";
import { changeConfiguration, type ChangeOptions, type ConfigurationParts } from "./change-configuration.ts";
import { type ConnectionModel, toLaunchPage } from "./configuration-model.ts";
import { putConnection, putFlow, putTenant, removeConnection, retireConnection } from "./edits.ts";
import { SettingsError } from "../../platform/validation/settings-error.ts";
import type { Database } from "../../platform/database/database.ts";
import { ConnectionEntity } from "./connection.entity.ts";
import { FlowEntity } from "./flow.entity.ts";

/** A connection as an operator describes it. */
interface ConnectionDescription {
  readonly name: string;
  readonly adapter: string;
  readonly settings: Record<string, unknown>;
  /** The tenant's name; absent: shared. */
  readonly tenant?: string;
}

/** A flow as an operator describes it. Targets stand in order of preference. */
interface FlowDescription {
  readonly tenant: string;
  readonly name: string;
  readonly requiredChecks?: readonly CheckKind[];
  /** How long an approval counts, as an ISO 8601 duration. */
  readonly validFor?: string;
  readonly launchPage?: { readonly returnUrl?: string };
  readonly targets: readonly { readonly connection: string; readonly settings: Record<string, unknown> }[];
}

/** How tenants, connections and flows come to be one by one: checked first, then stored, in force within moments. */
export interface ConfigurationCommands {
  /** Repeating it changes nothing. Gives the id. */
  saveTenant(name: string): Promise<string>;
  /** Makes or replaces the connection of that name. Throws `SettingsError` with every issue. */
  saveConnection(connection: ConnectionDescription): Promise<string>;
  /** No new sessions; those that are there live on. */
  retireConnection(name: string): Promise<boolean>;
  /** Throws `SettingsError` while live sessions or flows need it. False: there is none of that name. */
  removeConnection(name: string): Promise<boolean>;
  /** Makes or replaces the tenant's flow of that name. Throws `SettingsError` with every issue. */
  saveFlow(flow: FlowDescription): Promise<string>;
  hasFlow(tenant: string, name: string): Promise<boolean>;
}

/** Changes are audited as this process's own unless an actor is named. */
export function createConfigurationCommands(
  parts: ConfigurationParts,
  actor: Actor = { operator: "gateway", requestId: null },
): ConfigurationCommands {
  const { database } = parts;
  const fork = () => database.orm.em.fork();
  const change = (subject: string, edit: ChangeOptions["edit"]) =>
    changeConfiguration(parts, { subject, actor, edit });
  return {
    async saveTenant(name) {
      checkName(`tenant ${name}`, name);
      await change(`tenant ${name}`, (current) => putTenant(current, name));
      return findTenantId(database, name);
    },
    async saveConnection(description) {
      const { name, tenant } = description;
      checkName(`connection ${name}`, name);
      if (tenant !== undefined) await findTenantId(database, tenant);
      await change(`connection ${name}`, (current) => putConnection(current, toConnection(description)));
      return (await fork().findOneOrFail(ConnectionEntity, { name, removedAt: null })).id;
    },
    async retireConnection(name) {
      const changes = await change(`connection ${name}`, (current) => retireConnection(current, name));
      return changes.length > 0;
    },
    async removeConnection(name) {
      const changes = await change(`connection ${name}`, (current) => removeConnection(current, name));
      return changes.length > 0;
    },
    saveFlow: (flow) => saveFlow(database, flow, change),
    hasFlow: async (tenant, name) =>
      (await fork().count(FlowEntity, { tenantId: await findTenantId(database, tenant), name })) > 0,
  };
}

const namePattern = /^[a-z0-9][a-z0-9_-]{0,62}$/;

function checkName(subject: string, name: string): void {
  if (namePattern.test(name)) return;
  const message = "must be 1–63 lower case letters, digits, - or _, and begin with a letter or digit";
  throw new SettingsError(subject, [{ pointer: "/name", code: "wrong_format", message }]);
}

function toConnection({ name, adapter, tenant, settings }: ConnectionDescription): ConnectionModel {
  const copy = structuredClone(settings);
  return {
    name,
    adapter,
    tenant: tenant ?? null,
    tenants: null,
    isRetired: false,
    prices: [],
    settings: copy,
    references: {},
  };
}

async function saveFlow(
  database: Database,
  { tenant, name, requiredChecks = [], validFor, launchPage, targets }: FlowDescription,
  change: (subject: string, edit: ChangeOptions["edit"]) => Promise<unknown>,
): Promise<string> {
  const subject = `flow ${name}`;
  checkName(subject, name);
  const tenantId = await findTenantId(database, tenant);
  const document = {
    name,
    requiredChecks,
    targets,
    ...(validFor === undefined ? {} : { validFor }),
    ...(launchPage === undefined ? {} : { launchPage }),
  };
  const issues = compileSchema(FlowConfiguration)(document);
  if (issues.length > 0) throw new SettingsError(subject, issues);
  const flow = {
    name,
    requiredChecks,
    validFor: validFor ?? null,
    launchPage: toLaunchPage(launchPage),
    targets: targets.map(({ connection, settings }) => ({ connection, settings: structuredClone(settings) })),
  };
  await change(subject, (current) => putFlow(current, tenant, flow));
  return (await database.orm.em.fork().findOneOrFail(FlowEntity, { tenantId, name })).id;
}
