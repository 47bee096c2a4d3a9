import type { AddressInfo } from "node:net";
import { fastify } from "fastify";
import { describe, expect, it } from "vitest";
import { earlyRequestsPlugin } from "./early-requests.plugin.ts";
import { loadSheddingPlugin } from "./load-shedding.plugin.ts";
import { problemsPlugin } from "./problems.plugin.ts";

async function startServer() {
  const app = fastify();
  const readiness = { isDraining: false };
  await app.register(problemsPlugin, { toProblemError: () => undefined });
  await app.register(loadSheddingPlugin, { maxEventLoopDelayMs: 0 });
  await app.register(earlyRequestsPlugin, { readiness });
  app.get("/*", async () => "framework");
  app.takeEarly(({ url }, response) => {
    if (url !== "/one") return false;
    response.end("first");
    return true;
  });
  app.takeEarly(({ url }, response) => {
    if (url === "/odd") return false;
    response.end("second");
    return true;
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  return { app, readiness, ask };
}

describe("a request that comes before the framework", () => {
  it("is taken by the first who knows it, and by the framework where nobody does", async () => {
    const { app, ask } = await startServer();
    expect([await ask("/one"), await ask("/two"), await ask("/odd")]).toEqual([
      "first",
      "second",
      "framework",
    ]);
    await app.close();
  });

  it("is the framework's while the server drains", async () => {
    const { app, readiness, ask } = await startServer();
    readiness.isDraining = true;
    expect(await ask("/one")).toBe("framework");
    await app.close();
  });
});
