import { fastify } from "fastify";
import { expect, it } from "vitest";
import { loadSheddingPlugin } from "./load-shedding.plugin.ts";
import { problemsPlugin } from "./problems.plugin.ts";

function keepBusy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

async function startServer({ maxEventLoopDelayMs }: { maxEventLoopDelayMs: number }) {
  const app = fastify();
  await app.register(problemsPlugin, { toProblemError: () => undefined });
  await app.register(loadSheddingPlugin, { maxEventLoopDelayMs });
  app.get("/work", async () => "done");
  return app;
}

/** Statuses of one request after the other until the time is over. */
async function askFor(ms: number, url: string): Promise<ReadonlySet<number>> {
  const statuses = new Set<number>();
  const until = performance.now() + ms;
  while (performance.now() < until) statuses.add((await fetch(`${url}/work`)).status);
  return statuses;
}

it.each([1000, 100])(
  "what the start of the process costs is no overload: %i ms are allowed",
  async (allowed) => {
    const app = await startServer({ maxEventLoopDelayMs: allowed });
    keepBusy(550);
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    expect(await askFor(200, url)).toEqual(new Set([200]));
    await app.close();
  },
);

it("a pause that is not allowed is overload, once it is seen", async () => {
  const app = await startServer({ maxEventLoopDelayMs: 400 });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  keepBusy(950);
  expect(await askFor(100, url)).toContain(503);
  await app.close();
});
