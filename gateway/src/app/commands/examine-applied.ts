import { listHolds } from "../../features/configuration/connection-holds.ts";
import type { ConfigurationParts } from "../../features/configuration/change-configuration.ts";
import type {
  ConfigurationModel,
  ConnectionModel,
} from "../../features/configuration/configuration-model.ts";
import type { Change } from "../../features/configuration/find-changes.ts";
import type { AdapterHost } from "../../features/providers/adapter-host.ts";
import {
  examineConfigurations,
  groupUses,
  type ConfigurationUse,
} from "../../features/providers/configurations/examine-configurations.ts";
import { saveLifetimes } from "../../features/providers/configurations/session-lifetimes.store.ts";
import type { ConnectionRuntime } from "../../features/providers/connection-runtime.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

/** All providers together: whoever waits for the command waits no longer. */
const deadlineMs = 8000;

type Parts = Pick<ConfigurationParts, "database"> & { readonly adapterHost: Pick<AdapterHost, "create"> };

interface Applied {
  readonly model: ConfigurationModel;
  readonly changes: readonly Change[];
  readonly isDryRun: boolean;
}

/**
 * Asks providers for the configurations that changed flows and connections name: what does not fit, as warnings. Keeps how long their sessions
 * live, unless it is a dry run.
 */
export async function examineApplied(parts: Parts, applied: Applied): Promise<readonly string[]> {
  const holds = await listHolds(parts.database);
  const deadlineAt = Date.now() + deadlineMs;
  const warnings = applied.model.connections.map(async (connection, index) => {
    const runtime = createRuntime(parts, connection, index);
    const uses = runtime === undefined ? undefined : listChangedUses(applied, runtime);
    if (runtime === undefined || uses === undefined || uses.size === 0) return [];
    const subject = `connection ${connection.name}`;
    if (holds.has(connection.name))
      return [`${subject} is held: its provider was not asked about its configurations.`];
    return examineOne(parts, { runtime, uses, deadlineAt, isDryRun: applied.isDryRun });
  });
  return (await Promise.all(warnings)).flat();
}

/** Undefined: its adapter cannot tell anything of configurations, or refuses its settings. */
function createRuntime(
  { adapterHost }: Parts,
  { name, adapter, isRetired, settings }: ConnectionModel,
  index: number,
): ConnectionRuntime | undefined {
  try {
    const id = `apply-${index}`;
    const runtime = adapterHost.create({
      id,
      tenantId: null,
      name,
      adapter,
      version: 0,
      isRetired,
      settings,
    });
    return runtime.connection.configurations === undefined ? undefined : runtime;
  } catch {
    // What stands in the way is a finding of the configuration's own check.
    return undefined;
  }
}

function listChangedUses(
  { model, changes }: Applied,
  { name, connection }: ConnectionRuntime,
): ReadonlyMap<string, readonly ConfigurationUse[]> {
  const isChanged = (tenant: string, flow: string) =>
    changes.some(
      (change) =>
        (change.kind === "connection" && change.connection === name) ||
        (change.kind === "flow" && change.tenant === tenant && change.flow === flow),
    );
  const uses = model.tenants.flatMap(({ name: tenant, flows }) =>
    flows
      .filter((flow) => isChanged(tenant, flow.name))
      .flatMap(({ name: flow, requiredChecks, targets }) =>
        targets
          .filter((target) => target.connection === name)
          .map(({ settings }) => ({ flowSettings: settings, use: { tenant, flow, requiredChecks } })),
      ),
  );
  return groupUses(connection, uses);
}

async function examineOne(
  { database }: Parts,
  examination: {
    readonly runtime: ConnectionRuntime;
    readonly uses: ReadonlyMap<string, readonly ConfigurationUse[]>;
    readonly deadlineAt: number;
    readonly isDryRun: boolean;
  },
): Promise<readonly string[]> {
  const { runtime, uses, deadlineAt, isDryRun } = examination;
  const subject = `connection ${runtime.name}`;
  try {
    const examined = await examineConfigurations({ runtime, lane: "apply", deadlineAt }, uses);
    if (!isDryRun) await saveLifetimes(database, runtime.name, examined);
    return examined.flatMap(({ id, issues }) =>
      issues.map((issue) => `${subject}, configuration ${id}: ${issue}`),
    );
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const names = [...uses.keys()].join(", ");
    return [
      `${subject}: its provider did not tell about ${names} (${error.code}). Until it does, sessions are taken to live as long as its adapter assumes. Look later with: kyc-gateway doctor`,
    ];
  }
}
