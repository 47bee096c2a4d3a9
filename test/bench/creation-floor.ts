import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareBaselineTables } from "./src/baseline/prepare-tables.ts";
import { receive, startChild } from "./src/machine/child.ts";
import { places } from "./src/machine/places.ts";
import { provision } from "./src/machine/provision.ts";
import { planCreation } from "./src/machine/stage.ts";
import { startBaseline, type Server } from "./src/machine/start-baseline.ts";
import { startGateway } from "./src/machine/start-gateway.ts";
import { startGenerator, type Generator } from "./src/machine/start-generator.ts";
import { startPostgres } from "./src/machine/start-postgres.ts";
import { startSimulator } from "./src/machine/start-simulator.ts";
import { alternate, type Round, type Subject } from "./src/measurements/alternate.ts";
import { computeMicroseconds } from "./src/measurements/compare-rates.ts";

/**
 * What a creation costs at the least, beside what it costs: the bare service of the bench; the same service with the
 * gateway's own two statements and values that were prepared; then, one upon the other, what the contract asks for; and
 * the gateway. Only whoever is measured runs.
 * `node --conditions=@kyc-gateway/source test/bench/creation-floor.ts [rounds] [seconds]`, after `pnpm bundle`.
 */
const steps = ["statements", "authentication", "idempotency hash", "sealing", "log line", "metrics"] as const;
const [, , rounds = "5", seconds = "3"] = process.argv;
const pace = { kind: "open", ratePerSecond: 100, warmUpMs: 0, durationMs: Number(seconds) * 1000 } as const;
const poolSize = 6;
/** A service that has just begun compiles; one that was stopped has lost its connections. */
const warmUpCounts = { first: 1500, later: 60 };

interface Stage {
  readonly env: Readonly<Record<string, string>>;
  readonly providerUrl: string;
  readonly folder: string;
}

async function startStep(count: number, { env, providerUrl, folder }: Stage): Promise<Server> {
  const child = startChild({
    script: join(places.root, "test/bench/src/baseline/creation-floor.main.ts"),
    args: [String(count), String(poolSize), providerUrl],
    env,
    nodeArguments: ["--conditions=@kyc-gateway/source"],
    logFile: join(folder, "steps.log"),
  });
  return { ...child, port: await receive<number>(child) };
}

interface Service {
  readonly name: string;
  readonly server: Server;
  readonly path: string;
}

async function startServices(stage: Stage, { gateway, url }: { gateway: Server; url: string }) {
  const bare = await startBaseline("create", { url, poolSize, providerUrl: stage.providerUrl });
  const services: Service[] = [{ name: "bare service", server: bare, path: "/sessions" }];
  for (const [index, step] of steps.entries())
    services.push({ name: `+ ${step}`, server: await startStep(index + 1, stage), path: "/sessions" });
  return [...services, { name: "gateway", server: gateway, path: "/v1/sessions" }];
}

const resume = ({ server }: Service): unknown => process.kill(server.pid, "SIGCONT");
const pause = ({ server }: Service): unknown => process.kill(server.pid, "SIGSTOP");

/** Applicants and keys of its own: who comes again costs more. */
function describeLoad({ server, path }: Service, apiKey: string, series: string) {
  const plan = planCreation(apiKey, series);
  const body = `{"flow":"standard","applicant":{"id":"${series}-{n}"}}`;
  return { port: server.port, connections: poolSize, expectedStatus: 201, plan: { ...plan, path, body } };
}

async function measure(
  services: readonly Service[],
  {
    generator,
    apiKey,
    ...parts
  }: Pick<Parameters<typeof alternate>[0], "postgres"> & {
    readonly generator: Generator;
    readonly apiKey: string;
  },
): Promise<readonly (readonly Round[])[]> {
  let warmed = 0;
  const warmUp = async (service: Service, count: number): Promise<void> => {
    resume(service);
    warmed += 1;
    const load = describeLoad(service, apiKey, `warm${warmed}`);
    await generator.run({ ...load, pace: { kind: "count", count } });
  };
  for (const service of services) {
    await warmUp(service, warmUpCounts.first);
    pause(service);
  }
  const describe = (service: Service, index: number): Subject => {
    const load = describeLoad(service, apiKey, `floor${index}`);
    return {
      name: service.name,
      processes: { service: service.server.pid, postgres: parts.postgres.pid },
      job: (firstNumber) => ({ ...load, connections: 64, pace, plan: { ...load.plan, firstNumber } }),
      async settle() {
        pause(service);
        // The gateway would number in its turn what the others left.
        await parts.postgres.pool.query("select number_events(100000, 'floor')");
        const next = services[(index + 1) % services.length];
        if (next !== undefined) await warmUp(next, warmUpCounts.later);
      },
    };
  };
  const [first] = services;
  if (first !== undefined) await warmUp(first, warmUpCounts.later);
  return alternate({ generator, rounds: Number(rounds), ...parts }, services.map(describe));
}

function render(services: readonly Service[], measured: readonly (readonly Round[])[]): string {
  const totals = measured.map((each) => computeMicroseconds(each, ["service", "postgres"]));
  const lines = services.map(({ name }, index) => {
    const times = ["service", "postgres"].map((each) => computeMicroseconds(measured[index] ?? [], [each]));
    const total = totals[index] ?? 0;
    const cells = [...times, total].map((us) => us.toFixed(0));
    return `| ${[name, ...cells, (total / (totals[0] ?? 0)).toFixed(2)].join(" | ")} |`;
  });
  const head = "| µs of processor for a creation | service | PostgreSQL | both | × bare |";
  return [head, "|---|---|---|---|---|", ...lines, ""].join("\n");
}

function refuseFailed(services: readonly Service[], measured: readonly (readonly Round[])[]): void {
  for (const [index, { name }] of services.entries())
    for (const { result } of measured[index] ?? [])
      if (result.byStatus[201] !== result.total)
        throw new Error(`${name} did not create all sessions: ${JSON.stringify(result.byStatus)}`);
}

const folder = await mkdtemp(join(tmpdir(), "kyc-gateway-creation-floor-"));
const [postgres, simulator] = await Promise.all([startPostgres(), startSimulator()]);
const generator = startGenerator();
const providerUrl = `http://127.0.0.1:${simulator.port}`;
const env = {
  DATABASE_URL: postgres.url,
  KYC_MASTER_KEY: randomBytes(32).toString("base64"),
  KYC_ADAPTERS_FROM: places.bundle,
  KYC_TENANT_REQUESTS_PER_SECOND: "0",
  // Whoever was stopped takes itself for overloaded.
  KYC_MAX_EVENT_LOOP_DELAY_MS: "0",
  KYC_ROLES: "api",
};
const apiKey = await provision(env, `${providerUrl}/external-api`);
const gateway = await startGateway({ env, logFile: join(folder, "gateway.log") });
await prepareBaselineTables({ postgres, gateway, apiKey });
const services = await startServices({ env, providerUrl, folder }, { gateway, url: postgres.url });
const measured = await measure(services, { generator, apiKey, postgres });
process.stdout.write(render(services, measured));
refuseFailed(services, measured);
services.forEach(resume);
await Promise.all([generator, simulator, ...services.map(({ server }) => server)].map((each) => each.stop()));
await postgres.stop();
await rm(folder, { recursive: true, force: true });
