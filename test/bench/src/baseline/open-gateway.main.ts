import type { AddressInfo } from "node:net";
import httpProxy from "@fastify/http-proxy";
import { fastify } from "fastify";

/** An open gateway that only passes on what it is asked: it keeps nothing. Argument: the provider's address. */
const [, , providerUrl = ""] = process.argv;
const app = fastify();
await app.register(httpProxy, { upstream: providerUrl });
await app.listen({ host: "127.0.0.1", port: 0 });
process.send?.((app.server.address() as AddressInfo).port);
process.once("SIGTERM", () => process.exit(0)).once("disconnect", () => process.exit(0));
