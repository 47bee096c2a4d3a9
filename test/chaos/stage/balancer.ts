import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** One address before several replicas, as a load balancer is: a connection goes to the next one that takes it. */
export interface Balancer {
  readonly url: string;
  close(): Promise<void>;
}

export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const sockets = new Set<Socket>();
  let turn = 0;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    // A replica that dies is what this is for.
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
  };
  const join = async (near: Socket): Promise<void> => {
    turn += 1;
    const order = ports.map((_port, index) => ports[(turn + index) % ports.length] ?? 0);
    const far = await findTaker(order);
    if (far === undefined) {
      near.destroy();
      return;
    }
    keep(far);
    near.once("close", () => far.destroy());
    far.once("close", () => near.destroy());
    if (near.destroyed) far.destroy();
    else near.pipe(far).pipe(near);
  };
  const server = createServer((near) => {
    keep(near);
    void join(near);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function findTaker(ports: readonly number[]): Promise<Socket | undefined> {
  for (const port of ports) {
    const socket = connect(port, "127.0.0.1");
    const isTaken = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    if (isTaken) return socket;
  }
  return undefined;
}
