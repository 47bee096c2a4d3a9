// Runs in a process of its own: `node import-probe <entry URL> <settings as JSON>`; the last line it prints is the report.
import childProcess from "node:child_process";
import dns from "node:dns";
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import workers from "node:worker_threads";

/** What was seen of a module. */
export interface ProbeReport {
  readonly adapterId?: string;
  readonly onImport: readonly string[];
  readonly onConnect: readonly string[];
}

interface ImportedAdapter {
  readonly manifest?: { readonly id?: string };
  connect(settings: unknown, host: unknown): unknown;
}

let effects: string[] = [];
const note = (effect: string) => void effects.push(effect);

/** Replaces functions of a module by ones that tell of their call and do it all the same. */
function watch(owner: object, names: readonly string[], effect: string): void {
  const members = owner as Record<string, (...args: unknown[]) => unknown>;
  for (const name of names) {
    const original = members[name];
    if (original === undefined) continue;
    members[name] = function watched(this: unknown, ...args: unknown[]) {
      note(`${effect} (${name})`);
      return Reflect.apply(original, this, args);
    };
  }
}

function watchEverything(): void {
  watch(globalThis, ["fetch"], "sends a request");
  watch(net.Socket.prototype, ["connect"], "opens a connection");
  watch(net.Server.prototype, ["listen"], "opens a port");
  watch(http, ["request", "get"], "sends a request");
  watch(https, ["request", "get"], "sends a request");
  watch(dns, ["lookup", "resolve"], "asks for an address");
  watch(
    childProcess,
    ["spawn", "exec", "execFile", "fork", "spawnSync", "execSync", "execFileSync"],
    "starts a process",
  );
  watch(
    fs,
    [
      "writeFile",
      "writeFileSync",
      "appendFile",
      "appendFileSync",
      "mkdir",
      "mkdirSync",
      "createWriteStream",
      "rm",
      "rmSync",
      "unlink",
      "unlinkSync",
    ],
    "writes a file",
  );
  watch(fs.promises, ["writeFile", "appendFile", "mkdir", "rm", "unlink"], "writes a file");
  watch(workers, ["Worker"], "starts a thread");
  watch(globalThis, ["setTimeout", "setInterval"], "starts a timer");
  watch(process, ["on", "once", "addListener"], "listens to the process");
  watch(console, ["log", "info", "warn", "error", "debug"], "prints");
  syncBuiltinESMExports();
}

/** A host that takes note of every use. */
function createWatchedHost() {
  return {
    fetch: () => {
      note("calls host.fetch");
      return new Promise(() => undefined);
    },
    log: { info: () => note("logs"), warn: () => note("logs") },
    now: () => Date.parse("2026-05-04T10:00:00Z"),
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => void setImmediate(resolve));
}

async function probe(entry: string, settings: unknown): Promise<ProbeReport> {
  const globals = new Set(Object.getOwnPropertyNames(globalThis));
  const { default: adapter } = (await import(entry)) as { readonly default: ImportedAdapter };
  await settle();
  const added = Object.getOwnPropertyNames(globalThis).filter((name) => !globals.has(name));
  const onImport = [...effects, ...added.map((name) => `adds the global ${name}`)];
  effects = [];
  adapter.connect(settings, createWatchedHost());
  await settle();
  return {
    ...(adapter.manifest?.id === undefined ? {} : { adapterId: adapter.manifest.id }),
    onImport,
    onConnect: effects,
  };
}

const [, , entry = "", settings = "{}"] = process.argv;
const print = process.stdout.write.bind(process.stdout);
watchEverything();
const report = await probe(entry, JSON.parse(settings));
print(`\n${JSON.stringify(report)}\n`);
// A timer or a socket that is left would keep the process alive; the report has told of it.
process.exit(0);
