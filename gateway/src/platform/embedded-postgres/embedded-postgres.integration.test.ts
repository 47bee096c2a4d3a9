import { execFile } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client, DatabaseError } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { killServerOn } from "../../../../test/support/left-over-server.ts";
import { type NodeProcess, spawnNode } from "../../../../test/support/spawn-node.ts";
import { waitFor } from "../../../../test/support/wait-for.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres.ts";

const temporary = join(tmpdir(), "embedded-postgres-");
const isRoot = process.getuid?.() === 0;
let initialised = "";
let folder = "";
const started: EmbeddedPostgres[] = [];

beforeAll(async () => {
  initialised = await mkdtemp(temporary);
  const server = await startEmbeddedPostgres({ dataFolder: initialised, log: silent });
  await server.stop();
});

afterAll(() => rm(initialised, { recursive: true }));

beforeEach(async () => {
  folder = await mkdtemp(temporary);
  await promisify(execFile)("cp", ["-a", `${initialised}/.`, folder]);
});

afterEach(async () => {
  await Promise.all(started.map((server) => server.stop()));
  const folders = new Set([folder, ...started.splice(0).map((server) => server.dataFolder)]);
  for (const path of folders) {
    await killServerOn(join(path, "cluster"));
    await rm(path, { recursive: true, force: true });
  }
});

interface StartOptions {
  readonly dataFolder?: string;
  readonly port?: number;
}

async function start({ dataFolder = folder, ...rest }: StartOptions = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataFolder, ...rest, log: silent });
  started.push(server);
  return server;
}

const silent = { info: () => undefined, warn: () => undefined };

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Another process of ours, which uses the server of the folder until it is stopped. */
async function holdInAnotherProcess(): Promise<{ readonly holder: NodeProcess; readonly url: string }> {
  const script = join(folder, "hold.ts");
  await writeFile(
    script,
    `import { startEmbeddedPostgres } from ${JSON.stringify(import.meta.resolve("./embedded-postgres.ts"))};
     const server = await startEmbeddedPostgres({ dataFolder: ${JSON.stringify(folder)}, log: console });
     process.once("SIGTERM", () => void server.stop());
     console.log(server.url);`,
  );
  const holder = spawnNode({ script });
  return { holder, url: await holder.waitForLine(/^postgres:/) };
}

async function readServerPid(): Promise<number> {
  return Number.parseInt(await readFile(join(folder, "cluster", "postmaster.pid"), "utf8"), 10);
}

it("keeps its data between runs", async () => {
  const first = await start();
  await query(first.url, "CREATE TABLE notes AS SELECT 'kept' AS text");
  await first.stop();
  const second = await start();
  await expect(query(second.url, "SELECT text FROM notes")).resolves.toEqual([{ text: "kept" }]);
});

it("never trades durability for speed", async () => {
  const { url } = await start();
  const sql =
    "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')";
  const rows = await query(url, sql);
  expect(rows.map(({ setting }) => setting)).toEqual(["on", "on", "on"]);
});

it("runs one server for everybody who starts at once on an empty folder", async () => {
  const dataFolder = join(folder, "empty");
  const servers = await Promise.all(Array.from({ length: 4 }, () => start({ dataFolder })));
  const rows = await Promise.all(
    servers.map(({ url }) => query(url, "SELECT pg_postmaster_start_time()::text AS at")),
  );
  expect(new Set(rows.map(([row]) => row?.["at"])).size).toBe(1);
  expect(new Set(servers.map(({ url }) => url)).size).toBe(1);
});

it("goes on running until its last user stops it", async () => {
  const first = await start();
  const second = await start();
  await first.stop();
  await expect(query(second.url, "SELECT 1 AS one")).resolves.toEqual([{ one: 1 }]);
  await second.stop();
  await expect(query(second.url, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
});

it("is there for whoever starts while its last user stops it", async () => {
  const urls = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const server = await start();
      await query(server.url, "SELECT 1");
      await server.stop();
      return server.url;
    }),
  );
  expect(urls).toHaveLength(4);
});

it("is shared with a command that runs in another process and outlives it", async () => {
  const { holder, url } = await holdInAnotherProcess();
  const ours = await start();
  expect(ours.url).toBe(url);
  await expect(holder.stop()).resolves.toEqual({ code: 0, signal: null });
  await expect(query(ours.url, "SELECT 1 AS one")).resolves.toEqual([{ one: 1 }]);
});

