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

type Done = (error: unknown, rows?: unknown) => void;
type Query = (...args: readonly unknown[]) => unknown;

interface Client {
  query: Query;
}

interface Pool {
  on(event: "acquire", listener: (client: Client) => void): unknown;
}

const insertIntent = /insert into idempotency_keys/;
/** Of the statements that write events, the one of a start also looks for a callback that overtook it. */
const updateOutcome = /as "hasEarly"/;

function readText([statement]: readonly unknown[]): string {
  return typeof statement === "string" ? statement : (statement as { text: string }).text;
}

/** The hot statements of a start pass the trap before they are sent and after they are committed. */
function trapPool(pool: Pool, trap: Trap): void {
  const trapped = new WeakSet<Client>();
  pool.on("acquire", (client) => {
    if (!trapped.has(client)) trapClient(client, trap);
    trapped.add(client);
  });
}

/** Each of the two is one message, which is one transaction: it is committed when its callback is called. */
function trapClient(client: Client, trap: Trap): void {
  const query = client.query.bind(client);
  client.query = (...args) => {
    const points = findPoints(readText(args));
    const done = args.at(-1) as Done;
    if (points === undefined) return query(...args);
    const { before, after } = points;
    const tell = async (rows: unknown): Promise<void> => {
      await trap(after);
      done(null, rows);
    };
    const answer: Done = (error, rows) => (error ? done(error) : void tell(rows));
    const send = async (): Promise<void> => {
      if (before !== undefined) await trap(before);
      query(...args.slice(0, -1), answer);
    };
    return void send();
  };
}

function findPoints(text: string): { readonly before?: CrashPoint; readonly after: CrashPoint } | undefined {
  if (insertIntent.test(text)) return { before: "intent_not_sent", after: "intent_committed" };
  return updateOutcome.test(text) ? { after: "outcome_committed" } : undefined;
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
for (const pool of new Set(Object.values(gateway.services.database.listPools()))) trapPool(pool, trap);
