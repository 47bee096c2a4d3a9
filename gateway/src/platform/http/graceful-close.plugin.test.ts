import { once } from "node:events";
import { connect, type AddressInfo, type Socket } from "node:net";
import { fastify } from "fastify";
import { describe, expect, it } from "vitest";
import { gracefulClosePlugin } from "./graceful-close.plugin.ts";

async function startServer() {
  const release = Promise.withResolvers<void>();
  const entered = Promise.withResolvers<void>();
  const app = fastify({ forceCloseConnections: "idle" });
  const drain = { isDraining: false };
  await app.register(gracefulClosePlugin, { isDraining: () => drain.isDraining });
  const begun = Promise.withResolvers<void>();
  app.addHook("preClose", async () => begun.resolve());
  app.get("/slow", async () => {
    entered.resolve();
    await release.promise;
    return { done: true };
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  return { app, drain, release, entered, begun, port: (app.server.address() as AddressInfo).port };
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}

describe("a server that drains", () => {
  it("answers, and ends the connection: the client's next request goes elsewhere", async () => {
    const { app, drain, port, release } = await startServer();
    release.resolve();
    const ask = () => fetch(`http://127.0.0.1:${port}/slow`);
    expect((await ask()).headers.get("connection")).toBe("keep-alive");
    drain.isDraining = true;
    const answer = await ask();
    expect([answer.status, answer.headers.get("connection")]).toEqual([200, "close"]);
    await app.close();
  });
});

describe("a server that closes", () => {
  it("does not wait for a connection that never sent a request", async () => {
    const { app, port } = await startServer();
    const socket = await open(port);
    const closed = once(socket, "close");
    await app.close();
    await closed;
    expect(app.server.listening).toBe(false);
  });

  it("answers the request under way in full, and keeps its connection no longer", async () => {
    const { app, port, release, entered, begun } = await startServer();
    const socket = await open(port);
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.write("GET /slow HTTP/1.1\r\nhost: x\r\n\r\n");
    await entered.promise;
    const closing = app.close();
    await begun.promise;
    release.resolve();
    await once(socket, "close");
    await closing;
    const answer = Buffer.concat(chunks).toString();
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect(answer.toLowerCase()).toContain("connection: close");
    expect(answer).toContain('{"done":true}');
  });
});
