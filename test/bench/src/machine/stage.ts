import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RequestPlan } from "../load/load-job.ts";
import { prepareBaselineTables } from "../baseline/prepare-tables.ts";
import { places } from "./places.ts";
import { provision } from "./provision.ts";
import { startBaseline, type Server } from "./start-baseline.ts";
import { startCountedGateway, type GatewayOptions, type StartedGateway } from "./start-gateway.ts";
import { startGenerator, type Generator } from "./start-generator.ts";
import { startPostgres, type Postgres } from "./start-postgres.ts";
import { startSimulator } from "./start-simulator.ts";

export interface Session {
  readonly id: string;
  /** The provider's name for it. */
  readonly reference: string;
}

/** Everything that runs, and what it is asked for. */
export interface Stage {
  readonly postgres: Postgres;
  readonly simulator: Server;
  readonly generator: Generator;
  readonly insertBaseline: Server;
  readonly selectBaseline: Server;
  readonly createBaseline: Server;
  readonly gatewayOptions: GatewayOptions;
  readonly gateway: StartedGateway;
  readonly masterKey: Buffer;
  readonly apiKey: string;
  /** Sessions that the gateway created at the simulator. */
  readonly sessions: readonly Session[];
  stop(): Promise<void>;
}

/** The gateway's default; the baselines get the same. */
const poolSize = 10;

export async function buildStage(options: {
  readonly sessionCount: number;
  readonly nodeArguments: readonly string[];
  /** Beside what every stage sets. */
  readonly env?: Readonly<Record<string, string>>;
  readonly log: (message: string) => void;
}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "kyc-gateway-bench-log-"));
  const masterKey = randomBytes(32);
  options.log("PostgreSQL, simulator, generator");
  const [postgres, simulator] = await Promise.all([startPostgres(), startSimulator()]);
  const env = {
    DATABASE_URL: postgres.url,
    KYC_MASTER_KEY: masterKey.toString("base64"),
    KYC_ADAPTERS_FROM: places.bundle,
    // The limit of one tenant stands, out of the way.
    KYC_TENANT_REQUESTS_PER_SECOND: "100000",
    ...options.env,
  };
  options.log("schema, tenant, connection, flow, key");
  const apiKey = await provision(env, `http://127.0.0.1:${simulator.port}/external-api`);
  const gatewayOptions = {
    env,
    logFile: join(folder, "gateway.log"),
    nodeArguments: options.nodeArguments,
  };
  const gateway = await startCountedGateway(gatewayOptions);
  const generator = startGenerator();
  options.log(`${options.sessionCount} sessions`);
  const sessions = await createSessions({ gateway, generator, apiKey, postgres }, options.sessionCount);
  await prepareBaselineTables({ postgres, gateway, apiKey });
  const [insertBaseline, selectBaseline, createBaseline] = await Promise.all([
    startBaseline("insert", { url: postgres.url, poolSize }),
    startBaseline("select", { url: postgres.url, poolSize }),
    startBaseline("create", {
      url: postgres.url,
      poolSize,
      providerUrl: `http://127.0.0.1:${simulator.port}`,
    }),
  ]);
  const baselines = { insertBaseline, selectBaseline, createBaseline };
  const parts = { postgres, simulator, generator, gateway, ...baselines };
  return {
    ...parts,
    gatewayOptions,
    masterKey,
    apiKey,
    sessions,
    async stop() {
      await Promise.all(
        [generator, gateway, ...Object.values(baselines), simulator].map((each) => each.stop()),
      );
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function createSessions(
  { gateway, generator, apiKey, postgres }: Pick<Stage, "gateway" | "generator" | "apiKey" | "postgres">,
  count: number,
): Promise<readonly Session[]> {
  const { goodNumbers, byStatus } = await generator.run({
    port: gateway.port,
    connections: 16,
    pace: { kind: "count", count },
    expectedStatus: 201,
    plan: planCreation(apiKey, "stage"),
  });
  if (goodNumbers.length !== count)
    throw new Error(`Sessions could not be created; answers by status: ${JSON.stringify(byStatus)}`);
  const { rows } = await postgres.pool.query<Session>(
    `select id, provider_reference as reference from sessions order by created_at`,
  );
  return rows;
}

/** `POST /v1/sessions`; `series` sets its idempotency keys apart from those of others. */
export function planCreation(apiKey: string, series: string): RequestPlan {
  return {
    method: "POST",
    path: "/v1/sessions",
    headers: { authorization: `Bearer ${apiKey}`, "idempotency-key": `${series}-{n}` },
    body: '{"flow":"standard","applicant":{"id":"applicant-{n}"}}',
  };
}
