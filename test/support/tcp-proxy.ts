import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A line to a server that a test can cut, freeze and mend. */
export interface TcpProxy {
  /** The target's URL, by way of this proxy. */
  readonly url: string;
  /** How many connections go through it now. */
  readonly connectionCount: number;
  /** Every connection is reset, and new ones are refused as soon as they come. */
  cut(): void;
  /** Connections stay, but nothing passes any more, as behind a dead router. */
  freeze(): void;
  mend(): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

type State = "open" | "cut" | "frozen";

export async function startTcpProxy(targetUrl: string): Promise<TcpProxy> {
  const target = new URL(targetUrl);
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: State = "open";
  const server = createServer((near) => {
    if (state === "cut") {
      near.resetAndDestroy();
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    join(pairs, near, far);
    if (state === "frozen") near.pause();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = new URL(targetUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  const close = async (): Promise<void> => {
    for (const [near, far] of pairs) for (const socket of [near, far]) socket.destroy();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  };
  return {
    url: url.href,
    get connectionCount() {
      return pairs.size;
    },
    cut() {
      state = "cut";
      for (const [near, far] of pairs) {
        near.resetAndDestroy();
        far.destroy();
      }
    },
    freeze() {
      state = "frozen";
      for (const [near, far] of pairs) for (const socket of [near, far]) socket.pause();
    },
    mend() {
      state = "open";
      for (const [near, far] of pairs) for (const socket of [near, far]) socket.resume();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function join(pairs: Set<readonly [Socket, Socket]>, near: Socket, far: Socket): void {
  const pair = [near, far] as const;
  pairs.add(pair);
  near.pipe(far);
  far.pipe(near);
  for (const [socket, other] of [pair, [far, near] as const]) {
    // A broken connection is what this proxy is for.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      other.destroy();
      pairs.delete(pair);
    });
  }
}
