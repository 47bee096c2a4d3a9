import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** A server in a thread of its own that sends one piece for ever to everybody who asks. */
export interface FloodServer {
  /** `host:port`. */
  readonly host: string;
  stop(): Promise<unknown>;
}

const code = `
  const { parentPort, workerData } = require("node:worker_threads");
  const many = Buffer.from(workerData.repeat(Math.ceil(65536 / workerData.length)));
  const server = require("node:net").createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      const pump = () => { while (socket.writable && socket.write(many)); };
      socket.on("drain", pump);
      pump();
    });
  });
  server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));`;

export async function startFloodServer(piece: string): Promise<FloodServer> {
  const worker = new Worker(code, { eval: true, workerData: piece });
  const [port] = (await once(worker, "message")) as [number];
  return { host: `127.0.0.1:${port}`, stop: () => worker.terminate() };
}
