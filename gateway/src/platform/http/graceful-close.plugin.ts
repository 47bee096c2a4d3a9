import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";

export interface GracefulCloseOptions {
  /** Whether clients should go elsewhere, although everything is still served. */
  readonly isDraining: () => boolean;
}

const closeIdleEveryMs = 100;

/**
 * Lets a closing server end when its last request is answered. Node closes connections that wait between requests; it
 * does not close one that never sent any, nor one whose answer ends after the closing began: either would hold a
 * shutdown up until the client lets go. While the server drains, answers end their connections already: a client
 * that comes again finds another replica, instead of a socket that closes under its next request.
 */
export const gracefulClosePlugin = fastifyPlugin(
  async (app: FastifyInstance, { isDraining }: GracefulCloseOptions) => {
    const unused = new Set<Socket>();
    let isClosing = false;
    app.server.on("connection", (socket: Socket) => {
      if (isClosing) {
        socket.destroy();
        return;
      }
      unused.add(socket);
      socket.once("close", () => unused.delete(socket));
    });
    app.server.on("request", ({ socket }) => unused.delete(socket));
    app.addHook("preClose", async () => {
      isClosing = true;
      for (const socket of unused) socket.destroy();
      // An answer that was sent just before the closing began leaves a connection that is idle only after Node has looked.
      const looking = setInterval(() => app.server.closeIdleConnections(), closeIdleEveryMs);
      app.server.once("close", () => clearInterval(looking));
    });
    app.addHook("onSend", async (_request, reply) => {
      if (isClosing || isDraining()) void reply.header("connection", "close");
    });
  },
  { name: "graceful-close" },
);
