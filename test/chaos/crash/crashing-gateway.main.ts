import type { Adapter, Host } from "@kyc-gateway/adapter-spec/v1";
import {
  createLog,
  createModuleImporter,
  loadAdapters,
  openDatabaseSource,
  parseConfig,
  startGateway,
} from "@kyc-gateway/gateway";
import { isCrashPoint, type CrashPoint } from "./crash-points.ts";

/** Kills the process without a word as soon as so many starts stand at the point; none of them goes on. */
function createTrap(armed: CrashPoint, sessions: number): (point: CrashPoint) => Promise<void> {
  let caught = 0;
  return async (point) => {
    if (point !== armed) return;
    caught += 1;
    if (caught >= sessions) process.kill(process.pid, "SIGKILL");
    await new Promise(() => undefined);
  };
}

type Trap = ReturnType<typeof createTrap>;

/** An adapter whose calls and answers pass the trap. */
function trapAdapter(adapter: Adapter, trap: Trap): Adapter {
  return {
    ...adapter,
    connect(settings, host) {
      const connection = adapter.connect(settings, trapHost(host, trap));
      return {
        ...connection,
        sessions: {
          ...connection.sessions,
          async start(request, call) {
            await trap("provider_not_called");
            const started = await connection.sessions.start(request, call);
            await trap("session_known");
            return started;
          },
        },
      };
    },
  };
}

function trapHost(host: Host, trap: Trap): Host {
  return {
    ...host,
    async fetch(url, init) {
      const response = await host.fetch(url, init);
      await trap("provider_answered");
      return response;
    },
  };
}

interface Pool {
  query: (...args: unknown[]) => unknown;
}

const points = [
  { pattern: /insert into idempotency_keys/, before: "intent_not_sent", after: "intent_committed" },
  { pattern: /insert into outbox/, before: undefined, after: "outcome_committed" },
] as const;

/** The hot statements of a start pass the trap before they are sent and after they are committed. */
function trapPool(pool: Pool, trap: Trap): void {
  const query = pool.query.bind(pool);
  pool.query = async (...args) => {
    const [statement] = args as [string | { text: string }];
    const text = typeof statement === "string" ? statement : statement.text;
    const point = points.find(({ pattern }) => pattern.test(text));
    if (point?.before !== undefined) await trap(point.before);
    const result = await query(...args);
    if (point !== undefined) await trap(point.after);
    return result;
  };
}

const [point, sessions] = process.argv.slice(2);
if (!isCrashPoint(point)) throw new Error(`There is no crash point ${point}.`);
const trap = createTrap(point, Number(sessions));
const config = parseConfig(process.env, process.cwd());
const log = createLog({ level: config.logLevel });
const adapters = await loadAdapters(config.adapters, createModuleImporter(config.adaptersFrom));
const database = await openDatabaseSource(config, log);
const trapped = new Map([...adapters].map(([id, adapter]) => [id, trapAdapter(adapter, trap)]));
const gateway = await startGateway({ config, database, adapters: trapped, log });
trapPool(gateway.services.database.pool, trap);
