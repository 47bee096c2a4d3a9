import { once } from "node:events";
import { createServer } from "node:net";
import { DemoError } from "./demo-error.mjs";

/** The gateway's port: the wanted one, or any for 0. Throws `DemoError` when it is taken. */
export async function reservePort(wanted, host) {
  const port = await tryPort(wanted, host);
  if (port !== undefined) return port;
  throw new DemoError(
    `Port ${wanted} is taken by another program. Choose another one, like this: PORT=${wanted + 1} npm start`,
  );
}

/** Undefined when the port is taken. */
async function tryPort(port, host) {
  const server = createServer();
  try {
    server.listen({ port, host });
    await once(server, "listening");
    return server.address().port;
  } catch (error) {
    if (error.code === "EADDRINUSE") return undefined;
    throw new DemoError(
      `Cannot listen on ${host}:${port} (${error.code}). Set PORT or HOST to something else.`,
    );
  } finally {
    server.close();
  }
}
