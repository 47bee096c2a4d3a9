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

type Query = (...args: readonly unknown[]) => unknown;

/** What a pool and one of its clients have in common here. */
interface Queries {
  query: Query;
}

interface Pool extends Queries {
  on(event: "acquire", listener: (client: Queries) => void): unknown;
}

const insertIntent = /insert into idempotency_keys/;
const insertOutcome = /insert into outbox/;

function readText([statement]: readonly unknown[]): string {
  return typeof statement === "string" ? statement : (statement as { text: string }).text;
}

/** The hot statements of a start pass the trap before they are sent and after they are committed. */
function trapPool(pool: Pool, trap: Trap): void {
  const query = pool.query.bind(pool);
  pool.query = async (...args) => {
    const result = await query(...args);
    if (insertOutcome.test(readText(args))) await trap("outcome_committed");
    return result;
  };
  const trapped = new WeakSet<Queries>();
  pool.on("acquire", (client) => {
    if (!trapped.has(client)) trapClient(client, trap);
    trapped.add(client);
  });
}

/** An intent is a transaction: a statement and its commit. */
function trapClient(client: Queries, trap: Trap): void {
  const query = client.query.bind(client);
  let hasIntent = false;
  const send: Query = async (...args) => {
    const text = readText(args);
    if (insertIntent.test(text)) {
      await trap("intent_not_sent");
      hasIntent = true;
    }
    const isCommitting = hasIntent && text === "commit";
    if (isCommitting) await trap("intent_not_committed");
    const result = await query(...args);
    if (isCommitting) await trap("intent_committed");
    if (text === "commit" || text === "rollback") hasIntent = false;
    return result;
  };
  // With a callback it is the pool that asks, for one of its own statements.
  client.query = (...args) => (typeof args.at(-1) === "function" ? query(...args) : send(...args));
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
