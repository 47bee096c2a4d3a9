import type { Call, Connection } from "@kyc-gateway/adapter-spec/v1";
import type { Database } from "../../platform/database/database.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import { callFacet, type ConnectionRuntime } from "../providers/index.ts";
import type { AccountRecord, RecordContents, RecordKind } from "./account-record.ts";
import {
  confirmRecord,
  deleteRecord,
  findSharing,
  insertRecord,
  noteProviderId,
  postponeRecord,
  stopRecord,
  takeDueRecords,
  type NewRecord,
} from "./account-records.store.ts";

/** Places things at providers for tenants, and takes them away again. */
export interface AccountRecords {
  /** The same content again gives the record that there is. Throws problems. */
  place<Kind extends RecordKind>(record: NewRecord<Kind>, deadlineAt: number): Promise<AccountRecord<Kind>>;
  /** False: the tenant has none of that id. What the provider does not take back now is tried again until it does. */
  stop(key: { tenantId: string; kind: RecordKind; id: string }, deadlineAt: number): Promise<boolean>;
  /** Goes on with what was left half done. */
  tend(deadlineAt: number): Promise<void>;
}

interface Placed {
  readonly providerId: string;
}

/** How a kind is placed and taken away. */
interface KindRule<Kind extends RecordKind> {
  place(connection: Connection, content: RecordContents[Kind], call: Call): Promise<Placed | undefined>;
  remove(connection: Connection, providerId: string, call: Call): Promise<void> | undefined;
}

const rules: { readonly [Kind in RecordKind]: KindRule<Kind> } = {
  watch: {
    place: async ({ screening }, query, call) => {
      const placed = await screening?.watch?.(query, call);
      return placed === undefined ? undefined : { providerId: placed.watchId };
    },
    remove: ({ screening }, id, call) => screening?.unwatch?.(id, call),
  },
  blocklist: {
    place: async ({ blocklist }, entry, call) => {
      const placed = await blocklist?.add(entry, call);
      return placed === undefined ? undefined : { providerId: placed.recordId };
    },
    remove: ({ blocklist }, id, call) => blocklist?.remove(id, call),
  },
};

const dueAtOnce = 50;
const retryAfterMs = 5000;

interface ServiceParts {
  readonly database: Database;
  readonly vault: Vault;
  readonly configuration: CurrentConfiguration;
}

export function createAccountRecords(parts: ServiceParts): AccountRecords {
  return {
    async place(record, deadlineAt) {
      const own = await insertRecord(parts, record);
      if (own.state === "active") return own;
      // It was stopped a moment ago, and the provider has not taken it back yet.
      if (own.state === "stopping") throw new ProblemError("provider_unavailable", { retryAfterMs });
      await placeAtProvider(parts, own, deadlineAt);
      return { ...own, state: "active" };
    },
    async stop(key, deadlineAt) {
      const record = await stopRecord(parts, key);
      if (record === undefined) return false;
      // What is still being placed has no id by which it could be taken away: the job comes back to it.
      if (record.providerId !== null) await tendOne(parts, record, deadlineAt);
      return true;
    },
    async tend(deadlineAt) {
      for (const record of await takeDueRecords(parts, dueAtOnce)) await tendOne(parts, record, deadlineAt);
    },
  };
}

function findRuntime({ configuration }: ServiceParts, { connectionId }: AccountRecord) {
  return configuration.current.connections.get(connectionId);
}

async function placeAtProvider(
  parts: ServiceParts,
  record: AccountRecord,
  deadlineAt: number,
): Promise<void> {
  const runtime = findRuntime(parts, record);
  const { content } = record;
  if (runtime === undefined || content === undefined) throw new ProblemError("facet_unsupported");
  const placed = await callPlacing({ runtime, record, content, deadlineAt }).catch(async (error: unknown) => {
    if (isFinal(error)) await deleteRecord(parts, record.id);
    throw error;
  });
  if (placed === undefined) throw new ProblemError("facet_unsupported");
  if (await confirmRecord(parts, record, placed.providerId)) return;
  await noteProviderId(parts, record, { ...placed, isHeld: false });
  throw new ProblemError("provider_unavailable", { retryAfterMs });
}

/** Resolves when nothing of it is left here; throws when the provider does not take it back. */
async function removeAtProvider(
  parts: ServiceParts,
  record: AccountRecord,
  deadlineAt: number,
): Promise<void> {
  const { id, kind, tenantId } = record;
  const runtime = findRuntime(parts, record);
  const providerId = await learnProviderId(parts, { runtime, record, deadlineAt });
  if (providerId !== undefined && runtime !== undefined) {
    const { kind: sharing } = await findSharing(parts, { ...record, providerId });
    if (sharing === "unsure") return postponeRecord(parts, id);
    if (sharing === "own")
      await callFacet(runtime, {
        operation: kind === "watch" ? "unwatch" : "remove_from_blocklist",
        tenantId,
        deadlineAt,
        idempotencyKey: id,
        isRepeatable: true,
        work: async (connection, call) => rules[kind].remove(connection, providerId, call),
      });
  }
  return deleteRecord(parts, id);
}

/**
 * The provider's id. Nobody knows it of what was stopped while it was being placed: placing it once more finds it, or makes it anew, and tells.
 * Undefined: there is nothing at the provider.
 */
async function learnProviderId(
  parts: ServiceParts,
  {
    runtime,
    record,
    deadlineAt,
  }: {
    readonly runtime: ConnectionRuntime | undefined;
    readonly record: AccountRecord;
    readonly deadlineAt: number;
  },
): Promise<string | undefined> {
  const { providerId, content } = record;
  if (providerId !== null) return providerId;
  if (runtime === undefined || content === undefined) return undefined;
  const placed = await callPlacing({ runtime, record, content, deadlineAt }).catch((error: unknown) => {
    if (isFinal(error)) return undefined;
    throw error;
  });
  if (placed !== undefined) await noteProviderId(parts, record, { ...placed, isHeld: true });
  return placed?.providerId;
}

async function tendOne(parts: ServiceParts, record: AccountRecord, deadlineAt: number): Promise<void> {
  try {
    if (record.state === "stopping") await removeAtProvider(parts, record, deadlineAt);
    else await placeAtProvider(parts, record, deadlineAt);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    await postponeRecord(parts, record.id);
  }
}

function callPlacing(placing: {
  readonly runtime: ConnectionRuntime;
  readonly record: AccountRecord;
  readonly content: RecordContents[RecordKind];
  readonly deadlineAt: number;
}): Promise<Placed | undefined> {
  const { runtime, record, content, deadlineAt } = placing;
  return callFacet(runtime, {
    operation: record.kind === "watch" ? "watch" : "add_to_blocklist",
    tenantId: record.tenantId,
    deadlineAt,
    idempotencyKey: record.id,
    // What exists already is found again by its content.
    isRepeatable: true,
    work: (connection, call) => (rules[record.kind] as KindRule<RecordKind>).place(connection, content, call),
    problems: { conflict: "already_at_provider" },
  });
}

/** Nothing was placed, and nothing will be by another try. */
function isFinal(error: unknown): boolean {
  const codes = ["already_at_provider", "provider_refused", "facet_unsupported"];
  return error instanceof ProblemError && codes.includes(error.code);
}
