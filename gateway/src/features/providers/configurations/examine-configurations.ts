import type { AccountConfiguration, CheckKind } from "@kyc-gateway/adapter-spec/v1";
import type { Flow } from "@kyc-gateway/core";
import { ProblemError } from "../../../platform/http/problem-error.ts";
import { callFacet } from "../call-facet.ts";
import type { ConnectionRuntime } from "../connection-runtime.ts";

/** The flows of the configuration in force: keyed by tenant id, then by name; and the tenants' ids by name. */
export interface FlowsInUse {
  readonly flows: ReadonlyMap<string, ReadonlyMap<string, Flow>>;
  readonly tenants: ReadonlyMap<string, string>;
}

/** A flow that names a configuration of a connection's account. */
export interface ConfigurationUse {
  readonly tenant: string;
  readonly flow: string;
  readonly requiredChecks: readonly CheckKind[];
}

/** A configuration as it is at the provider, and what does not fit. */
export interface ExaminedConfiguration {
  readonly id: string;
  /** Undefined: the account has none of this id. */
  readonly found: AccountConfiguration | undefined;
  readonly uses: readonly ConfigurationUse[];
  readonly issues: readonly string[];
}

/** Which flows name which configuration of a connection. */
export function listUses(
  { flows, tenants }: FlowsInUse,
  { id: connectionId, connection }: ConnectionRuntime,
): Map<string, ConfigurationUse[]> {
  const named = [...tenants].flatMap(([tenant, tenantId]) =>
    [...(flows.get(tenantId)?.values() ?? [])].flatMap(({ name, requiredChecks, targets }) =>
      targets
        .filter((target) => target.connectionId === connectionId)
        .map(({ flowSettings }) => ({ flowSettings, use: { tenant, flow: name, requiredChecks } })),
    ),
  );
  return groupUses(connection, named);
}

/** The same for flows wherever they come from: each with its settings for the connection. */
export function groupUses(
  { configurations }: Pick<ConnectionRuntime["connection"], "configurations">,
  named: readonly { readonly flowSettings: unknown; readonly use: ConfigurationUse }[],
): Map<string, ConfigurationUse[]> {
  const uses = new Map<string, ConfigurationUse[]>();
  for (const { flowSettings, use } of named) {
    const id = configurations?.findId(flowSettings);
    if (id !== undefined) uses.set(id, [...(uses.get(id) ?? []), use]);
  }
  return uses;
}

interface Examination {
  readonly runtime: ConnectionRuntime;
  readonly lane: string;
  readonly deadlineAt: number;
}

/** Asks the provider for each, and compares. Throws the problem of a provider that does not answer. */
export async function examineConfigurations(
  examination: Examination,
  uses: ReadonlyMap<string, readonly ConfigurationUse[]>,
): Promise<readonly ExaminedConfiguration[]> {
  return Promise.all(
    [...uses].map(async ([id, own]) => {
      const found = await readConfiguration(examination, id);
      return { id, found, uses: own, issues: [...findIssues(examination.runtime, found, own)] };
    }),
  );
}

async function readConfiguration(
  { runtime, lane, deadlineAt }: Examination,
  id: string,
): Promise<AccountConfiguration | undefined> {
  try {
    return await callFacet(runtime, {
      operation: "read_configuration",
      tenantId: lane,
      deadlineAt,
      idempotencyKey: id,
      isRepeatable: true,
      work: async ({ configurations }, call) => configurations?.read(id, call),
      problems: { not_found: "configuration_not_found" },
    });
  } catch (error) {
    if (error instanceof ProblemError && error.code === "configuration_not_found") return undefined;
    throw error;
  }
}

function* findIssues(
  { manifest }: ConnectionRuntime,
  found: AccountConfiguration | undefined,
  uses: readonly ConfigurationUse[],
): Generator<string> {
  if (found === undefined) {
    yield "The account has no configuration of this id: correct the flow, or make it in the provider's console.";
    return;
  }
  const { sessionLifetimeMs, checks, unknownSteps = [] } = found;
  const assumedMs = manifest.policies.sessionLifetimeMs;
  if (sessionLifetimeMs !== undefined && sessionLifetimeMs < assumedMs)
    yield `Its sessions live ${minutes(sessionLifetimeMs)} minutes, and the adapter assumes ${minutes(assumedMs)}: applicants have less time than usual. The gateway goes by what the provider tells.`;
  if (checks === undefined || unknownSteps.length > 0) return;
  for (const { tenant, flow, requiredChecks } of uses) {
    const missing = requiredChecks.filter((kind) => !checks.includes(kind));
    if (missing.length > 0)
      yield `It does not check ${missing.join(", ")}, which the flow "${flow}" of ${tenant} requires: every approval would wait for an operator.`;
  }
}

function minutes(ms: number): number {
  return Math.round(ms / 60_000);
}
