// Builds the console into `dist/web`, with compressed copies. Nothing is done where its sources are as they were.
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = import.meta.dirname;
const output = join(folder, "dist/web");
const mark = join(folder, "dist/content-hash");

const hash = hashSources();
if (readMark() !== hash) {
  // A build that fails half-way is none: the next one begins anew.
  rmSync(mark, { force: true });
  // Whoever calls, a test for example, may have another one: React would come with its development checks, twice as large.
  process.env.NODE_ENV = "production";
  const { build } = await import("vite");
  await build({ configFile: join(folder, "vite.config.ts"), logLevel: "error" });
  for (const file of globSync("**/*.{js,css,html,svg}", { cwd: output })) compress(join(output, file));
  writeFileSync(mark, hash);
}

function hashSources() {
  const sources = globSync(["src/**/*", "public/**/*", "*.{html,json,ts,mjs}", "../../pnpm-lock.yaml"], {
    cwd: folder,
    withFileTypes: true,
  });
  const files = sources.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const digest = createHash("sha256");
  for (const file of files.sort()) digest.update(file.slice(folder.length)).update(readFileSync(file));
  return digest.digest("hex");
}

function readMark() {
  return existsSync(mark) && existsSync(output) ? readFileSync(mark, "utf8") : undefined;
}

function compress(file) {
  const content = readFileSync(file);
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  writeFileSync(`${file}.br`, brotliCompressSync(content, options));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}
