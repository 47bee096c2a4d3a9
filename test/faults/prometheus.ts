import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFreePort } from "../support/free-port.ts";
import { waitFor } from "../support/wait-for.ts";

export interface FiringAlert {
  readonly name: string;
  readonly severity: string;
}
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since the epoch, and the value. */
  readonly points: readonly (readonly [number, number])[];
}

/** A real Prometheus that looks every second. */
export interface Prometheus {
  listFiring(): Promise<readonly FiringAlert[]>;
  /** The series of an expression now. */
  ask(expr: string): Promise<readonly Sample[]>;
  askRange(expr: string, seconds: number): Promise<readonly Sample[]>;
  /** Whether every target was scraped. */
  isScraping(): Promise<boolean>;
  stop(): Promise<void>;
}

interface Settings {
  readonly targets: readonly string[];
  /** Files of rules by name. */
  readonly rules: ReadonlyMap<string, string>;
}

export async function startPrometheus({ targets, rules }: Settings): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), "kyc-gateway-prometheus-"));
  for (const [name, text] of rules) await writeFile(join(folder, name), text);
  await writeFile(join(folder, "prometheus.yml"), describeConfiguration([...rules.keys()], targets));
  const port = await findFreePort();
  const server = spawn(
    "prometheus",
    [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=error",
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const ended = once(server, "exit");
  const kill = (): void => void server.kill("SIGKILL");
  process.once("exit", kill);
  const get = createGetter(`http://127.0.0.1:${port}`);
  await waitFor(() => get("/-/ready").then(() => true), { timeoutMs: 30_000 });
  return {
    listFiring: async () => readFiring(await get("/api/v1/alerts")),
    ask: async (expr) => readSamples(await get(`/api/v1/query?query=${encodeURIComponent(expr)}`)),
    async askRange(expr, seconds) {
      const end = Date.now() / 1000;
      const range = `start=${end - seconds}&end=${end}&step=5`;
      return readSamples(await get(`/api/v1/query_range?query=${encodeURIComponent(expr)}&${range}`));
    },
    async isScraping() {
      const up = readSamples(await get(`/api/v1/query?query=up`));
      return up.length === targets.length && up.every(({ points }) => points[0]?.[1] === 1);
    },
    async stop() {
      server.kill("SIGTERM");
      await ended;
      process.off("exit", kill);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function describeConfiguration(ruleFiles: readonly string[], targets: readonly string[]): string {
  return JSON.stringify({
    global: { scrape_interval: "1s", scrape_timeout: "1s", evaluation_interval: "1s" },
    rule_files: ruleFiles,
    scrape_configs: [{ job_name: "kyc-gateway", static_configs: [{ targets }] }],
  });
}

function createGetter(url: string): (path: string) => Promise<unknown> {
  return async (path) => {
    const answer = await fetch(`${url}${path}`);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`Prometheus answered ${answer.status} to ${path}: ${text.slice(0, 300)}`);
    return text.startsWith("{") ? (JSON.parse(text) as unknown) : text;
  };
}

interface AlertsAnswer {
  readonly data: { readonly alerts: readonly { state: string; labels: Record<string, string> }[] };
}
interface QueryAnswer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Record<string, string>;
      readonly value?: readonly [number, string];
      readonly values?: readonly (readonly [number, string])[];
    }[];
  };
}

function readFiring(answer: unknown): readonly FiringAlert[] {
  return (answer as AlertsAnswer).data.alerts
    .filter(({ state }) => state === "firing")
    .map(({ labels }) => ({ name: labels["alertname"] ?? "", severity: labels["severity"] ?? "" }));
}

function readSamples(answer: unknown): readonly Sample[] {
  return (answer as QueryAnswer).data.result.map(({ metric, value, values }) => ({
    labels: metric,
    points: (values ?? (value === undefined ? [] : [value])).map(([at, text]) => [at, Number(text)] as const),
  }));
}
