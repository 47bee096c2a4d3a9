import { migrate } from "@kyc-gateway/gateway";
import { Client } from "pg";
import { renderRules } from "../../deploy/monitoring/render-rules.ts";
import { scaleClock } from "../../deploy/monitoring/rule.ts";
import { startGatewayProcess, type Server } from "../chaos/stage/processes.ts";
import type { Provider } from "../chaos/stage/provider.ts";
import { masterKey, openStage, type Stage } from "../chaos/stage/stage.ts";
import { allScopes } from "../support/gateway-harness.ts";
import { answerOk, startEventReceiver, type EventReceiver } from "../support/event-receiver.ts";
import { findFreePort } from "../support/free-port.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { copyTemplate, createTemplate } from "../support/template-database.ts";
import { startThrowAwayServer } from "../support/throw-away-server.ts";
import { waitFor } from "../support/wait-for.ts";
import { startPrometheus, type Prometheus } from "./prometheus.ts";
import { startTraffic } from "./traffic.ts";

/**
 * The rules' time passes so many times faster: five minutes are ten seconds. Not more: a breaker opens after three real seconds,
 * and its alert has to be faster than that of the promise that it breaks, as it is by far where nothing is scaled.
 */
export const timeFactor = 30;
export const connection = "identomat";

/** A gateway process that may be killed and started again at the same address. */
export interface Replica {
  readonly url: string;
  kill(): Promise<void>;
  /** As an operator stops it. */
  stop(): Promise<void>;
  restart(): Promise<void>;
}

/** Three gateways under steady traffic, watched by a real Prometheus with the shipped rules. */
export interface WatchedRoom {
  readonly stage: Stage;
  readonly prometheus: Prometheus;
  readonly provider: Provider;
  readonly receiver: EventReceiver;
  /** Between all gateways and PostgreSQL. */
  readonly line: TcpProxy;
  /** Between the listener of the first replica and PostgreSQL. */
  readonly listenerLine: TcpProxy;
  readonly api: Replica;
  readonly secondApi: Replica;
  readonly worker: Replica;
  readonly tenant: string;
  readonly key: string;
  /** A client of its own past every line. */
  readonly connect: () => Promise<Client>;
  close(): Promise<void>;
}

const tenant = "shop";

/** `env`: more variables of every gateway. */
export async function openWatchedRoom(env: Readonly<Record<string, string>> = {}): Promise<WatchedRoom> {
  const server = await startThrowAwayServer();
  const databaseUrl = await copyTemplate(await createTemplate(server.url, migrate));
  const [line, listenerLine] = [await startTcpProxy(databaseUrl), await startTcpProxy(databaseUrl)];
  const { stage, close: closeStage } = await openStage(databaseUrl);
  const receiver = await startEventReceiver();
  receiver.answerWith(answerOk);
  const shared = { DATABASE_URL: line.url, KYC_EVENT_HOSTS_ALLOWED: receiver.host, ...env };
  const start = (own: Record<string, string>) => startReplica(databaseUrl, { ...shared, ...own });
  const [api, secondApi, worker] = await Promise.all([
    start({ KYC_ROLES: "api", DATABASE_DIRECT_URL: listenerLine.url }),
    start({ KYC_ROLES: "api", DATABASE_DIRECT_URL: databaseUrl }),
    start({ KYC_ROLES: "worker", DATABASE_DIRECT_URL: line.url }),
  ]);
  const provider = await stage.addProvider(connection);
  await provider.control("PUT", "callback-url", { url: `${api.url}/webhooks/identomat/${connection}` });
  await stage.addTenant(tenant, [connection]);
  const { key } = await stage.provisioning.createKey({ tenant, name: "traffic", scopes: allScopes });
  await addEndpoint(api.url, key, receiver.url);
  const traffic = startTraffic({ urls: [api.url, secondApi.url], key, provider });
  const targets = [api, secondApi, worker].map(({ url }) => new URL(url).host);
  const prometheus = await startPrometheus({ targets, rules: renderRules(scaleClock(timeFactor)) });
  await waitFor(() => prometheus.isScraping(), { timeoutMs: 30_000 });
  return {
    stage,
    prometheus,
    provider,
    receiver,
    line,
    listenerLine,
    api,
    secondApi,
    worker,
    tenant,
    key,
    async connect() {
      const client = new Client({ connectionString: databaseUrl });
      client.on("error", () => undefined);
      await client.connect();
      return client;
    },
    async close() {
      await prometheus.stop();
      await traffic.stop();
      await Promise.all([api, secondApi, worker].map((replica) => replica.kill()));
      await closeStage();
      await receiver[Symbol.asyncDispose]();
      await Promise.all([line.close(), listenerLine.close()]);
      await server.stop();
    },
  };
}

async function startReplica(databaseUrl: string, env: Record<string, string>): Promise<Replica> {
  const port = await findFreePort();
  const startProcess = (): Promise<Server> => startGatewayProcess({ databaseUrl, masterKey, env, port });
  let current = await startProcess();
  return {
    url: current.url,
    kill: async () => void (await current.process.kill()),
    stop: async () => void (await current.process.stop({ timeoutMs: 30_000 })),
    async restart() {
      current = await startProcess();
    },
  };
}

/** Once the key and the tenant have reached the replica. */
async function addEndpoint(url: string, key: string, endpoint: string): Promise<void> {
  await waitFor(
    async () => {
      const answer = await fetch(`${url}/v1/event-endpoints`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${key}`,
          "content-type": "application/json",
          "idempotency-key": "endpoint",
        },
        body: JSON.stringify({ url: `${endpoint}/events` }),
      });
      return answer.status === 201;
    },
    { timeoutMs: 15_000 },
  );
}
