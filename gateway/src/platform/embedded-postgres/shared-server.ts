import { setTimeout as delay } from "node:timers/promises";
import { type Cluster, superuser } from "./cluster.ts";
import { findFreePort } from "./free-port.ts";
import { type Lease, takeLease } from "./lease.ts";
import type { Log } from "./log.ts";
import { findPostmaster, type Postmaster, startPostmaster, stopPostmaster } from "./postmaster.ts";
import { isDatabaseError } from "../database/sql/database-error.ts";

interface SharedServerOptions {
  readonly cluster: Cluster;
  readonly password: string;
  readonly log: Log;
  readonly port?: number;
  readonly settings?: Readonly<Record<string, string>>;
}

interface SharedServer {
  readonly url: string;
  stop(): Promise<void>;
}

const attachTimeoutMs = 60_000;
const pauseMs = 100;
/** More than one, because a killed server's sessions may outlive it for a moment. */
const startsAtMost = 5;

/** Uses the cluster's server, starting it when none runs, and again should it ever end under us. */
export async function shareServer(options: SharedServerOptions): Promise<SharedServer> {
  const { cluster, log } = options;
  let isStopped = false;
  // Its port stays the same from the first start on. The connection may break before anybody has heard of that.
  let known: { readonly port?: number } = {};
  let attached = attach(options, onLost);
  const { port } = await attached;
  known = { port };

  function onLost(cause: Error): void {
    if (isStopped) return;
    log.warn(`The connection that keeps PostgreSQL running broke (${cause.message}); taking it up again.`);
    attached = attach({ ...options, ...known }, onLost);
    attached.catch((error: Error) => log.warn(`PostgreSQL did not come back: ${error.message}`));
  }

  async function stop(): Promise<void> {
    if (isStopped) return;
    isStopped = true;
    const lease = await attached.then(
      (current) => current.lease,
      () => undefined,
    );
    const isLast = await lease?.giveBack();
    if (isLast) await stopPostmaster(cluster);
    await lease?.close();
  }

  return { url: buildUrl(options.password, port), stop };
}

interface Attached {
  readonly lease: Lease;
  readonly port: number;
}

/** Whoever else starts or stops the server at the same time, this ends with a lease on one that runs. */
async function attach(options: SharedServerOptions, onLost: (cause: Error) => void): Promise<Attached> {
  const deadline = performance.now() + attachTimeoutMs;
  let startsLeft = startsAtMost;
  for (;;) {
    const running = await findPostmaster(options.cluster);
    if (!running) startsLeft -= 1;
    try {
      const port = running ? knownPort(running) : await startOnPort(options);
      return { lease: await takeLease(buildUrl(options.password, port), onLost), port };
    } catch (error) {
      if (isDatabaseError(error, "invalid_password") || startsLeft === 0 || performance.now() > deadline)
        throw error;
    }
    await delay(pauseMs);
  }
}

function knownPort({ pid, port }: Postmaster): number {
  if (port) return port;
  throw new Error(`PostgreSQL (process ${pid}) has been starting for too long.`);
}

async function startOnPort({ cluster, port, settings = {} }: SharedServerOptions): Promise<number> {
  const chosen = port ?? (await findFreePort());
  await startPostmaster(cluster, { port: chosen, settings });
  return chosen;
}

function buildUrl(password: string, port: number): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`;
}
