import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { FastifyInstance } from "fastify";

/** One method of one path, as the running application has it. */
export interface Route {
  readonly method: string;
  readonly url: string;
}

/** Runs what starts a gateway and gives every route of it, those that no document shows too. */
export async function recordRoutes<T>(start: () => Promise<T>): Promise<{ started: T; routes: Route[] }> {
  const servers: Route[][] = [];
  const listen = (message: unknown): void => {
    const { fastify } = message as { fastify: FastifyInstance };
    const routes: Route[] = [];
    servers.push(routes);
    fastify.addHook("onRoute", ({ method, url }) => {
      for (const one of [method].flat()) routes.push({ method: one, url });
    });
  };
  subscribe("fastify.initialization", listen);
  try {
    const started = await start();
    // The simulators are servers, too.
    return { started, routes: servers.find((routes) => routes.some(({ url }) => url === "/readyz")) ?? [] };
  } finally {
    unsubscribe("fastify.initialization", listen);
  }
}
