import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { findSecrets } from "./connection-secrets.ts";
import type { Config } from "../../platform/config/config.schema.ts";
import type { AdapterHost } from "../providers/index.ts";
import { SettingsError } from "../../platform/validation/settings-error.ts";
import type { Database } from "../../platform/database/database.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import { type Actor, recordAudit } from "../audit/index.ts";
import { checkConfiguration, type CheckContext } from "./check-configuration.ts";
import type { ConfigurationModel, ConnectionModel } from "./configuration-model.ts";
import { lockConfiguration, readConfiguration, type StoredConfiguration } from "./configuration.store.ts";
import { describeChange } from "./describe-change.ts";
import { findChanges, type Change } from "./find-changes.ts";
import { listBusyConnections } from "./list-busy-connections.store.ts";
import { takeChange } from "./take-change.ts";
import { readTokens } from "../../platform/validation/json-pointer.ts";

/** What managing the configuration needs. */
export interface ConfigurationParts {
  readonly database: Database;
  readonly vault: Vault;
  readonly adapterHost: Pick<AdapterHost, "adapters" | "checkSettings" | "checkFlow">;
  readonly config: Pick<Config, "eventHostsAllowed">;
}

/** What shall be, seen from what is. */
export interface Edit {
  readonly model: ConfigurationModel;
  /** Found before the whole could be looked at, with pointers into `model`. */
  readonly issues: readonly ValidationIssue[];
  /** Parts that a schema has something against are known by name alone. */
  readonly isSound: (pointer: string) => boolean;
  /** Where whoever asked for the change finds a place of `model`; undefined: in nothing that they gave. */
  readonly locate: (pointer: string) => string | undefined;
}

export interface ChangeOptions {
  /** For the error: what is being changed. */
  readonly subject: string;
  readonly actor: Actor;
  readonly isDryRun?: boolean;
  readonly edit: (current: ConfigurationModel) => Edit;
}

/**
 * Changes the configuration in one transaction: all of it is checked before any of it changes, and each step is in the
 * audit log. Throws `SettingsError` with every issue. Gives the steps; none: nothing was to change.
 */
export async function changeConfiguration(
  parts: ConfigurationParts,
  options: ChangeOptions,
): Promise<readonly Change[]> {
  const madeTenantIds: string[] = [];
  try {
    return await changeInTransaction(parts, options, madeTenantIds);
  } finally {
    for (const id of madeTenantIds) parts.vault.keys.settleTenant(id);
  }
}

function changeInTransaction(
  parts: ConfigurationParts,
  options: ChangeOptions,
  madeTenantIds: string[],
): Promise<readonly Change[]> {
  return parts.database.orm.em.fork().transactional(async (em) => {
    await lockConfiguration(em);
    const stored = await readConfiguration(em, parts.vault);
    const edit = options.edit(stored.model);
    const found = findIssues(parts, stored.model, edit);
    const changes = findChanges(stored.model, edit.model, (connection) => listSecrets(parts, connection));
    const refused = await refuseRemovals(em, stored, changes);
    if (found.length + refused.length > 0) throw new SettingsError(options.subject, [...found, ...refused]);
    if (options.isDryRun !== true)
      await takeChanges(em, { parts, stored, changes, actor: options.actor, madeTenantIds });
    return changes;
  });
}

/** The places of a connection's secrets within its settings. */
export function listSecrets(
  { adapterHost }: ConfigurationParts,
  connection: ConnectionModel,
): readonly string[] {
  const schema = adapterHost.adapters.get(connection.adapter)?.manifest.settingsSchema ?? allSecret;
  return findSecrets(schema, connection.settings);
}

/** Of an adapter that is not loaded nobody knows what is secret. */
const allSecret = { "x-secret": true };

function findIssues(
  { adapterHost, config: { eventHostsAllowed } }: ConfigurationParts,
  current: ConfigurationModel,
  edit: Edit,
): readonly ValidationIssue[] {
  const checked = checkConfiguration(edit.model, {
    adapterHost,
    eventHostsAllowed,
    isSound: edit.isSound,
  });
  // What could not be resolved is empty now: anything else said about it would only confuse.
  const unresolved = new Set(
    edit.issues.filter(({ code }) => code === "invalid_reference").map(({ pointer }) => pointer),
  );
  const all = [
    ...edit.issues,
    ...checked.filter(({ pointer }) => !unresolved.has(pointer)),
    ...refuseMoves(current, edit.model),
  ];
  const here = all.flatMap((issue) => {
    const pointer = edit.locate(issue.pointer);
    return pointer === undefined ? [] : [{ ...issue, pointer }];
  });
  const elsewhere = all.filter(({ pointer }) => edit.locate(pointer) === undefined);
  return [
    ...here,
    ...findConsequences({
      context: { adapterHost, eventHostsAllowed, isSound: () => true },
      current,
      model: edit.model,
      elsewhere,
    }),
  ];
}

