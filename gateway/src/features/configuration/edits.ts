import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import { completeReturnUrls } from "./return-url-settings.ts";
import { completePrivacy } from "./privacy-settings.ts";
import { completeValidity } from "./validity-settings.ts";
import type { Edit } from "./change-configuration.ts";
import type {
  ConfigurationModel,
  ConnectionModel,
  FlowModel,
  RuleModel,
  TenantModel,
} from "./configuration-model.ts";
import type { EndpointModel } from "../events/index.ts";
import { isWithin } from "../../platform/validation/json-pointer.ts";

/** A change of one part: what is found in it is located there. */
function editPart(model: ConfigurationModel, at: string | undefined): Edit {
  return {
    model,
    issues: [],
    isSound: () => true,
    locate: (pointer) => (at !== undefined && isWithin(pointer, at) ? pointer.slice(at.length) : undefined),
  };
}

/** Makes a tenant where there is none of that name. */
export function putTenant(current: ConfigurationModel, name: string): Edit {
  const isThere = current.tenants.some((tenant) => tenant.name === name);
  const tenants = isThere ? current.tenants : [...current.tenants, newTenant(name)];
  return editPart({ ...current, tenants }, undefined);
}

/** Makes or replaces a connection. `issues` of its settings were found before, with pointers into them. */
export function putConnection(
  current: ConfigurationModel,
  connection: ConnectionModel,
  issues: readonly ValidationIssue[] = [],
): Edit {
  const connections = replaceNamed(current.connections, connection);
  const at = `/connections/${connections.indexOf(connection)}`;
  return {
    ...editPart({ ...current, connections }, at),
    issues: issues.map((issue) => ({ ...issue, pointer: `${at}/settings${issue.pointer}` })),
  };
}

/** Starts no new sessions there. A connection that is not there stays so. */
export function retireConnection(current: ConfigurationModel, name: string): Edit {
  const connections = current.connections.map((connection) =>
    connection.name === name ? { ...connection, isRetired: true } : connection,
  );
  return editPart({ ...current, connections }, undefined);
}

export function removeConnection(current: ConfigurationModel, name: string): Edit {
  const connections = current.connections.filter((connection) => connection.name !== name);
  return editPart({ ...current, connections }, undefined);
}

/** Makes or replaces a flow of a tenant that is there. */
export function putFlow(current: ConfigurationModel, tenantName: string, flow: FlowModel): Edit {
  const { model, at, tenant } = editTenant(current, tenantName, (old) => ({
    ...old,
    flows: replaceNamed(old.flows, flow),
  }));
  return editPart(model, `${at}/flows/${tenant.flows.indexOf(flow)}`);
}

export function removeFlow(current: ConfigurationModel, tenantName: string, name: string): Edit {
  const { model } = editTenant(current, tenantName, (old) => ({
    ...old,
    flows: old.flows.filter((flow) => flow.name !== name),
  }));
  return editPart(model, undefined);
}

/** Replaces a tenant's ordered rules. */
export function putRouting(
  current: ConfigurationModel,
  tenantName: string,
  routing: readonly RuleModel[],
): Edit {
  const { model, at } = editTenant(current, tenantName, (old) => ({ ...old, routing }));
  return editPart(model, `${at}/routing`);
}

/** Replaces what a tenant requires for its people's data. */
export function putPrivacy(
  current: ConfigurationModel,
  tenantName: string,
  privacy: TenantModel["privacy"],
): Edit {
  const { model, at } = editTenant(current, tenantName, (old) => ({ ...old, privacy }));
  return editPart(model, `${at}/privacy`);
}

/** Replaces how a tenant is told that approvals end. */
export function putValidity(
  current: ConfigurationModel,
  tenantName: string,
  validity: TenantModel["validity"],
): Edit {
  const { model, at } = editTenant(current, tenantName, (old) => ({ ...old, validity }));
  return editPart(model, `${at}/validity`);
}

/** Replaces where a tenant's applicants may return to. */
export function putReturnUrls(
  current: ConfigurationModel,
  tenantName: string,
  returnUrls: TenantModel["returnUrls"],
): Edit {
  const { model, at } = editTenant(current, tenantName, (old) => ({ ...old, returnUrls }));
  return editPart(model, `${at}/returnUrls`);
}

/** Replaces a tenant's endpoints. `issues` of their references were found before, with pointers into them. */
export function putEndpoints(
  current: ConfigurationModel,
  tenantName: string,
  { endpoints, issues }: { endpoints: readonly EndpointModel[]; issues: readonly ValidationIssue[] },
): Edit {
  const { model, at: tenantAt } = editTenant(current, tenantName, (old) => ({
    ...old,
    eventEndpoints: endpoints,
  }));
  const at = `${tenantAt}/eventEndpoints`;
  return {
    ...editPart(model, at),
    issues: issues.map((issue) => ({ ...issue, pointer: `${at}${issue.pointer}` })),
  };
}

function newTenant(name: string): TenantModel {
  const [privacy, validity, returnUrls] = [completePrivacy(), completeValidity(), completeReturnUrls()];
  return { name, flows: [], routing: [], privacy, validity, returnUrls, eventEndpoints: null };
}

function editTenant(
  current: ConfigurationModel,
  name: string,
  change: (tenant: TenantModel) => TenantModel,
): { model: ConfigurationModel; at: string; tenant: TenantModel } {
  const index = current.tenants.findIndex((tenant) => tenant.name === name);
  const tenant = change(current.tenants[index] ?? newTenant(name));
  const tenants = current.tenants.map((old, position) => (position === index ? tenant : old));
  return { model: { ...current, tenants }, at: `/tenants/${index}`, tenant };
}

function replaceNamed<T extends { name: string }>(list: readonly T[], item: T): readonly T[] {
  const isThere = list.some(({ name }) => name === item.name);
  return isThere ? list.map((old) => (old.name === item.name ? item : old)) : [...list, item];
}
