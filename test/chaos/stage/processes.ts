import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findFreePort } from "../../support/free-port.ts";
import { spawnNode, type NodeProcess } from "../../support/spawn-node.ts";
import { waitFor } from "../../support/wait-for.ts";

const inRepository = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** A process of ours that listens. */
export interface Server {
  readonly url: string;
  readonly process: NodeProcess;
}

export const repository = inRepository(".");
const commandLine = "gateway/src/cli/main.ts";
const crashingGateway = inRepository("test/chaos/crash/crashing-gateway.main.ts");
const hastyGateway = inRepository("test/chaos/ledger/hasty-gateway.main.ts");
const floodScript = inRepository("test/chaos/load/flood.main.ts");
const simulatorScript = inRepository("test/simulators/src/cli.ts");

/** What every gateway of a proof gets; a proof adds its own. */
export interface HarnessOptions {
  readonly databaseUrl: string;
  readonly masterKey: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Default: a free one. */
  readonly port?: number;
  /** Where the gateway's sources are. Default: here. */
  readonly folder?: string;
}

export function describeGatewayEnvironment({
  databaseUrl,
  masterKey,
  env = {},
  folder = repository,
}: HarnessOptions): Record<string, string> {
  return {
    NODE_ENV: "test",
    DATABASE_URL: databaseUrl,
    KYC_MASTER_KEY: masterKey,
    KYC_ADAPTERS_FROM: folder,
    LOG_LEVEL: "error",
    // A busy machine is no reason to refuse the load of a proof.
    KYC_MAX_EVENT_LOOP_DELAY_MS: "0",
    KYC_TENANT_REQUESTS_PER_SECOND: "0",
    KYC_END_USER_REQUESTS_PER_SECOND: "0",
    ...env,
  };
}

/** A gateway as an operator starts it. */
export function startGatewayProcess(request: HarnessOptions): Promise<Server> {
  return start(join(request.folder ?? repository, commandLine), ["start"], request);
}

/** One command of the command line, to its end. Gives what it printed; throws when it fails. */
export async function runGatewayCommand(request: HarnessOptions, args: readonly string[]): Promise<string> {
  const { folder = repository } = request;
  const script = join(folder, commandLine);
  const command = spawnNode({ script, args, env: describeGatewayEnvironment(request), cwd: folder });
  const { code } = await command.waitForExit();
  if (code !== 0) throw new Error(`kyc-gateway ${args.join(" ")} ended with ${code}:\n${command.output}`);
  return command.output;
}

/** A gateway whose adapters declare another schedule of reads: nobody waits for a quarter of an hour. */
export function startHastyGateway(
  request: HarnessOptions,
  rereadAfterMs: readonly number[],
): Promise<Server> {
  return start(hastyGateway, rereadAfterMs.map(String), request);
}

/** A gateway that kills itself as soon as so many sessions stand at a point of their start. */
export function startCrashingGateway(
  request: HarnessOptions,
  crash: { readonly point: string; readonly sessions: number },
): Promise<Server> {
  return start(crashingGateway, [crash.point, String(crash.sessions)], request);
}

async function start(script: string, args: readonly string[], request: HarnessOptions): Promise<Server> {
  const port = request.port ?? (await findFreePort());
  const env = { ...describeGatewayEnvironment(request), PORT: String(port) };
  const process = spawnNode({ script, args, env, cwd: request.folder ?? repository });
  const url = `http://127.0.0.1:${port}`;
  const isReady = async (): Promise<boolean> => (await fetch(`${url}/readyz`)).status === 200;
  await waitFor(isReady, { timeoutMs: 60_000 }).catch((cause: unknown) => {
    throw new Error(`The gateway did not become ready:\n${process.output}`, { cause });
  });
  return { url, process };
}

export type ProviderName = "identomat" | "ondato";

export function startSimulatorProcess(name: ProviderName, options: object = {}): Promise<Server> {
  const args = [name, "--port", "0", "--options", JSON.stringify(options)];
  return startReporting(spawnNode({ script: simulatorScript, args }));
}

/** A product that floods a gateway when told to; see `load/flood.main.ts`. */
export function startFloodProcess(gateway: Server, apiKey: string): Promise<Server> {
  return startReporting(spawnNode({ script: floodScript, args: [gateway.url, apiKey] }));
}

/** A process that prints where it listens. */
async function startReporting(process: NodeProcess): Promise<Server> {
  const line = await process.waitForLine(/"ready":true/);
  return { url: (JSON.parse(line) as { url: string }).url, process };
}
