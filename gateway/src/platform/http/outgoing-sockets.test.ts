import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { Worker } from "node:worker_threads";
import { Agent, type Dispatcher } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { limitInterimAnswers, outgoingConnect, outgoingSockets } from "./outgoing-sockets.ts";

let agent: Dispatcher;
beforeEach(() => {
  agent = new Agent({ ...outgoingSockets, connect: outgoingConnect }).compose(limitInterimAnswers);
});
afterEach(() => agent.destroy());

const ask = (port: number) =>
  agent.request({
    origin: `http://127.0.0.1:${port}`,
    path: "/",
    method: "GET",
    signal: AbortSignal.timeout(10_000),
  });

const ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
const early = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n";

/** A server in a thread of its own that sends one piece for ever to everybody who asks. */
async function startFlood(piece: string): Promise<{ port: number; stop: () => Promise<unknown> }> {
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
  const worker = new Worker(code, { eval: true, workerData: piece });
  const [port] = (await once(worker, "message")) as [number];
  return { port, stop: () => worker.terminate() };
}

describe("a server that sends interim answers without end", () => {
  it.each([
    ["102", "HTTP/1.1 102 Processing\r\n\r\n"],
    ["103 with headers", early],
    ["103 with many headers", `HTTP/1.1 103 Early Hints\r\n${"link: </a>\r\n".repeat(200)}\r\n`],
    ["a head without end", `HTTP/1.1 103 Early Hints\r\nlink: ${"a".repeat(100_000)}`],
    ["199", "HTTP/1.1 199 Whatever\r\n\r\n"],
  ])("(%s) costs its caller the request, and nobody else the event loop", async (_what, piece) => {
    const { port, stop } = await startFlood(piece);
    let longestMs = 0;
    let last = performance.now();
    const pulse = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - last);
      last = performance.now();
    }, 20);
    const floods = await Promise.allSettled(Array.from({ length: 6 }, () => ask(port)));
    clearInterval(pulse);
    await stop();
    for (const flood of floods) {
      expect(flood.status).toBe("rejected");
      // Ended by what it did, not by the time it took.
      expect(String((flood as PromiseRejectedResult).reason)).not.toContain("Timeout");
    }
    expect(longestMs).toBeLessThan(5000);
  });
});

describe("a server that sends a few interim answers", () => {
  it.each([0, 1, 8])("(%i) is heard to its end", async (count) => {
    const server = createServer((socket) => {
      socket.once("data", () => void socket.end(early.repeat(count) + ok));
    });
    const port = await listen(server);
    const { statusCode, body } = await ask(port);
    expect([statusCode, await body.text()]).toEqual([200, "ok"]);
    server.close();
  });

  it("(9) is not", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => void socket.end(early.repeat(9) + ok));
    });
    const port = await listen(server);
    await expect(ask(port)).rejects.toThrow("interim answers");
    server.close();
  });
});

interface Dropping {
  readonly what: string;
  /** Its `Keep-Alive` header. */
  readonly promise: string | undefined;
  readonly afterMs: number;
  /** How it lets go: at once and told by the system, or only when it is asked again. */
  readonly isTold: boolean;
  /** The shortest gap between two requests; the longest is 200 ms more. */
  readonly gapMs: number;
}

/** Counts the sockets that it was asked on after it had dropped them. */
async function startDropping({ promise, afterMs, isTold }: Dropping) {
  const head = promise === undefined ? ok : ok.replace("\r\n\r\n", `\r\nkeep-alive: ${promise}\r\n\r\n`);
  const dropped = new Set<Socket>();
  const server = createServer((socket) => {
    let idle: NodeJS.Timeout | undefined;
    socket.on("error", () => undefined);
    socket.on("data", () => {
      if (dropped.has(socket)) return socket.resetAndDestroy();
      clearTimeout(idle);
      idle = setTimeout(() => {
        dropped.add(socket);
        if (isTold) socket.end();
      }, afterMs);
      return socket.write(head);
    });
  });
  return { server, port: await listen(server) };
}

