import { spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chooseServerAccount } from "../../gateway/src/platform/embedded-postgres/server-account.ts";
import { findFreePort } from "./free-port.ts";
import { waitFor } from "./wait-for.ts";

/** PgBouncer before a server, in transaction mode. Debian's knows no prepared statements either: the hardest that there is. */
export interface PoolingProxy {
  /** The same database, through the proxy. */
  reach(databaseUrl: string): string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Throws when the machine has no `pgbouncer` (Debian: `apt-get install pgbouncer`). */
export async function startPoolingProxy(serverUrl: string): Promise<PoolingProxy> {
  const folder = await mkdtemp(join(tmpdir(), "kyc-gateway-pgbouncer-"));
  const account = await chooseServerAccount(folder);
  const port = await findFreePort();
  const file = join(folder, "pgbouncer.ini");
  await writeFile(file, describeProxy(new URL(serverUrl), { port, folder }));
  const { username, password } = new URL(serverUrl);
  await writeFile(join(folder, "users.txt"), `"${username}" "${decodeURIComponent(password)}"\n`);
  if (account !== undefined) await chown(folder, account.uid, account.gid);
  const program = spawn("pgbouncer", ["--quiet", file], { ...account, stdio: "ignore", cwd: "/" });
  const failed = once(program, "exit").then(([code]) =>
    Promise.reject(new Error(`pgbouncer ended with ${String(code)}.`)),
  );
  failed.catch(() => undefined);
  await Promise.race([waitFor(() => isListening(port), { timeoutMs: 20_000 }), failed]);
  return {
    reach(databaseUrl) {
      const url = new URL(databaseUrl);
      url.port = String(port);
      return url.href;
    },
    async [Symbol.asyncDispose]() {
      program.kill("SIGKILL");
      await once(program, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function describeProxy(server: URL, { port, folder }: { port: number; folder: string }): string {
  return [
    "[databases]",
    `* = host=${server.hostname} port=${server.port}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = plain",
    `auth_file = ${join(folder, "users.txt")}`,
    "pool_mode = transaction",
    "default_pool_size = 5",
    "",
  ].join("\n");
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
