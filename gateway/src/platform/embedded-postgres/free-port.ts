import { once } from "node:events";
import { createServer } from "node:net";

/** A loopback port that nobody listened on a moment ago. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address && typeof address === "object") return address.port;
  throw new Error("The operating system gave no free port on 127.0.0.1.");
}