/** Issues that a change would make in parts that it does not name. Those that were there before are left in peace. */
function findConsequences(parts: {
  context: CheckContext;
  current: ConfigurationModel;
  model: ConfigurationModel;
  elsewhere: readonly ValidationIssue[];
}): readonly ValidationIssue[] {
  const { context, current, model, elsewhere } = parts;
  if (elsewhere.length === 0) return [];
  const before = new Set(
    checkConfiguration(current, context).map((issue) => nameConsequence(current, issue).message),
  );
  return elsewhere
    .map((issue) => nameConsequence(model, issue))
    .filter(({ message }) => !before.has(message));
}

function nameConsequence(
  model: ConfigurationModel,
  { pointer, code, message }: ValidationIssue,
): ValidationIssue {
  const { subject, rest } = describePlace(model, pointer);
  return { pointer: "", code, message: `breaks ${subject}${rest === "" ? "" : ` (${rest})`}: ${message}` };
}

/** A connection's sessions live at its account: it cannot become another provider's. */
function refuseMoves(current: ConfigurationModel, desired: ConfigurationModel): readonly ValidationIssue[] {
  return desired.connections.flatMap(({ name, adapter }, index) => {
    const known = current.connections.find((connection) => connection.name === name);
    if (known === undefined || adapter === "" || known.adapter === adapter) return [];
    const message = "cannot change: its sessions live there. Make another connection and retire this one";
    return [{ pointer: `/connections/${index}/adapter`, code: "immutable", message }];
  });
}

async function refuseRemovals(
  em: SqlEntityManager,
  { connectionIds }: StoredConfiguration,
  changes: readonly Change[],
): Promise<readonly ValidationIssue[]> {
  const removed = changes.flatMap((change) =>
    change.kind === "connection" && change.action === "remove" ? [change.connection] : [],
  );
  const busy = await listBusyConnections(
    em,
    removed.map((name) => connectionIds.get(name) ?? ""),
  );
  return removed.flatMap((name) => {
    const count = busy.get(connectionIds.get(name) ?? "");
    if (count === undefined) return [];
    const message = `connection ${name} has ${count} open session${count === 1 ? "" : "s"}: retire it (isRetired: true) and remove it when they have ended`;
    return [{ pointer: "", code: "has_live_sessions", message }];
  });
}

async function takeChanges(
  em: SqlEntityManager,
  work: {
    parts: ConfigurationParts;
    stored: StoredConfiguration;
    changes: readonly Change[];
    actor: Actor;
    madeTenantIds: string[];
  },
): Promise<void> {
  const { parts, stored, changes, actor, madeTenantIds } = work;
  const { tenantIds, connectionIds } = stored;
  const settingsSchemaOf = (adapter: string) =>
    parts.adapterHost.adapters.get(adapter)?.manifest.settingsSchema ?? allSecret;
  for (const change of changes)
    await takeChange(
      { em, vault: parts.vault, tenantIds, connectionIds, madeTenantIds, settingsSchemaOf },
      change,
    );
  await recordAudit(
    em,
    actor,
    changes.map((change) => ({
      action: `${change.kind}.${change.action}`,
      subject: describeChange(change),
      detail: { values: change.values.map((value) => ({ ...value })) },
    })),
  );
}

/** Whose place a pointer names, in names instead of positions: `tenant shop, flow standard`. */
function describePlace(model: ConfigurationModel, pointer: string): { subject: string; rest: string } {
  const [kind, index = "", part, partIndex = "", ...more] = readTokens(pointer);
  if (kind === "connections") {
    const name = model.connections[Number(index)]?.name ?? index;
    return { subject: `connection ${name}`, rest: joinTokens([part, partIndex, ...more].filter(isToken)) };
  }
  const tenant = model.tenants[Number(index)];
  if (tenant === undefined) return { subject: "configuration", rest: pointer };
  if (part !== "flows" && part !== "routing")
    return { subject: `tenant ${tenant.name}`, rest: joinTokens([part].filter(isToken)) };
  const name = tenant[part][Number(partIndex)]?.name ?? partIndex;
  return {
    subject: `tenant ${tenant.name}, ${part === "flows" ? "flow" : "rule"} ${name}`,
    rest: joinTokens(more),
  };
}

function joinTokens(tokens: readonly string[]): string {
  return tokens.map((token) => `/${token}`).join("");
}

function isToken(token: string | undefined): token is string {
  return token !== undefined && token !== "";
}
