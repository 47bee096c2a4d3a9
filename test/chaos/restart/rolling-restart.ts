import { startExampleProxy, type ProxyName } from "../../support/example-proxy.ts";
import { findFreePort } from "../../support/free-port.ts";
import { waitFor } from "../../support/wait-for.ts";
import { repository, startGatewayProcess, type HarnessOptions, type Server } from "../stage/processes.ts";
import { masterKey, openStage, type Stage } from "../stage/stage.ts";
import { startSteadyLoad, type SteadyLoad } from "./steady-load.ts";

export interface RestartPlan {
  readonly proxy: ProxyName;
  /** Migrated, and nothing else in it. */
  readonly databaseUrl: string;
  readonly perSecond: number;
  /** At least; the load goes on until each replica was restarted once. */
  readonly requests: number;
  /** Where the version is that runs first. Default: here, nothing changes but the process. */
  readonly oldFolder?: string;
}

export interface RestartReport {
  readonly sent: number;
  /** What came back in place of a success, each with its number. */
  readonly failed: ReadonlyMap<string, number>;
  readonly restarts: number;
  /** How each process ended that was asked to. */
  readonly exitCodes: ReadonlySet<number | null>;
  readonly slowestMs: number;
}

/** Nothing here is gentler than an installation that sets none of these. */
const shippedDefaults = {
  LOG_LEVEL: "error",
  KYC_SHUTDOWN_GRACE_MS: "",
  KYC_MAX_EVENT_LOOP_DELAY_MS: "",
  KYC_TENANT_REQUESTS_PER_SECOND: "",
  KYC_END_USER_REQUESTS_PER_SECOND: "",
};

/** Two replicas behind a real proxy are restarted in turn, while products and a provider go on. */
export async function runRollingRestart(plan: RestartPlan): Promise<RestartReport> {
  const { stage, close } = await openStage(plan.databaseUrl);
  const ports = [await findFreePort(), await findFreePort()] as const;
  const replicas: Server[] = [];
  try {
    await stage.addProvider("provider");
    const apiKey = await stage.addTenant("shop", ["provider"]);
    for (const port of ports) replicas.push(await startReplica(plan, { port, isOld: true }));
    await using proxy = await startExampleProxy(plan.proxy, ports);
    const load = startSteadyLoad({
      proxy,
      apiKey,
      perSecond: plan.perSecond,
      findReference: findReferenceIn(stage),
    });
    const exitCodes = new Set<number | null>();
    let restarts = 0;
    try {
      while (restarts < ports.length || load.sent < plan.requests) {
        const index = restarts % ports.length;
        exitCodes.add(await stopReplica(replicas[index]));
        const replica = await startReplica(plan, { port: ports[index] ?? 0, isOld: false });
        replicas[index] = replica;
        await waitUntilServing(replica, load);
        restarts += 1;
      }
    } finally {
      await load.stop();
    }
    return { sent: load.sent, failed: load.failed, slowestMs: load.slowestMs, restarts, exitCodes };
  } finally {
    for (const { process } of replicas) await process.kill();
    await close();
  }
}

function startReplica(
  { databaseUrl, oldFolder = repository }: RestartPlan,
  { port, isOld }: { readonly port: number; readonly isOld: boolean },
): Promise<Server> {
  const folder = isOld ? oldFolder : repository;
  const request: HarnessOptions = { databaseUrl, masterKey, port, folder, env: shippedDefaults };
  return startGatewayProcess(request);
}

/** As an orchestrator ends a process: SIGTERM, and the 35 s that deploy/ gives everywhere. */
async function stopReplica(replica: Server | undefined): Promise<number | null> {
  return (await replica?.process.stop({ timeoutMs: 35_000 }))?.code ?? null;
}

/** The next replica goes when this one answers products again, through the proxy. */
async function waitUntilServing({ url }: Server, load: SteadyLoad): Promise<void> {
  const answersProducts = async (): Promise<boolean> => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return /^kyc_http_request_duration_seconds_count\{[^}]*route="\/v1\/sessions"/m.test(metrics);
  };
  await Promise.race([waitFor(answersProducts, { timeoutMs: 60_000 }), load.broken]);
}

const findReferenceIn =
  ({ pool }: Stage) =>
  async (sessionId: string): Promise<string | undefined> => {
    const query = "select provider_reference from sessions where id = $1";
    const { rows } = await pool.query<{ provider_reference: string }>(query, [sessionId]);
    return rows[0]?.provider_reference;
  };
