import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { LookupFunction } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { Agent } from "undici";
import { findFreePort } from "./free-port.ts";
import { waitFor } from "./wait-for.ts";

export const proxyNames = ["nginx", "haproxy", "caddy"] as const;
export type ProxyName = (typeof proxyNames)[number];

/** nginx, HAProxy or Caddy with the configuration of deploy/proxies: only addresses and the certificate are this machine's. */
export interface ExampleProxy {
  readonly url: string;
  /** Trusts the proxy's certificate. */
  connect(options?: { readonly localAddress?: string }): Agent;
  /** What it said; for messages. */
  readonly output: string;
  [Symbol.asyncDispose](): Promise<void>;
}

const examples = join(import.meta.dirname, "../../deploy/proxies");
const host = "kyc.example";

/** Throws when the machine has no such program (Debian: `apt-get install nginx-light haproxy caddy`). */
export async function startExampleProxy(
  name: ProxyName,
  replicaPorts: readonly [number, number],
): Promise<ExampleProxy> {
  const folder = mkdtempSync(join(tmpdir(), `kyc-gateway-${name}-`));
  chmodSync(folder, 0o755);
  const port = await findFreePort();
  const certificate = makeCertificate(folder);
  const [program, ...args] = programs[name](folder, { port, replicaPorts });
  const child = spawn(program, args, {
    env: {
      ...process.env,
      HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_CONFIG_HOME: folder,
      PATH: `${process.env["PATH"] ?? ""}${delimiter}/usr/sbin`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += String(text)));
  const ended = once(child, "exit");
  const failed = ended.then(() => Promise.reject(new Error(`${name} ended: ${output}`)));
  failed.catch(() => undefined);
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const connect = (options: object = {}): Agent =>
    new Agent({
      connections: 64,
      allowH2: false,
      connect: { ca: certificate, lookup: findHere },
      ...options,
    });
  const url = `https://${host}:${port}`;
  const isListening = async (): Promise<boolean> => {
    const agent = connect();
    await agent.request({ origin: url, path: "/nothing", method: "GET" }).then(({ body }) => body.dump());
    await agent.destroy();
    return true;
  };
  await Promise.race([waitFor(isListening), failed]);
  return {
    url,
    connect,
    get output() {
      return output;
    },
    async [Symbol.asyncDispose]() {
      process.off("exit", kill);
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The example's name is this machine. */
const findHere: LookupFunction = (_name, { all }, callback) => {
  const address = "127.0.0.1";
  if (all === true) callback(null, [{ address, family: 4 }]);
  else callback(null, address, 4);
};

function makeCertificate(folder: string): string {
  const [key, certificate] = [join(folder, "kyc.key"), join(folder, "kyc.crt")];
  const request = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-days",
    "2",
  ];
  const names = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`];
  execFileSync("openssl", [...request, ...names, "-keyout", key, "-out", certificate], { stdio: "ignore" });
  const text = readFileSync(certificate, "utf8");
  // HAProxy reads both from one file.
  writeFileSync(join(folder, "kyc.pem"), text + readFileSync(key, "utf8"));
  return text;
}

interface Place {
  readonly port: number;
  readonly replicaPorts: readonly [number, number];
}

function describeNginx(folder: string, { port, replicaPorts }: Place): [string, ...string[]] {
  const example = adapt("nginx.conf", [
    ...placeReplicas(replicaPorts),
    ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
    ["/etc/ssl/kyc.example.pem", join(folder, "kyc.pem")],
    ["/etc/ssl/kyc.example.key", join(folder, "kyc.key")],
  ]);
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  );
  const file = join(folder, "nginx.conf");
  writeFileSync(
    file,
    `user root;\npid ${join(folder, "pid")};\nerror_log stderr warn;\nevents {}\nhttp {\naccess_log off;\n${paths.join("\n")}\n${example}\n}\n`,
  );
  return ["nginx", "-p", folder, "-c", file, "-g", "daemon off;"];
}

function describeHaproxy(folder: string, { port, replicaPorts }: Place): [string, ...string[]] {
  const file = join(folder, "haproxy.cfg");
  const example = adapt("haproxy.cfg", [
    ...placeReplicas(replicaPorts),
    ["bind :443", `bind 127.0.0.1:${port}`],
    ["/etc/ssl/kyc.example.pem", join(folder, "kyc.pem")],
  ]);
  writeFileSync(file, example);
  return ["haproxy", "-db", "-f", file];
}

function describeCaddy(folder: string, { port, replicaPorts }: Place): [string, ...string[]] {
  const file = join(folder, "Caddyfile");
  const example = adapt("Caddyfile", [
    ...placeReplicas(replicaPorts),
    ["kyc.example {", `https://kyc.example:${port} {\n\tbind 127.0.0.1`],
    ["/etc/ssl/kyc.example.pem", join(folder, "kyc.pem")],
    ["/etc/ssl/kyc.example.key", join(folder, "kyc.key")],
  ]);
  const others = "{\n\tadmin off\n\tauto_https disable_redirects\n\tlog {\n\t\tlevel ERROR\n\t}\n}\n";
  writeFileSync(file, others + example);
  return ["caddy", "run", "--config", file, "--adapter", "caddyfile"];
}

const programs: Readonly<Record<ProxyName, (folder: string, place: Place) => [string, ...string[]]>> = {
  nginx: describeNginx,
  haproxy: describeHaproxy,
  caddy: describeCaddy,
};

const placeReplicas = ([first, second]: readonly [number, number]): [string, string][] => [
  ["10.0.0.11:4030", `127.0.0.1:${first}`],
  ["10.0.0.12:4030", `127.0.0.1:${second}`],
];

/** Throws when the example does not hold what is replaced. */
function adapt(name: string, replacements: readonly (readonly [string, string])[]): string {
  let text = readFileSync(join(examples, name), "utf8");
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`deploy/proxies/${name} holds no "${from}".`);
    text = text.replaceAll(from, to);
  }
  return text;
}
