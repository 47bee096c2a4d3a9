import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";

/**
 * Answers a plain request itself; false: it is not one, and nothing has been done. `handOn` gives it to the framework
 * later, with a body of which nothing is missing.
 */
export type EarlyTaker = (request: IncomingMessage, response: ServerResponse, handOn: () => void) => boolean;

declare module "fastify" {
  interface FastifyInstance {
    /** For the routes that are asked most: who takes their plain requests before the framework does. */
    takeEarly(taker: EarlyTaker): void;
  }
}

/**
 * The framework costs more than all the rest that a webhook or a read needs of this process. Plain is what passes every
 * check that can be made of the head alone. Whatever is odd in any way, and everything while the server is overloaded or
 * ends, goes on to the route of the same path, which makes the same checks and says what is wrong.
 */
export const earlyRequestsPlugin = fastifyPlugin(
  async (app: FastifyInstance, { readiness }: { readonly readiness: { readonly isDraining: boolean } }) => {
    const { server } = app;
    // The framework's own listener, with which it made the server.
    const [routing] = server.listeners("request") as [RequestListener?];
    if (routing === undefined) throw new Error("The framework does not listen to its server.");
    const takers: EarlyTaker[] = [];
    let isClosing = false;
    app.decorate("takeEarly", (taker) => void takers.push(taker));
    app.addHook("preClose", async () => {
      isClosing = true;
    });
    server.off("request", routing);
    server.on("request", (request, response) => {
      const isCalm = !isClosing && !readiness.isDraining && !app.isUnderPressure();
      const handOn = (): void => routing(request, response);
      if (!isCalm || !takers.some((take) => take(request, response, handOn))) handOn();
    });
  },
  { name: "early-requests", dependencies: ["load-shedding"] },
);
