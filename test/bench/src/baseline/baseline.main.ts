import type { AddressInfo } from "node:net";
import { fastify, type RouteOptions } from "fastify";
import { Pool } from "pg";
import { Agent } from "undici";
import { startAtProvider } from "./start-at-provider.ts";

/**
 * The least that does the same work: a bare Fastify route with prepared statements. Arguments: route, database, pool
 * size, the provider's address.
 */
const [, , route = "", databaseUrl, poolSize, providerUrl = ""] = process.argv;
const pool = new Pool({ connectionString: databaseUrl, max: Number(poolSize) });
const agent = new Agent();
const app = fastify();

const run = (name: string, text: string, values: unknown[]) =>
  pool.query<{ body: unknown }>({ name, text, values });

const routes: Readonly<Record<string, RouteOptions>> = {
  insert: {
    method: "POST",
    url: "/callbacks",
    handler: async ({ body }) => {
      await run("insert", "insert into baseline_callbacks (body) values ($1)", [body]);
      return { status: "accepted" };
    },
  },
  select: {
    method: "GET",
    url: "/sessions/:id",
    handler: async ({ params }) => {
      const { id } = params as { id: string };
      const { rows } = await run("select", "select body from baseline_sessions where id = $1", [id]);
      return rows[0]?.body;
    },
  },
  create: {
    method: "POST",
    url: "/sessions",
    handler: async ({ body, headers }, reply) => {
      const { applicant } = body as { applicant: { id: string } };
      const key = headers["idempotency-key"];
      await run("intent", "insert into baseline_intents (key, body) values ($1, $2)", [key, body]);
      const launch = await startAtProvider(agent, providerUrl, applicant.id);
      await run("outcome", "insert into baseline_outcomes (key, launch) values ($1, $2)", [
        key,
        JSON.stringify(launch),
      ]);
      return reply.code(201).send({ key, launch });
    },
  },
};

const { [route]: options } = routes;
if (options === undefined) throw new Error(`There is no baseline "${route}".`);
if (route === "insert") {
  // The bytes as they came, as webhooks are kept.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
}
app.route(options);
await app.listen({ host: "127.0.0.1", port: 0 });
process.send?.((app.server.address() as AddressInfo).port);
process.once("SIGTERM", () => process.exit(0)).once("disconnect", () => process.exit(0));