it("is taken over from a process that was killed, and then stopped", async () => {
  const { holder, url } = await holdInAnotherProcess();
  await query(url, "CREATE TABLE notes AS SELECT 'kept' AS text");
  await holder.kill();
  const ours = await start();
  expect(ours.url).toBe(url);
  await expect(query(ours.url, "SELECT text FROM notes")).resolves.toEqual([{ text: "kept" }]);
  await ours.stop();
  await expect(query(url, "SELECT 1")).rejects.toThrow("ECONNREFUSED");
});

it("comes back at its address with what was committed when the server is killed", async () => {
  const { url } = await start();
  await query(url, "CREATE TABLE notes AS SELECT 'kept' AS text");
  process.kill(await readServerPid(), "SIGKILL");
  const rows = await waitFor(() => query(url, "SELECT text FROM notes"), { timeoutMs: 20_000 });
  expect(rows).toEqual([{ text: "kept" }]);
});

it("starts although the recorded process id belongs to another program by now", async () => {
  const first = await start();
  await first.stop();
  const stale = `${process.pid}\n${join(folder, "cluster")}\n1700000000\n5432\n\n127.0.0.1\n`;
  await writeFile(join(folder, "cluster", "postmaster.pid"), stale);
  const second = await start();
  await expect(query(second.url, "SELECT 1 AS one")).resolves.toEqual([{ one: 1 }]);
});

it("listens on the wanted port, and on loopback alone", async () => {
  const port = Number(new URL((await start()).url).port);
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  for (const { address } of addresses.filter(({ internal, family }) => !internal && family === "IPv4")) {
    const socket = connect(port, address);
    const [error] = await once(socket, "error");
    expect(error).toMatchObject({ code: "ECONNREFUSED" });
  }
});

it("says why it cannot start on a port that is taken", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await expect(start({ port })).rejects.toThrow(/PostgreSQL did not start: .*Address already in use/);
  other.close();
});

it("accepts its own random password alone, which only its owner can read", async () => {
  const { url } = await start();
  const other = new URL(url);
  other.password = "password";
  await expect(query(other.href, "SELECT 1")).rejects.toThrow(DatabaseError);
  expect((await stat(join(folder, "password"))).mode & 0o777).toBe(0o600);
  expect(new URL(url).password).toHaveLength(32);
});

it("writes no statement and no value into its log", async () => {
  const { url } = await start();
  await query(url, "CREATE TABLE notes (text text PRIMARY KEY)");
  await query(url, "INSERT INTO notes VALUES ('Ada Lovelace')");
  await expect(query(url, "INSERT INTO notes VALUES ('Ada Lovelace')")).rejects.toThrow("duplicate key");
  await expect(query(url, "SELECT 'Ada Lovelace'::int")).rejects.toThrow("invalid input syntax");
  await expect(readFile(join(folder, "cluster", "server.log"), "utf8")).resolves.not.toContain("Ada");
});

/** PostgreSQL does not run as root, but under another account, which has to enter the folder; anybody else's runs as them. */
const privateFolders: readonly (readonly [
  string,
  { readonly hasData: boolean; readonly outcome: RegExp },
])[] = isRoot
  ? [
      [
        "writes nothing elsewhere when its account cannot enter the data folder",
        {
          hasData: false,
          outcome:
            /the account that it runs under cannot enter \S+checkout\/\.data\/postgres\. Set KYC_DATA_FOLDER/,
        },
      ],
      [
        "starts no empty database elsewhere when existing data cannot be entered any more",
        { hasData: true, outcome: /There is data in .*, but PostgreSQL's account cannot enter it/ },
      ],
    ]
  : [
      ["runs for a checkout that only its owner can enter", { hasData: false, outcome: /^runs, and again$/ }],
      ["goes on with data that only their owner can enter", { hasData: true, outcome: /^runs, and again$/ }],
    ];

it.each(privateFolders)("%s", async (_name, { hasData, outcome }) => {
  const dataFolder = join(folder, "checkout", ".data", "postgres");
  if (hasData) await (await start({ dataFolder })).stop();
  await chmod(folder, 0o700);
  const runTwice = async (): Promise<string> => {
    const server = await start({ dataFolder });
    await query(server.url, "CREATE TABLE notes AS SELECT 'runs, and again' AS text");
    await server.stop();
    const again = await start({ dataFolder });
    return String((await query(again.url, "SELECT text FROM notes"))[0]?.["text"]);
  };
  expect(await runTwice().catch((error: unknown) => (error as Error).message)).toMatch(outcome);
});

it("refuses a cluster of another major version", async () => {
  const first = await start();
  await first.stop();
  await writeFile(join(folder, "cluster", "PG_VERSION"), "12\n");
  await expect(start()).rejects.toThrow(/created by PostgreSQL 12, this is 18\. Move its data over/);
});
