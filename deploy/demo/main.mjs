// The demo behind `npm start`: simulated providers and a gateway with a PostgreSQL of its own, set up and explained.
import { setMaxListeners } from "node:events";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startChild, waitUntilReady } from "./child.mjs";
import { DemoError } from "./demo-error.mjs";
import { openKeepsake } from "./keepsake.mjs";
import { planConnections, planDemo, readVariable } from "./plan.mjs";
import { playSampleWeek } from "./sample-week.mjs";
import { setUp, tenant, withServices } from "./set-up.mjs";
import { startSimulator } from "./simulator.mjs";
import { claimDataFolder } from "./single-run.mjs";
import { describeDemo } from "./tour.mjs";

const gatewayProgram = "gateway/dist/cli/main.js";
const parentCheckMs = 1000;

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
const stopping = new AbortController();
const { signal } = stopping;
setMaxListeners(0, signal);
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => stopping.abort());
stopWithParent();

const children = [];
let claim;
try {
  await runDemo();
} catch (error) {
  process.exitCode = signal.aborted ? 0 : 1;
  if (!signal.aborted) tell(explain(error));
} finally {
  for (const child of children) await child.stop();
  claim?.release();
  process.exit();
}

async function runDemo() {
  const startedAt = performance.now();
  const dataFolder = path.resolve(readVariable(process.env, "KYC_DATA_FOLDER") ?? ".data");
  const keepsake = openKeepsake(dataFolder);
  claim = await claimDataFolder(dataFolder, signal);
  const plan = await planDemo(process.env, keepsake.get("ports"));
  const urls = await startSimulators(plan, dataFolder);
  keepsake.set({ ports: { ...keepsake.get("ports"), ...readPorts(urls) } });
  const { kvary, ...connections } = planConnections(process.env, { ...plan, urls });
  const jwtSecret = readVariable(process.env, "JWT_SECRET") ?? keepsake.get("jwtSecret");
  const environment = describeEnvironment({ port: plan.port, kvary, dataFolder, jwtSecret });
  const { logFile } = await startGateway(plan, { environment, dataFolder });
  const keys = await setUp({ plan: { ...plan, ...connections }, keepsake, environment, tell });
  signal.throwIfAborted();
  if (process.argv.includes("--sample-week"))
    await addSampleWeek({ ...plan, ...connections, urls, ...keys }, { environment, keepsake });
  signal.throwIfAborted();
  const seconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(
    describeDemo({ plan: { ...plan, urls }, ...keys, jwtSecret, seconds, dataFolder, logFile }),
  );
  await waitForEnd();
}

/** Once: a second week over the first would be no plausible one. */
async function addSampleWeek(demo, { environment, keepsake }) {
  const { address, key, operatorKey, urls: simulators, isAccountReal, ondatoFlow } = demo;
  if (isAccountReal)
    throw new DemoError("--sample-week plays at simulated providers: leave out IDENTOMAT_COMPANY_KEY.");
  if (keepsake.get("hasSampleWeek") === true) return;
  await withServices(environment, (_gateway, { database, analytics }) =>
    playSampleWeek({
      address,
      key,
      operatorKey,
      tenant,
      targets: [
        { connection: "demo-identomat", settings: {} },
        { connection: "demo-ondato", settings: ondatoFlow },
      ],
      simulators,
      pool: database.pool,
      rebuild: () => analytics.rebuild(),
      tell,
    }),
  );
  keepsake.set({ hasSampleWeek: true });
}

/** Gives their URLs by provider. */
async function startSimulators({ simulators }, dataFolder) {
  tell(`Starting simulated providers: ${simulators.map(({ provider }) => provider).join(", ")}`);
  const start = (name, logName, args) =>
    startPart(name, { logName, args, dataFolder, environment: process.env });
  const urls = await Promise.all(
    simulators.map(async (simulator) => [
      simulator.provider,
      await startSimulator(keepSessions(simulator, dataFolder), { start, drop, signal }),
    ]),
  );
  return Object.fromEntries(urls);
}

/** The gateway remembers its sessions from one start to the next; a provider does so too. */
function keepSessions(simulator, dataFolder) {
  const sessionsFile = path.join(dataFolder, `${simulator.provider}-sessions.json`);
  return { ...simulator, options: { ...simulator.options, sessionsFile } };
}

function drop(child) {
  children.splice(children.indexOf(child), 1);
}

/** The next start has them where this one had: links and connections stay good. */
function readPorts(urls) {
  return Object.fromEntries(
    Object.entries(urls).map(([provider, url]) => [provider, Number(new URL(url).port)]),
  );
}

async function startGateway({ address, isAccountReal }, { environment, dataFolder }) {
  tell(`Starting the gateway${isAccountReal ? " for your Identomat account" : ""}`);
  const args = [gatewayProgram, "start"];
  const gateway = startPart("The gateway", { logName: "gateway", args, dataFolder, environment });
  await waitUntilReady(gateway, () => answers(`${address}/readyz`), signal);
  return gateway;
}

async function answers(url) {
  try {
    return (await fetch(url, { signal })).ok;
  } catch (error) {
    if (signal.aborted) throw error;
    return false;
  }
}

function startPart(name, { logName, args, dataFolder, environment }) {
  signal.throwIfAborted();
  const child = startChild({ name, args, environment, logFile: path.join(dataFolder, `${logName}.log`) });
  // Stopped in this order: the gateway first, it may still be talking to the others.
  children.unshift(child);
  claim.note(child.pid);
  return child;
}

/** Somebody's own database is not the place for a demo: whatever the environment names, it is not used. */
function describeEnvironment({ port, kvary, dataFolder, jwtSecret }) {
  const none = { DATABASE_URL: "", DATABASE_DIRECT_URL: "", KYC_MASTER_KEY: "", KYC_MASTER_KEY_FILE: "" };
  return {
    ...process.env,
    ...none,
    ...kvary,
    NODE_ENV: "development",
    // No load balancer has to notice that it ends.
    KYC_SHUTDOWN_GRACE_MS: "0",
    PORT: String(port),
    KYC_DATA_FOLDER: dataFolder,
    JWT_SECRET: jwtSecret,
  };
}

/** Resolves when we are told to stop. Throws `DemoError` when a part of the demo ends by itself. */
async function waitForEnd() {
  const stopped = new Promise((resolve) => {
    signal.addEventListener("abort", resolve, { once: true });
    if (signal.aborted) resolve();
  });
  const lost = children.map(async ({ name, ended, logFile }) => {
    const code = await ended;
    if (!signal.aborted)
      throw new DemoError(`${name} ended with ${code}, and the demo with it. See ${logFile}`);
  });
  await Promise.race([stopped, ...lost]);
  tell("Stopping");
}

/** Whoever started us may be killed without a word; a demo that nobody can reach would keep its ports for ever. */
function stopWithParent() {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stopping.abort(), parentCheckMs).unref();
}

/** A stack only for what nobody foresaw. */
function explain(error) {
  if (error instanceof DemoError) return error.message;
  if (!Array.isArray(error.issues)) return error.stack;
  const lines = error.issues.map((issue) =>
    typeof issue === "string" ? `  - ${issue}` : `  - ${issue.pointer} ${issue.message}`,
  );
  return ["These settings cannot be used:", ...lines].join("\n");
}

function tell(message) {
  process.stderr.write(`▸ ${message}\n`);
}