describe("a server that drops idle sockets", () => {
  it.concurrent.each<Dropping>([
    {
      what: "after four seconds without a word, whatever it promised",
      promise: "timeout=600",
      afterMs: 4000,
      isTold: false,
      gapMs: 3900,
    },
    {
      what: "after four seconds without a promise",
      promise: undefined,
      afterMs: 4000,
      isTold: false,
      gapMs: 3900,
    },
    {
      what: "after four seconds with a FIN",
      promise: "timeout=5, max=1000",
      afterMs: 4000,
      isTold: true,
      gapMs: 3900,
    },
    {
      what: "exactly when it had promised to",
      promise: "timeout=1",
      afterMs: 1000,
      isTold: false,
      gapMs: 900,
    },
  ])("$what, meets no request on one of them", async (dropping) => {
    const own = new Agent({ ...outgoingSockets, connect: outgoingConnect });
    const { server, port } = await startDropping(dropping);
    const askAndRead = async () => {
      const origin = `http://127.0.0.1:${port}`;
      return (await own.request({ origin, path: "/", method: "POST", body: "{}" })).body.text();
    };
    await Promise.all(Array.from({ length: 60 }, askAndRead));
    const startedAt = performance.now();
    const answers = Array.from({ length: 200 }, async (_, number) => {
      await new Promise((resolve) => {
        setTimeout(resolve, dropping.gapMs + number - (performance.now() - startedAt));
      });
      return askAndRead();
    });
    expect(new Set(await Promise.all(answers))).toEqual(new Set(["ok"]));
    await own.destroy();
    server.close();
  });
});

/** Listens and never accepts: once its queue is full, whoever asks for a connection hears nothing. */
async function startSilent(host: string, port: number): Promise<{ stop: () => void }> {
  const code = `require("node:net").createServer().listen({ port: ${port}, host: "${host}", backlog: 1 }, () => console.log("up"))`;
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "ignore"] });
  await once(child.stdout, "data");
  child.kill("SIGSTOP");
  const waiting = Array.from({ length: 8 }, () => connect({ port, host }).on("error", () => undefined));
  await Promise.all(waiting.slice(0, 2).map((socket) => once(socket, "connect")));
  return {
    stop: () => {
      for (const socket of waiting) socket.destroy();
      child.kill("SIGKILL");
    },
  };
}

const describeAddress = (address: string) => ({ address, family: address.includes(":") ? 6 : 4 });

/** An agent for one name with these addresses, in this order. */
function createNamed(addresses: readonly string[]): Agent {
  const found = addresses.map(describeAddress);
  return new Agent({
    ...outgoingSockets,
    connect: {
      ...outgoingConnect,
      timeout: 3000,
      lookup: (_host, _options, callback) => callback(null, found),
    },
  });
}

describe("a name whose first addresses are silent", () => {
  it.each([
    { silent: ["::1"], alive: "127.0.0.1" },
    { silent: ["127.0.0.2"], alive: "127.0.0.1" },
    { silent: ["127.0.0.2"], alive: "::1" },
    { silent: ["::1", "127.0.0.2"], alive: "127.0.0.1" },
  ])("($silent) is tried there for a second each, and then at the next one", async ({ silent, alive }) => {
    const server = createServer((socket) => void socket.once("data", () => void socket.end(ok)));
    const port = await listen(server, alive);
    const mute = await Promise.all(silent.map((host) => startSilent(host, port)));
    const named = createNamed([...silent, alive]);
    const startedAt = performance.now();
    const origin = `http://provider.example:${port}`;
    const { body } = await named.request({ origin, path: "/", method: "GET" });
    expect(await body.text()).toBe("ok");
    expect(performance.now() - startedAt).toBeGreaterThan(950 * silent.length);
    await named.destroy();
    for (const { stop } of mute) stop();
    server.close();
  });

  it("and whose only one is silent is given up within the time of one connection", async () => {
    const server = createServer();
    const port = await listen(server, "127.0.0.1");
    const mute = await startSilent("::1", port);
    const named = createNamed(["::1"]);
    const origin = `http://provider.example:${port}`;
    await expect(named.request({ origin, path: "/", method: "GET" })).rejects.toMatchObject({
      code: expect.stringMatching(/TIMEOUT|TIMEDOUT/),
    });
    await named.destroy();
    mute.stop();
    server.close();
  });
});

async function listen(server: Server, host = "127.0.0.1"): Promise<number> {
  await once(server.listen(0, host), "listening");
  return (server.address() as AddressInfo).port;
}
