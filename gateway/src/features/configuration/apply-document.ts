import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import { Configuration } from "@kyc-gateway/http-api";
import { compileSchema } from "../../platform/validation/validate-json.ts";
import { listSecrets, type ConfigurationParts, type Edit } from "./change-configuration.ts";
import {
  toModel,
  type ConfigurationModel,
  type ConnectionModel,
  type TenantModel,
} from "./configuration-model.ts";
import { completeEndpoints } from "../events/index.ts";
import { isWithin } from "../../platform/validation/json-pointer.ts";
import {
  findPlainSecrets,
  resolveReferences,
  type ReferenceSource,
} from "../../platform/config/secret-references.ts";

/** What a file says, and how far it goes. */
interface DocumentOptions {
  readonly document: unknown;
  readonly source: ReferenceSource;
  /** Whether connections that the file does not name are to be removed. */
  readonly isPruning: boolean;
}

/**
 * What a configuration document makes of the configuration. A tenant or a connection that it names is as it says, in
 * full; others stay as they are.
 */
export function editByDocument(
  parts: ConfigurationParts,
  { document, source, isPruning }: DocumentOptions,
): (current: ConfigurationModel) => Edit {
  const issues: ValidationIssue[] = [...compileSchema(Configuration)(document)];
  const unsound = issues.map(({ pointer }) => pointer);
  const isSound = (pointer: string) => !unsound.some((place) => isWithin(place, pointer));
  const said = toModel(document, isSound);
  return (current) => {
    const connections = said.connections.map((connection, index) => {
      const at = `/connections/${index}`;
      if (!isSound(at)) return connection;
      const stored = current.connections.find(({ name }) => name === connection.name);
      const { resolved, found } = resolveConnection(parts, { connection, stored, source });
      issues.push(...found.map((issue) => ({ ...issue, pointer: `${at}/settings${issue.pointer}` })));
      return resolved;
    });
    const tenants = said.tenants.map((tenant, index) => {
      const stored = current.tenants.find(({ name }) => name === tenant.name);
      const { completed, found } = completeTenant({ tenant, stored, source });
      const at = `/tenants/${index}/eventEndpoints`;
      issues.push(...found.map((issue) => ({ ...issue, pointer: `${at}${issue.pointer}` })));
      return completed;
    });
    const model = {
      tenants: [...tenants, ...findOthers(current.tenants, said.tenants)],
      connections: [...connections, ...(isPruning ? [] : findOthers(current.connections, connections))],
    };
    return { model, issues, isSound, locate: (pointer) => (isSaid(said, pointer) ? pointer : undefined) };
  };
}

function resolveConnection(
  parts: ConfigurationParts,
  resolve: { connection: ConnectionModel; stored: ConnectionModel | undefined; source: ReferenceSource },
): { resolved: ConnectionModel; found: readonly ValidationIssue[] } {
  const { connection, stored, source } = resolve;
  const { settings, references, issues } = resolveReferences({
    settings: connection.settings,
    stored,
    source,
  });
  const resolved = { ...connection, settings, references };
  // Of an adapter that is not loaded nobody knows what is secret; that it is not is said already.
  const plain = parts.adapterHost.adapters.has(connection.adapter)
    ? findPlainSecrets(connection.settings, listSecrets(parts, resolved))
    : [];
  return { resolved, found: [...issues, ...plain] };
}

/** A file that says nothing of endpoints leaves them to the tenant. */
function completeTenant({
  tenant,
  stored,
  source,
}: {
  tenant: TenantModel;
  stored: TenantModel | undefined;
  source: ReferenceSource;
}): { completed: TenantModel; found: readonly ValidationIssue[] } {
  const present = stored?.eventEndpoints ?? null;
  if (tenant.eventEndpoints === null) return { completed: { ...tenant, eventEndpoints: present }, found: [] };
  const { endpoints, issues } = completeEndpoints(tenant.eventEndpoints, present ?? [], source);
  return { completed: { ...tenant, eventEndpoints: endpoints }, found: issues };
}

function findOthers<T extends { name: string }>(current: readonly T[], said: readonly T[]): readonly T[] {
  return current.filter(({ name }) => !said.some((one) => one.name === name));
}

/** What the document says comes first in the model: its places are the document's own. */
function isSaid(said: ConfigurationModel, pointer: string): boolean {
  const [, kind, index] = pointer.split("/");
  if (kind === "tenants" || kind === "connections")
    return index === undefined || Number(index) < said[kind].length;
  return true;
}
