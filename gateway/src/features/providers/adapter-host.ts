import type { Adapter, Host, JsonSchema, ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import type { Dispatcher } from "undici";
import type { Log } from "../../platform/observability/log.ts";
import type { Metrics } from "../../platform/observability/metrics/metrics.ts";
import type { ConnectionFactory, ConnectionRecord, ConnectionRuntime } from "./connection-runtime.ts";
import { createRecentCalls } from "./calling/recent-calls.ts";
import { createProviderCaller } from "./calling/provider-caller.ts";
import { createHostFetch, createProviderAgent } from "./host-fetch.ts";
import type { Adapters } from "./load-adapters.ts";
import { SettingsError } from "../../platform/validation/settings-error.ts";
import { compileSchema, type JsonCheck } from "../../platform/validation/validate-json.ts";
import { findFacetIssues } from "./facets.ts";

/** The adapters of this process, and what makes connections of them. */
export interface AdapterHost extends ConnectionFactory {
  readonly adapters: Adapters;
  /** Every issue of a connection's settings; fills the schema's defaults in. */
  checkSettings(adapterId: string, settings: unknown): readonly ValidationIssue[];
  /** Every issue of a flow's part for an adapter; fills the schema's defaults in. */
  checkFlow(adapterId: string, flow: unknown): readonly ValidationIssue[];
  close(): Promise<void>;
}

interface AdapterHostOptions {
  readonly adapters: Adapters;
  readonly attemptMs: number;
  readonly isProduction: boolean;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Told of each try of a call. */
  readonly onAttempt?: (attempt: EndedAttempt) => void;
}

/** One try of a call to a provider. */
interface EndedAttempt {
  readonly connection: string;
  readonly operation: string;
  readonly outcome: string;
  readonly durationMs: number;
}

interface Checks {
  readonly adapter: Adapter;
  readonly checkSettings: JsonCheck;
  readonly checkFlow: JsonCheck;
}

/** Longer than the longest deadline. */
const discardAfterMs = 90_000;

export function createAdapterHost(options: AdapterHostOptions): AdapterHost {
  const agents = new Map<ConnectionRuntime, Dispatcher>();
  const checksOf = compileChecks(options.adapters);
  const host: AdapterHost = {
    adapters: options.adapters,
    checkSettings(adapterId, settings) {
      const checks = checksOf.get(adapterId);
      if (checks === undefined) return [unknownAdapter(adapterId, checksOf)];
      const issues = checks.checkSettings(settings);
      if (issues.length > 0) return issues;
      const unfit = options.isProduction
        ? findDevelopmentOnly(checks.adapter.manifest.settingsSchema, settings)
        : [];
      return [...unfit, ...(checks.adapter.checkSettings?.(settings) ?? [])];
    },
    checkFlow(adapterId, flow) {
      const checks = checksOf.get(adapterId);
      if (checks === undefined) return [unknownAdapter(adapterId, checksOf)];
      const issues = checks.checkFlow(flow);
      return issues.length > 0 ? issues : (checks.adapter.checkFlow?.(flow) ?? []);
    },
    create(record) {
      const issues = host.checkSettings(record.adapter, record.settings);
      const adapter = options.adapters.get(record.adapter);
      if (adapter === undefined || issues.length > 0)
        throw new SettingsError(`connection ${record.name}`, issues);
      const agent = createProviderAgent();
      const runtime = connect({ record, adapter, agent, options });
      agents.set(runtime, agent);
      return runtime;
    },
    discard(runtime) {
      runtime.caller.retire();
      // Calls that are under way end in peace.
      const timer = setTimeout(() => {
        runtime.caller.close();
        void agents.get(runtime)?.destroy();
        agents.delete(runtime);
      }, discardAfterMs);
      timer.unref();
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
  return host;
}

function compileChecks(adapters: Adapters): ReadonlyMap<string, Checks> {
  return new Map(
    [...adapters].map(([id, adapter]) => {
      const { settingsSchema, flowSchema } = adapter.manifest;
      return [
        id,
        {
          adapter,
          checkSettings: (settings: unknown) => compileSchema(settingsSchema)(settings),
          checkFlow: (flow: unknown) => compileSchema(flowSchema)(flow),
        },
      ];
    }),
  );
}

/** Switches that are only fit for trying out, and on. */
function findDevelopmentOnly(schema: JsonSchema, settings: unknown): readonly ValidationIssue[] {
  const members = Object.entries((schema["properties"] ?? {}) as Record<string, JsonSchema>);
  const set = settings as Readonly<Record<string, unknown>>;
  return members
    .filter(([name, member]) => member["x-development-only"] === true && set[name] === true)
    .map(([name]) => ({
      pointer: `/${name}`,
      code: "not_in_production",
      message: "is refused in production",
    }));
}

function unknownAdapter(adapterId: string, known: ReadonlyMap<string, unknown>): ValidationIssue {
  const message = `names the adapter "${adapterId}", which is not loaded (loaded: ${[...known.keys()].join(", ") || "none"})`;
  return { pointer: "/adapter", code: "unknown_adapter", message };
}

function connect(parts: {
  record: ConnectionRecord;
  adapter: Adapter;
  agent: Dispatcher;
  options: AdapterHostOptions;
}): ConnectionRuntime {
  const { record, adapter, agent, options } = parts;
  const { adapter: _adapterId, settings, ...rest } = record;
  const log = options.log.child({ connection: record.name });
  const host: Host = {
    fetch: createHostFetch(agent, adapter.origins(settings)),
    log: {
      info: (event, fields) => log.info(fields ?? {}, event),
      warn: (event, fields) => log.warn(fields ?? {}, event),
    },
    now: Date.now,
  };
  const connection = adapter.connect(settings, host);
  const issues = findFacetIssues(adapter.manifest, connection);
  if (issues.length > 0)
    throw new SettingsError(
      `connection ${record.name}`,
      issues.map((message) => ({ pointer: "", code: "facet", message })),
    );
  const recentCalls = createRecentCalls();
  const caller = createProviderCaller({
    connectionName: record.name,
    attemptMs: options.attemptMs,
    metrics: options.metrics,
    onAttempt: (attempt) => options.onAttempt?.({ connection: record.name, ...attempt }),
    onSuccess(operation, durationMs) {
      recentCalls.note({ operation, durationMs, code: null });
      log.info({ operation, durationMs }, "provider_called");
    },
    onFailure(operation, { code, message }, durationMs) {
      recentCalls.note({ operation, durationMs, code });
      log.warn({ operation, code, reason: message, durationMs }, "provider_call_failed");
    },
  });
  return { ...rest, manifest: adapter.manifest, adapter, connection, caller, recentCalls };
}
