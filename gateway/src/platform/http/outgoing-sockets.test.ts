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
    expect(longestMs).toBeLessThan(1000);
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

describe("a server that drops idle sockets after four seconds without a word", () => {
  it("meets no request on a socket that it has dropped, whatever it promised", async () => {
    const headed = ok.replace("\r\n\r\n", "\r\nkeep-alive: timeout=600\r\n\r\n");
    const dropped = new Set<Socket>();
    const server = createServer((socket) => {
      let idle: NodeJS.Timeout | undefined;
      socket.on("error", () => undefined);
      socket.on("data", () => {
        if (dropped.has(socket)) return socket.resetAndDestroy();
        clearTimeout(idle);
        idle = setTimeout(() => dropped.add(socket), 4000);
        return socket.write(headed);
      });
    });
    const port = await listen(server);
    const askAndRead = async () => (await ask(port)).body.text();
    await Promise.all(Array.from({ length: 60 }, askAndRead));
    const startedAt = performance.now();
    const answers = Array.from({ length: 200 }, async (_, number) => {
      const gapMs = 3900 + number;
      await new Promise((resolve) => {
        setTimeout(resolve, gapMs - (performance.now() - startedAt));
      });
      return askAndRead();
    });
    expect(new Set(await Promise.all(answers))).toEqual(new Set(["ok"]));
    server.close();
  });
});

/** Listens and never accepts: once its queue is full, whoever asks for a connection hears nothing. */
async function startSilent(port: number): Promise<{ stop: () => void }> {
  const code = `require("node:net").createServer().listen({ port: ${port}, host: "127.0.0.2", backlog: 1 }, () => console.log("up"))`;
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "ignore"] });
  await once(child.stdout, "data");
  child.kill("SIGSTOP");
  const waiting = Array.from({ length: 8 }, () =>
    connect({ port, host: "127.0.0.2" }).on("error", () => undefined),
  );
  await Promise.all(waiting.slice(0, 2).map((socket) => once(socket, "connect")));
  return {
    stop: () => {
      for (const socket of waiting) socket.destroy();
      child.kill("SIGKILL");
    },
  };
}

describe("a name whose first address is silent", () => {
  it("is tried there for a second, and then at the next one, within the time of one connection", async () => {
    const server = createServer((socket) => void socket.once("data", () => void socket.end(ok)));
    const port = await listen(server);
    const silent = await startSilent(port);
    const addresses = ["127.0.0.2", "127.0.0.1"].map((address) => ({ address, family: 4 }));
    const named = new Agent({
      ...outgoingSockets,
      connect: {
        ...outgoingConnect,
        timeout: 3000,
        lookup: (_host, _options, callback) => callback(null, addresses),
      },
    });
    const startedAt = performance.now();
    const { body } = await named.request({
      origin: `http://provider.example:${port}`,
      path: "/",
      method: "GET",
    });
    expect(await body.text()).toBe("ok");
    expect(performance.now() - startedAt).toBeGreaterThan(950);
    await named.destroy();
    silent.stop();
    server.close();
  });
});

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}
