import { chown, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { findFreePort } from "../support/free-port.ts";
import { describeEnvironment } from "../support/gateway-harness.ts";
import { killServerOn } from "../support/left-over-server.ts";
import { spawnGateway } from "../support/spawn-gateway.ts";
import type { NodeProcess } from "../support/spawn-node.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";
import { waitFor } from "../support/wait-for.ts";

vi.setConfig({ testTimeout: 240_000 });

const repository = join(import.meta.dirname, "../..");
/** As a container platform gives them: nothing on the machine knows it. */
const nameless = 10_001;
const nobody = 65_534;
const root = 0;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kyc-gateway-sealed-"));
  for (const name of ["root", "volume"]) await mkdir(join(folder, name));
});
afterEach(async () => {
  await killServerOn(join(folder, "volume", "data", "postgres", "cluster"));
  await rm(folder, { recursive: true });
});

interface Sealed {
  readonly user: number;
  readonly command?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether one folder may be written to; it belongs to this user. */
  readonly volumeOf?: number;
}

/** The gateway where nothing can be written to but one folder at most, without HOME and /tmp. */
async function spawnSealed({ user, command = "start", env = {}, volumeOf }: Sealed): Promise<NodeProcess> {
  const volume = join(folder, "volume");
  if (volumeOf !== undefined) await chown(volume, volumeOf, volumeOf);
  const seal = [join(repository, "test/support/sealed-root.sh"), join(folder, "root"), repository];
  const writable = volumeOf === undefined ? "" : volume;
  return spawnGateway({
    args: command.split(" "),
    cwd: "/",
    env: {
      ...describeEnvironment({ databaseUrl: "" }),
      KYC_DATA_FOLDER: join(volume, "data"),
      ...env,
    },
    within: ["unshare", "--mount", "--propagation", "private", "sh", ...seal, writable, String(user)],
  });
}

/** Starts, becomes ready, and ends in good order. */
async function expectService(sealed: Sealed): Promise<void> {
  const port = await findFreePort();
  const gateway = await spawnSealed({ ...sealed, env: { ...sealed.env, PORT: String(port) } });
  const isReady = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200;
  await waitFor(isReady, { timeoutMs: 100_000 }).catch((cause: unknown) => {
    throw new Error(gateway.output, { cause });
  });
  expect(await gateway.stop({ timeoutMs: 30_000 })).toEqual({ code: 0, signal: null });
}

async function expectRefusal(sealed: Sealed, words: string): Promise<void> {
  const program = await spawnSealed(sealed);
  const { code } = await program.waitForExit();
  expect(program.output).toContain(words);
  expect(program.output).not.toMatch(/^\s+at /m);
  expect(code).toBe(1);
}

const external = () => ({ DATABASE_URL: database.url });

// Namespaces and other users are root's to make; what anybody can try are folders that this user may not write to.
const isRoot = process.getuid?.() === 0;
const sealedRoots = isRoot ? ["a read-only root file system without /tmp and HOME"] : [];
const foreignFolders = isRoot ? [] : ["a file system that is not this user's"];

describe.each(sealedRoots)("%s", () => {
  it.each([nameless, nobody, root])("is no trouble with DATABASE_URL: user id %i", async (user) => {
    await expectService({ user, env: external() });
  });

  it.each(["migrate", "doctor", "tenant list"])("is no trouble for a command: %s", async (command) => {
    const program = await spawnSealed({ user: nameless, command, env: external() });
    const { code } = await program.waitForExit();
    expect({ code, output: program.output }).toMatchObject({ code: 0 });
  });

  it.each([nobody, root])(
    "serves from its own PostgreSQL in one writable folder, twice: user id %i",
    async (user) => {
      await expectService({ user, volumeOf: user, env: { KYC_MASTER_KEY: "" } });
      await expectService({ user, volumeOf: user, env: { KYC_MASTER_KEY: "" } });
      expect(await readdir(join(folder, "volume", "data"))).toEqual(["master.key", "postgres"]);
    },
  );

  it("names the user id that PostgreSQL makes no database for", async () => {
    const words = `The user id ${nameless} has no name on this machine`;
    await expectRefusal({ user: nameless, volumeOf: nameless }, words);
  });

  it.each([
    ["no folder may be written to", { user: nameless }, "cannot be used: the file system is read-only"],
    [
      "the folder is somebody else's",
      { user: nameless, volumeOf: nobody },
      "cannot be used: this user may not",
    ],
    [
      "none is configured",
      { user: nobody, env: { KYC_DATA_FOLDER: "" } },
      "/.data cannot be used: the file system is read-only",
    ],
  ])("names the folder that it wanted: %s", async (_why, sealed: Sealed, words) => {
    await expectRefusal(sealed, words);
  });
});

describe.each(foreignFolders)("%s", () => {
  it.each(["/usr/kyc-gateway", "/kyc-gateway"])("names the folder that it wanted: %s", async (place) => {
    const program = await spawnGateway({
      env: { ...describeEnvironment({ databaseUrl: "" }), KYC_DATA_FOLDER: place },
    });
    const { code } = await program.waitForExit();
    expect(program.output).toContain(`${place} cannot be used: this user may not`);
    expect(code).toBe(1);
  });
});
