import type { Server } from "./processes.ts";

/** A gateway with an address of its own that outlives its processes. */
export interface Replica {
  readonly url: string;
  readonly port: number;
  /** Of its process now. */
  readonly pid: number;
  /** False when its process ended although nobody asked it to. */
  readonly isAlive: boolean;
  /** SIGKILL, and the next process at the same address, ready. */
  killAndRestart(): Promise<void>;
  end(): Promise<void>;
}

export async function startReplica(
  port: number,
  startProcess: (port: number) => Promise<Server>,
): Promise<Replica> {
  let server = await startProcess(port);
  let lives = 1;
  let deaths = 0;
  const watch = async ({ process }: Server): Promise<void> => {
    await process.waitForExit();
    deaths += 1;
  };
  void watch(server);
  return {
    url: server.url,
    port,
    get pid() {
      return server.process.pid;
    },
    get isAlive() {
      return deaths < lives;
    },
    async killAndRestart() {
      await server.process.kill();
      server = await startProcess(port);
      lives += 1;
      void watch(server);
    },
    end: async () => void (await server.process.kill()),
  };
}
