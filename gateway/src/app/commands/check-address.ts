import { once } from "node:events";
import { createServer } from "node:net";
import { Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";

/** `gateway`: one of ours listens there already. */
export type AddressState = { readonly kind: "free" } | { readonly kind: "gateway" };

/** Whether the address can be listened on, or a gateway listens there already. Throws what `start` would throw. */
export async function checkAddress(host: string, port: number): Promise<AddressState> {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, "listening");
    return { kind: "free" };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE" && (await isGateway(host, port)))
      return { kind: "gateway" };
    throw error;
  } finally {
    server.close();
  }
}

const askMs = 2000;

/** Of any version: another one may run there. */
const GatewayHealth = Type.Object(
  { status: Type.Literal("ok"), version: Type.String() },
  { additionalProperties: false },
);

async function isGateway(host: string, port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://${nameHost(host)}:${port}/healthz`, {
      signal: AbortSignal.timeout(askMs),
    });
    return Value.Check(GatewayHealth, await answer.json());
  } catch {
    return false;
  }
}

/** As whom an address is asked: "all of them" is nobody. */
function nameHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
